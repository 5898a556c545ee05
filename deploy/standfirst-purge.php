<?php
/**
 * Plugin Name: Standfirst purge
 * Description: Tells Standfirst which addresses have changed. To wp-content/mu-plugins/, with two lines in wp-config.php:
 *   define( 'STANDFIRST_PURGE', 'https://www.example.org/standfirst/purge' );
 *   define( 'STANDFIRST_PURGE_SECRET', '…' ); // the server's STANDFIRST_PURGE_SECRET
 */
$standfirst_changed = array();

function standfirst_changed( $id ) {
	global $standfirst_changed;
	$post = get_post( $id );
	if ( ! $post || ! is_post_type_viewable( $post->post_type ) ) return;
	$urls = array( get_permalink( $post ), home_url( '/' ), get_feed_link(), rest_url( rest_get_route_for_post( $post ) ) );
	foreach ( get_object_taxonomies( $post->post_type ) as $taxonomy )
		foreach ( wp_get_object_terms( $post->ID, $taxonomy ) as $term ) $urls[] = get_term_link( $term );
	foreach ( array_filter( $urls, 'is_string' ) as $url ) $standfirst_changed[ $url ] = true;
}
foreach ( array( 'pre_post_update', 'wp_trash_post', 'before_delete_post', 'wp_after_insert_post' ) as $moment )
	add_action( $moment, 'standfirst_changed' ); // the first three while it still has its old address

add_action( 'shutdown', function () {
	global $standfirst_changed;
	if ( ! $standfirst_changed || ! defined( 'STANDFIRST_PURGE' ) ) return;
	wp_remote_post( STANDFIRST_PURGE, array(
		'timeout' => 5,
		'headers' => array( 'Authorization' => 'Bearer ' . STANDFIRST_PURGE_SECRET, 'Content-Type' => 'application/json' ),
		'body'    => wp_json_encode( array( 'paths' => array_keys( $standfirst_changed ) ) ),
	) );
} );
