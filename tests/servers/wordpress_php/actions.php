<?php
// What tests do to the site. Times are UTC, written like 2013-01-31 09:00:00; null is "now" or "as it is".

/** What WordPress gave, or an end with its message. */
function site_checked($result)
{
    if (is_wp_error($result) || !$result) {
        throw new RuntimeException(is_wp_error($result) ? $result->get_error_message() : 'WordPress says no');
    }
    return $result;
}

/** A time in both clocks of WordPress: UTC and the site's own. */
function site_both(string $field, ?string $utc): array
{
    return $utc === null ? [] : [$field . '_gmt' => $utc, $field => get_date_from_gmt($utc)];
}

/** A new post; a past date is kept only when both clocks are given. */
function site_add_post(array $given, string $status): int
{
    return site_checked(wp_insert_post(wp_slash([
        'post_title' => $given['title'], 'post_content' => $given['content'], 'post_status' => $status,
        'post_author' => site_checked(get_user_by('login', $given['author']))->ID,
    ] + site_both('post_date', $given['when'])), true));
}

/** Many posts at once. */
function site_add_posts(array $posts): void
{
    global $wpdb;
    wp_defer_term_counting(true);
    $wpdb->query('START TRANSACTION');
    foreach ($posts as $post) {
        site_add_post($post, 'publish');
    }
    wp_defer_term_counting(false);
    $wpdb->query('COMMIT');
}

/** Other words for a post; WordPress keeps the old ones as a revision. */
function site_edit(int $id, array $words, ?string $when): void
{
    global $wpdb;
    site_checked(wp_update_post(wp_slash(['ID' => $id] + $words), true));
    if ($when !== null) {
        $wpdb->update($wpdb->posts, site_both('post_modified', $when), ['ID' => $id]);
        clean_post_cache($id);
    }
}

/** An approved comment of a visitor. */
function site_add_comment(array $given): int
{
    return site_checked(wp_insert_comment(wp_slash([
        'comment_post_ID' => $given['post_id'], 'comment_author' => $given['author'],
        'comment_author_email' => 'visitor@example.test', 'comment_content' => $given['text'],
        'comment_approved' => 1,
    ] + site_both('comment_date', $given['when']))));
}
