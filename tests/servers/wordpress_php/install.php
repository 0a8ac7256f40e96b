<?php
// Sets up an empty site: no posts, no pages, no comments; an administrator, and the authors that are given.
$given = json_decode(stream_get_contents(STDIN), true);
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = substr(getenv('SITE_URL'), strlen('http://'));
$_SERVER['REQUEST_URI'] = '/';
require getenv('SITE_FOLDER') . '/wp-load.php';
function wp_new_blog_notification() {} // no mail
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install($given['title'], 'admin', 'admin@example.test', true, '', 'admin-password');
foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $post) {
    wp_delete_post($post->ID, true);
}
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%postname%/');
$wp_rewrite->flush_rules(false);
update_option('timezone_string', $given['zone']);
foreach ($given['authors'] as $login => $name) {
    wp_insert_user([
        'user_login' => $login, 'user_pass' => "$login-password", 'user_email' => "$login@example.test",
        'display_name' => $name, 'role' => 'author',
    ]);
}
