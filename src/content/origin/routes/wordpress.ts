// WordPress: which of its addresses readers get. Its own public query variables are those of WP::$public_query_vars.
import { type AddressRule, closed, known, origin, type Preset } from './preset.ts'

/** Only what `lists/` can close. */
const REST_PARAMETERS = known(
  ['number', ['page', 'per_page', 'offset', 'parent', 'post', 'maxwidth', 'maxheight']],
  ['search', ['search']],
  [
    'text',
    [
      ...[
        'rest_route',
        'slug',
        'categories',
        'categories_exclude',
        'tags',
        'tags_exclude',
        'author',
      ],
      ...['include', 'exclude', 'before', 'after', 'order', 'orderby', '_embed', 'type', 'subtype'],
      ...['sticky', 'hide_empty', 'url', 'format'],
    ],
  ],
)

/**
 * `more`, `exact` and `sentence` are not among them: one opens what stands behind a more tag, the others confirm whole
 * sentences. Nor is `preview`: who may preview is logged in there, and asks past these rules.
 */
const PARAMETERS = known(
  [
    'number',
    [
      ...['p', 'page_id', 'paged', 'page', 'cat', 'author', 'm', 'w', 'year', 'monthnum', 'day'],
      ...['attachment_id', 'cpage', 'withcomments', 'withoutcomments'],
    ],
  ],
  ['version', ['ver', 'v', 'feed', 'sitemap', 'sitemap-subtype', 'sitemap-stylesheet', 'robots']],
  ['search', ['s']],
  [
    'text',
    [
      ...['tag', 'author_name', 'category_name', 'name', 'pagename', 'attachment', 'post_type'],
      ...['taxonomy', 'term', 'post_format', 'order', 'orderby', 'embed', 'replytocom', 'favicon'],
    ],
  ],
)

/**
 * Programs that have been there for as long as anybody runs WordPress. Who is confirmed as an editor reaches all others
 * as well.
 */
const ADMINISTRATION = new RegExp(
  `^/(?:wp-admin(?:/(?:${[
    ...['index', 'admin', 'post', 'post-new', 'edit', 'edit-tags', 'edit-comments', 'comment'],
    ...['term', 'upload', 'media-new', 'media-upload', 'async-upload', 'revision', 'profile'],
    ...['users', 'user-edit', 'user-new', 'themes', 'theme-install', 'customize', 'nav-menus'],
    ...['widgets', 'plugins', 'plugin-install', 'update', 'update-core', 'upgrade', 'tools'],
    ...['import', 'export', 'options', 'options-(?:general|writing|reading|discussion)'],
    ...['options-(?:media|permalink)', 'load-scripts', 'load-styles', 'my-sites'],
    ...['network/(?:index|sites|users|themes|plugins|settings)'],
  ].join('|')})\\.php|/network)?|wp-(?:login|signup|activate)\\.php)$`,
)

const RULES: readonly AddressRule[] = [
  {
    // By this way in, WordPress takes the rest for an address of its own, whatever file has that name.
    paths: /^\/index\.php\/wp-(?:admin|cron|login|signup|activate|comments-post)(?:[/.]|$)/,
    verdict: closed('no address of WordPress'),
  },
  {
    paths: /^\/wp-admin\/admin-(?:ajax|post)\.php(?:\/|$)/,
    verdict: closed('themes and plugins hand out articles there in forms of their own'),
  },
  {
    paths: ADMINISTRATION,
    verdict: origin('WordPress protects its own log-in and administration'),
  },
  {
    paths: /^\/wp-admin\/(?:css|js|images)\/.+\.(?:css|js|png|gif|jpe?g|svg|ico|woff2?)$/,
    methods: ['GET', 'HEAD'],
    verdict: origin('styles and pictures of the administration'),
  },
  {
    // Where no file is, WordPress answers: `/wp-admin/quay/?preview=true` is the post `quay` of a category of that name,
    // `/wp-admin/x.php?rest_route=/wp/v2/posts` the interface.
    paths: /^\/(?:wp-admin|wp-(?:login|signup|activate)\.php)(?:\/|$)/,
    verdict: closed('no part of the administration'),
  },
  {
    // WordPress calls it at its own public address, or what is to be published at noon is not. It answers nothing.
    paths: /^\/wp-cron\.php$/,
    verdict: origin('WordPress calls its own clock here'),
  },
  {
    paths: /^\/wp-comments-post\.php$/,
    methods: ['POST'],
    verdict: { kind: 'ask', why: 'a comment is written' },
  },
  {
    paths:
      /^\/(?:xmlrpc|wp-mail|wp-trackback|wp-comments-post|wp-links-opml|wp-load|wp-settings|wp-config[^/]*)\.php(?:\/|$)/,
    verdict: closed('a program of WordPress that readers do not need'),
  },
  { paths: /(?:^|\/)trackback$/, verdict: closed('readers send no trackbacks') },
  {
    paths:
      /^\/wp-json\/(?:wp\/v2\/(?:posts|pages|categories|tags|users|comments|types|taxonomies)(?:\/[\w-]+)?|wp\/v2\/search|oembed\/1\.0\/embed)$/,
    methods: ['GET', 'HEAD'],
    verdict: { kind: 'read', parameters: REST_PARAMETERS },
  },
  {
    // Each picture in every size, also those that stand below a cut and in sizes that no page shows. Featured ones
    // come with their posts (`_embed`).
    paths: /^\/wp-json\/wp\/v2\/media(?:\/|$)/,
    verdict: closed('a list of all pictures, whosever they are'),
  },
  {
    paths: /^\/wp-json(?:\/|$)/,
    verdict: closed('a part of the REST interface that is not taken apart'),
  },
  {
    // Caches of plugins lie there as whole pages; scripts and styles of others lie beside them.
    paths:
      /^\/wp-content\/(?:cache|[^/]*backup[^/]*|upgrade|ai1wm[^/]*)(?:\/(?![^?]*\.(?:css|js|mjs|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|otf|eot)$)|$)/,
    verdict: closed('copies of pages lie there'),
  },
  {
    paths:
      /^\/wp-(?:content|includes)\/.*(?:\.(?:php\d?|phtml|phar|log|sql)(?:\/|$)|\.(?:gz|bak|old|swp)$)/,
    verdict: closed('a program or a log, and no page'),
  },
  { paths: /^\/wp-content\/uploads\//, methods: ['GET', 'HEAD'], verdict: { kind: 'read' } },
]

/**
 * Unknown parameters are dropped before WordPress is asked: any plugin may make of one a second way to an article (as a
 * PDF, an e-mail, a page for print) that nobody here can recognise, and PHP makes known names of unknown ones
 * (`rest.route`, `rest[route`). What a site's plugins need is named in the configuration.
 */
export const wordpress: Preset = {
  paths({ path, parameters }) {
    const plain = path.replace(/^\/index\.php(?=\/|$)/, '') || '/'
    const rest = parameters.find(({ name }) => asPhp(name) === 'rest_route')
    const isProgram = /\.php(?:\/|$)/.test(plain)
    if (rest === undefined || isProgram) return [path, plain]
    return [path, plain, `/wp-json/${rest.value.replace(/^\/+|\/+$/g, '')}`.toLowerCase()]
  },
  rules: RULES,
  parameters: new Map([...PARAMETERS, ['rest_route', 'text']]),
  unknownParameters: 'dropped',
}

/** What PHP makes of a parameter's name. */
function asPhp(name: string): string {
  return name.trimStart().replace(/[ .[]/g, '_')
}
