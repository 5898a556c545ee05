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
 * The programs of its administration that every WordPress since 5.2 has, each where it is: one that is missing is
 * index.php. Newer ones open once a log-in is confirmed.
 */
const LOG_IN = new RegExp(
  `^/(?:wp-(?:login|signup|activate)\\.php|wp-admin(?:/(?:network|user))?|wp-admin/(?:${[
    ...['about', 'admin', 'async-upload', 'comment', 'credits', 'custom-(?:background|header)'],
    ...['customize', 'edit', 'edit-comments', 'edit-tags', 'export', 'freedoms', 'import', 'index'],
    ...['load-scripts', 'load-styles', 'media', 'media-new', 'media-upload', 'my-sites'],
    ...['nav-menus', 'network', 'options', 'options-(?:discussion|general|head|media)'],
    ...['options-(?:permalink|reading|writing)', 'plugin-editor', 'plugin-install', 'plugins'],
    ...['post', 'post-new', 'privacy', 'profile', 'revision', 'site-health', 'term'],
    ...['theme-editor', 'theme-install', 'themes', 'tools', 'update', 'update-core', 'upgrade'],
    ...['upload', 'user-edit', 'user-new', 'users', 'widgets'],
    ...['network/(?:about|admin|credits|edit|freedoms|index|plugin-editor|plugin-install|plugins)'],
    ...['network/(?:privacy|profile|settings|setup|sites|site-(?:info|new|settings|themes|users))'],
    ...['network/(?:theme-editor|theme-install|themes|update|update-core|upgrade|users)'],
    ...['network/user-(?:edit|new)', 'user/(?:about|admin|credits|freedoms|index|privacy|profile)'],
    'user/user-edit',
  ].join('|')})\\.php)$`,
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
    paths: LOG_IN,
    verdict: origin('WordPress protects its own log-in and administration'),
  },
  {
    paths: /^\/wp-admin\/(?:css|js|images)\/[\w./-]+\.(?:css|js|png|svg|gif|jpe?g|ico)$/,
    methods: ['GET', 'HEAD'],
    verdict: { kind: 'read', parameters: known(['version', ['ver']]) },
  },
  {
    // What is no file there, web servers hand to index.php: the page, the feed or the interface that it is asked for.
    paths: /^\/wp-(?:admin|login\.php|signup\.php|activate\.php)(?:\/|$)/,
    verdict: closed('nothing of the administration stands there'),
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
    const rest = parameters.find(({ name }) => name === 'rest_route')
    const isProgram = /\.php(?:\/|$)|^\/wp-admin(?:\/|$)/.test(plain)
    // A program that is missing is index.php, and a program of WordPress is asked for nothing by this name.
    if (
      isProgram &&
      parameters.some(({ name }) => /^\W*rest\W+route/i.test(name.replace('_', ' ')))
    )
      return [path, plain, '/wp-json/of-a-program']
    if (rest === undefined || isProgram) return [path, plain]
    return [path, plain, `/wp-json/${rest.value.replace(/^\/+|\/+$/g, '')}`.toLowerCase()]
  },
  rules: RULES,
  parameters: new Map([...PARAMETERS, ['rest_route', 'text']]),
  unknownParameters: 'dropped',
}
