<?php
// Installs WordPress into its empty database: php install.php SETTINGS, a file of JSON.
define('WP_INSTALLING', true);
$settings = json_decode(file_get_contents($argv[1]), true);
require __DIR__ . '/../wordpress/wp-load.php';

// These two stand before WordPress's own: no mail, and no Hello World.
function wp_new_blog_notification() {}
function wp_install_defaults() {}
require ABSPATH . 'wp-admin/includes/upgrade.php';

// With a pattern set, the installation asks no server which addresses work.
$pattern = fn() => $settings['permalinks'];
add_filter('pre_option_permalink_structure', $pattern);
['name' => $name, 'password' => $password] = $settings['admin'];
wp_install($settings['title'], $name, "$name@example.org", true, '', $password);
remove_filter('pre_option_permalink_structure', $pattern);

$options = [
    'permalink_structure' => $settings['permalinks'],
    'blogdescription' => $settings['subtitle'],
    'timezone_string' => 'Europe/London',
    'rss_use_excerpt' => 0,
    'posts_per_page' => 10,
    'posts_per_rss' => 10,
    'show_avatars' => 0,
    'default_comment_status' => 'open',
    'comment_previously_approved' => 0,
    'fresh_site' => 0,
];
foreach ($options as $option => $value) {
    update_option($option, $value);
}
switch_theme($settings['theme']);
echo $wp_version;
