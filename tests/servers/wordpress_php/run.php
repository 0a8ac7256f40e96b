<?php
// Runs a piece of code inside the site, as its administrator; the code's arguments are in $given.
$asked = json_decode(stream_get_contents(STDIN), true);
$_SERVER['HTTP_HOST'] = substr(getenv('SITE_URL'), strlen('http://'));
$_SERVER['REQUEST_URI'] = '/';
require getenv('SITE_FOLDER') . '/wp-load.php';
require __DIR__ . '/actions.php';
wp_set_current_user(1);
(static function (array $given, string $code) {
    eval($code);
})($asked['given'], $asked['code']);
