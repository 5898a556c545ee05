<?php
// Fills an installed WordPress: php fill.php SETTINGS, a file of JSON. Prints, as JSON, what each post became.
$settings = json_decode(file_get_contents($argv[1]), true);
require __DIR__ . '/../wordpress/wp-load.php';
require ABSPATH . 'wp-admin/includes/admin.php';

function section(string $name): int {
    $term = wp_insert_term($name, 'category', ['slug' => sanitize_title($name)]);
    return must($term)['term_id'];
}

function author(string $name): int {
    $login = sanitize_user(str_replace(' ', '', strtolower($name)));
    return must(wp_insert_user([
        'user_login' => $login,
        'user_pass' => wp_generate_password(),
        'user_email' => "$login@example.org",
        'display_name' => $name,
        'role' => 'author',
    ]));
}

/** Uploads one picture, as the media library does, with its smaller sizes. Gives its id. */
function picture(array $picture, string $folder): int {
    $bytes = file_get_contents("$folder/{$picture['file']}.png");
    $upload = wp_upload_bits("{$picture['file']}.png", null, $bytes);
    $attachment = [
        'post_mime_type' => 'image/png',
        'post_title' => $picture['file'],
        'post_excerpt' => $picture['caption'],
        'meta_input' => ['_wp_attachment_image_alt' => $picture['alt']],
    ];
    $id = must(wp_insert_attachment(wp_slash($attachment), $upload['file'], 0, true));
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $upload['file']));
    return $id;
}

/** Gives the post's id, and the addresses of its pictures. */
function post(array $post, array $sections, array $authors, string $folder): array {
    $ids = [];
    $urls = [];
    $stands = [];
    foreach ($post['pictures'] as $picture) {
        ['file' => $file] = $picture;
        $ids[$file] = picture($picture, $folder);
        $stands["{{id:$file}}"] = $ids[$file];
        $urls[$file] = wp_get_attachment_url($ids[$file]);
        $stands["{{url:$file}}"] = $urls[$file];
    }
    $when = time() - $post['hoursOld'] * 3600;
    $id = must(wp_insert_post(wp_slash([
        'post_name' => $post['slug'],
        'post_title' => $post['title'],
        'post_type' => $post['type'],
        'post_status' => $post['status'],
        'post_password' => $post['password'],
        'post_date' => wp_date('Y-m-d H:i:s', $when),
        'post_date_gmt' => gmdate('Y-m-d H:i:s', $when),
        'post_author' => $authors[$post['author']],
        'post_category' => $post['type'] === 'post' ? [$sections[$post['section']]] : [],
        'tags_input' => $post['type'] === 'post' ? $post['tags'] : [],
        'post_excerpt' => $post['excerpt'],
        'post_content' => strtr($post['content'], $stands),
        'comment_status' => 'open',
    ]), true));
    foreach ($ids as $picture) {
        must(wp_update_post(['ID' => $picture, 'post_parent' => $id], true));
    }
    if ($post['lead'] !== '') {
        set_post_thumbnail($id, $ids[$post['lead']]);
    }
    return [$id, $urls];
}

function comment(int $post, string $text): void {
    must(wp_insert_comment(wp_slash([
        'comment_post_ID' => $post,
        'comment_author' => 'A reader',
        'comment_author_email' => 'reader@example.org',
        'comment_content' => $text,
        'comment_approved' => 1,
    ])));
}

function must(mixed $made): mixed {
    if (is_wp_error($made) || !$made) {
        throw new RuntimeException(is_wp_error($made) ? $made->get_error_message() : 'nothing was made');
    }
    return $made;
}

wp_set_current_user(1);
// The editor greets nobody.
$greeted = ['core/edit-post' => ['welcomeGuide' => false], '_modified' => gmdate('c')];
update_user_meta(1, $wpdb->get_blog_prefix() . 'persisted_preferences', $greeted);
wp_defer_term_counting(true);
$sections = array_combine($settings['sections'], array_map('section', $settings['sections']));
$authors = array_combine($settings['authors'], array_map('author', $settings['authors']));
update_option('default_category', reset($sections));
$made = [];
foreach ($settings['posts'] as $post) {
    [$id, $urls] = post($post, $sections, $authors, $settings['pictures']);
    array_map(fn($text) => comment($id, $text), $post['comments']);
    $made[] = ['id' => $id, 'url' => get_permalink($id), 'pictures' => (object) $urls];
}
wp_defer_term_counting(false);
// The addresses of categories are made at the first request that rewrites.
flush_rewrite_rules();
echo json_encode($made, JSON_UNESCAPED_SLASHES);
