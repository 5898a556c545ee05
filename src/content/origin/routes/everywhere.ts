// Everywhere: addresses that are closed whatever the site runs on, and parameters that tell no pages apart.
import { type AddressRule, closed, known, type Preset } from './preset.ts'

/** Closed before all else, whatever the configuration opens: nobody means to publish these. */
export const NEVER: readonly AddressRule[] = [
  {
    paths: /\/\.(?!well-known(?:\/|$)|ghost(?:\/|$))/,
    verdict: closed('a hidden file'),
  },
  {
    paths: /\.(?:bak|old|orig|swp|swo|sql|log|env|inc)(?:\.gz)?$|~$/,
    verdict: closed('a copy, a log or a dump, and no page'),
  },
]

/** Second ways to an article that cannot be taken apart as its page can. A path of articles in the configuration goes first. */
export const SECOND_WAYS: readonly AddressRule[] = [
  {
    paths: /(?:^|\/)(?:graphql|gql|graphiql)(?:\/|$)/,
    verdict: closed('an interface that answers whatever is asked of it'),
  },
  {
    // Next, Nuxt, SvelteKit, Gatsby, Remix: where it is missing, their scripts load the page itself.
    paths:
      /^\/_next\/data\/|\/(?:__data\.json|_payload\.(?:json|js)|page-data\.json)$|^\/_nuxt\/.*\/(?:payload|state)\.js$|\.(?:data|rsc)$/,
    verdict: closed('the state of a page as data, that its script can do without'),
  },
  {
    paths: /.\/amp$|^\/amp\/.|\.amp(?:\.html)?$|\/amp\/(?:index\.html)?$/,
    verdict: closed('AMP: the page itself works on phones'),
  },
  {
    paths: /\/[^/]+\/print(?:able)?$|^\/print(?:able)?\/.|\.print(?:\.html)?$/,
    verdict: closed('for print, the page itself can be printed'),
  },
  {
    paths: /\.(?:md|markdown|mdx|epub|mobi)$|\/llms-full\.txt$|\/[^/.]+\/[^/]+\.txt$/,
    verdict: closed('the text of a page in another form'),
  },
  {
    // Web servers keep them beside pages and send them in their place. Site maps are meant to be asked for so.
    paths:
      /(?<!map[^/]*)\.xml\.(?:gz|br|zst)$|\.(?:html?|json|rss|atom|txt)\.(?:gz|br|zst|bz2|xz|zip)$/,
    verdict: closed('a packed copy of a page'),
  },
  {
    // Pagefind: what is searched, whole and packed.
    paths: /\.pf_fragment$/,
    verdict: closed('an index of whole texts'),
  },
  { paths: /\.(?:js|mjs|css)\.map$/, verdict: closed('for whoever builds the site') },
]

/** They say how a reader came, and change no page: campaigns, advertisers' clicks, letters, social networks, analytics. */
const TRACKING =
  /^(?:utm_.*|mtm_.*|matomo_.*|pk_.*|piwik_.*|hsa_.*|_hs.*|__hs.*|mc_[ce]id|ml_subscriber.*|vero_.*|wt_mc|wt\.mc_id|at_(?:medium|campaign|custom\d|link.*|format|creation)|xtor|fbclid|fb_(?:action_.*|source|ref)|gclid|gclsrc|gbraid|wbraid|gad_source|gad_campaignid|dclid|msclkid|yclid|ysclid|twclid|ttclid|li_fat_id|igshid|igsh|epik|rdt_cid|scid|sscid|srsltid|irclickid|_openstat|s_cid|cmpid|cmp|ncid|ocid|icid|ito|mkt_tok|trk|trkcampaign|oly_(?:anon|enc)_id|rb_clickid|ref|ref_src|ref_url|referrer|attribution_id|attribution_type|_ga|_gl|_ke|_bta_.*|spm|campaign_id|doing_wp_cron)$/

/** Other ways to look at a page. Without them the page itself is asked. A feed stays one. */
const VIEWS =
  /^(?:amp|outputtype|output|format|_format|print|printable|view|_escaped_fragment_|json|__a|_rsc|_data|__data|share|gift|preview|preview_id|preview_nonce|full|unlocked|nopaywall|single|singlepage|page_all|replytocom|noamp|amp_.*|download|pdf)$/
const FEEDS = /^(?:rss2?|atom|rdf|feed|jsonfeed)$/

export function isTracking(name: string): boolean {
  return TRACKING.test(name.toLowerCase())
}

export function isView(name: string, value: string): boolean {
  // PHP takes `view.`, `view[` and ` view` for the same name, or nearly so.
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[ .[].*$/, '')
  return VIEWS.test(plain) && !FEEDS.test(value.toLowerCase())
}

/**
 * A site of which nothing is known. Its parameters may be all that tells its articles apart, so that unknown ones are
 * asked, and what comes back is kept apart.
 */
export const unknownSite: Preset = {
  paths: ({ path }) => [path],
  rules: [],
  parameters: known(['number', ['page', 'paged']], ['version', ['v', 'ver']]),
  unknownParameters: 'kept',
}
