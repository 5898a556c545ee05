// Endpoints: which plugins of a WordPress have interfaces of their own, by the namespaces of its REST API, and what a
// gate in front of them means for each. What is not named here is closed to readers and open to editors.

export interface Endpoint {
  readonly namespace: string
  readonly plugin: string
  /** What is said of it. */
  readonly says: string
  /** Lines of the configuration that let readers use it; they read no article there. */
  readonly pass: { readonly path: string; readonly webSockets?: boolean } | undefined
  /** Where the site has to know a reader by cookies of its own. */
  readonly cookies: readonly { readonly path: string; readonly names: readonly string[] }[]
}

type Known = Omit<Endpoint, 'namespace' | 'cookies'> & {
  readonly pattern: RegExp
  readonly cookies?: Endpoint['cookies']
}

const FORM = 'readers send forms there, which is passed on'
const SHOP = ['woocommerce_*', 'wp_woocommerce_session_*']

const KNOWN: readonly Known[] = [
  {
    pattern: /^contact-form-7\//,
    plugin: 'Contact Form 7',
    says: FORM,
    pass: { path: '/wp-json/contact-form-7' },
  },
  {
    pattern: /^(?:sureforms|srfm)\//,
    plugin: 'SureForms',
    says: FORM,
    pass: { path: '/wp-json/sureforms' },
  },
  {
    pattern: /^mc4wp\//,
    plugin: 'Mailchimp for WordPress',
    says: FORM,
    pass: { path: '/wp-json/mc4wp' },
  },
  {
    pattern: /^wc\/store/,
    plugin: 'WooCommerce',
    says: 'baskets and orders, which are passed on with its cookies',
    pass: { path: '/wp-json/wc/store' },
    cookies: ['/cart', '/checkout', '/my-account', '/wp-json/wc/store'].map((path) => ({
      path,
      names: SHOP,
    })),
  },
  ...(
    [
      [/^gf\//, 'Gravity Forms', 'its forms are posted to the page they stand on: name it in pass'],
      [/^wpforms\//, 'WPForms', 'its forms go to admin-ajax.php, which is closed: name it in pass'],
      [/^ninja-forms/, 'Ninja Forms', 'its forms go to admin-ajax.php, which is closed'],
      [/^leaky-paywall\//, 'Leaky Paywall', 'a paywall: closed, Standfirst takes its place'],
      [/^newspack-(?:popups|blocks)\//, 'Newspack', 'prompts and lists of articles: closed'],
      [/^(?:mepr|memberpress)\//, 'MemberPress', 'memberships: closed'],
      [/^memberful\//, 'Memberful', 'memberships: closed'],
      [/^mailpoet\//, 'MailPoet', 'newsletters: closed, its sign-up goes to admin-ajax.php'],
      [/^(?:buddypress|buddyboss|bbp)\//, 'BuddyPress', 'needs its own log-in: see cookies'],
      [/^activitypub\//, 'ActivityPub', 'hands out whole articles to other servers: closed'],
      [/^(?:tec|tribe)\//, 'The Events Calendar', 'events: closed, its pages work without'],
    ] as const
  ).map(([pattern, plugin, says]) => ({ pattern, plugin, says, pass: undefined })),
]

/** What editors alone use, or the gate takes apart itself. */
const QUIET =
  /^(?:wp\/v2|wp-site-health|wp-block-editor|wp-abilities|oembed\/1\.0|batch|akismet|jetpack|yoast|rankmath|aioseo|elementor|redirection|litespeed|wordfence|two-factor|code-snippets|wp-rocket|wp-super-cache|regenerate-thumbnails|wc(?!\/store)|wccom|wc-[\w-]+)(?:\/|$)/

/** Every namespace that needs a word, known plugins first. */
export function endpointsOf(namespaces: readonly string[]): readonly Endpoint[] {
  const found = namespaces.flatMap((namespace): Endpoint[] => {
    const known = KNOWN.find(({ pattern }) => pattern.test(namespace))
    if (known !== undefined) {
      const { plugin, says, pass, cookies = [] } = known
      return [{ namespace, plugin, says, pass, cookies }]
    }
    if (QUIET.test(namespace)) return []
    const says = 'closed to readers; name it in pass or open if they need it'
    return [{ namespace, plugin: '', says, pass: undefined, cookies: [] }]
  })
  const byPlugin = new Map(found.map((one) => [one.plugin || one.namespace, one]))
  return [...byPlugin.values()].toSorted(
    (one, other) => Number(one.plugin === '') - Number(other.plugin === ''),
  )
}
