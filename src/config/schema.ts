// Schema: every field of standfirst.config.ts, what it takes and what holds when it is left out.
import { z } from 'zod'
import {
  access,
  basePath,
  cidr,
  closed,
  currency,
  id,
  language,
  line,
  linkAddress,
  list,
  mailbox,
  oneOrMore,
  origin,
  pathPattern,
  scriptAddress,
  sitePath,
  tag,
  timeZone,
  whole,
  yesOrNo,
} from './fields.ts'
import { originFields } from './origin-fields.ts'

const section = closed({
  /** Stands in the address of the section's page and in articles: `harbour`. */
  id,
  /** What readers see: `The Harbour`. */
  name: line(60),
})

const footerLink = closed({
  /** What readers see: `Imprint`. */
  name: line(60),
  /** A path of your own, `/imprint`, or an address with https. */
  url: linkAddress,
})

const publication = closed({
  /** The newspaper's name, as readers know it. */
  name: line(100),
  /**
   * The one public address: scheme and host, nothing behind it. STANDFIRST_ADDRESS in the environment goes before it.
   * Without either, Standfirst serves this machine alone.
   */
  address: origin.optional(),
  /** BCP 47 tag of the language of articles and pages. `en` when left out. */
  language: language.default('en'),
  /** IANA name. Meters begin anew and dates are written in it. `UTC` when left out. */
  timeZone: timeZone.default('UTC'),
  /** One sentence about the newspaper, for feeds and search engines. */
  description: line(300).or(z.literal('')).default(''),
  /** In the order of the navigation. When left out, articles name their sections freely. */
  sections: list(section).default([]),
  /** An image file (svg, png, jpg, webp), relative to the edition's folder. */
  logo: line(200).optional(),
  /** At most eight links in the footer of every page of ours: imprint, privacy, terms, contact. */
  links: list(footerLink).max(8, { error: 'write at most 8 links' }).default([]),
})

/** What rules name is what articles can have: those of a folder keep to a narrower form than those of any site. */
function rule(path: z.ZodType<string, string>, section: z.ZodType<string, string>) {
  return closed({
    /** Shown in the receipt of every decision that it makes. */
    name: line(60),
    /** Who may read the articles that it matches. */
    access,
    /** Id of a section, or several. */
    section: oneOrMore(section, 'write the id of a section or a list of them').optional(),
    /** A tag, or several. */
    tag: oneOrMore(tag, 'write a tag or a list of them').optional(),
    /** A path, or several: `/sport` means it and all below it; `*` stands for any characters. */
    path: oneOrMore(path, 'write a path, "/sport" or "/2019/*", or a list of them').optional(),
    /** Matches articles that came out more days ago than this. */
    olderThanDays: whole(0, 36_500).optional(),
    /** Matches articles that came out fewer days ago than this. */
    youngerThanDays: whole(1, 36_500).optional(),
  })
}

const PERIOD = 'write "day", "week", "month" or { days: 30 }'

const meter = closed({
  /** When reads come back: at the end of the calendar `day`, `week` or `month`, or some days after each read. */
  period: z
    .union([z.enum(['day', 'week', 'month']), z.strictObject({ days: whole(1, 366) })], {
      error: PERIOD,
    })
    .default('month'),
  /** How many different metered articles a period for readers who are not logged in, 0 to 200. */
  anonymous: whole(0, 200).default(3),
  /** How many for registered readers, 0 to 200. */
  registered: whole(0, 200).default(5),
  /** How many different metered articles an hour go to one network for requests that return no cookie. */
  perNetworkPerHour: whole(0, 10_000).default(20),
})

const policy = (rules: ReturnType<typeof rule>) =>
  closed({
    /** The access of articles that say nothing themselves and that no rule matches. `metered` when left out. */
    default: access.prefault('metered'),
    /** The first that matches an article decides. */
    rules: list(rules).default([]),
    /** How many metered articles a reader may read, and how often that begins anew. */
    meter: meter.prefault({}),
    /** Whether a spent anonymous meter meets the registration wall before the paywall. */
    registrationWall: yesOrNo.default(true),
    /** Where the preview of an article ends that its author did not cut. */
    cut: closed({
      /** About how many words a preview has; never more than a third of the article. */
      words: whole(0, 1000).default(80),
    }).prefault({}),
  })

const EVERY = 'write "week", "month", "year" or "once"'
const price = whole(1, 100_000_000)

const offer = closed({
  /** Stands in addresses: `monthly`. No two offers of a publication share it. */
  id,
  /** In minor units: 900 is € 9.00. */
  price,
  /** ISO 4217: `EUR`. */
  currency,
  /** How often it renews; `once` does not. */
  every: z.enum(['week', 'month', 'year', 'once'], { error: EVERY }),
  /** How many days an offer opens that is bought `once`. */
  days: whole(1, 3660).optional(),
  /** Free days before the first payment. */
  trialDays: whole(1, 365).optional(),
  /** A lower price for the first periods. */
  introductory: closed({
    /** In minor units. */
    price: whole(0, 100_000_000),
    /** How many weeks, months or years it holds. */
    periods: whole(1, 120),
  }).optional(),
})

const plan = closed({
  /** Stands in addresses, and in `access` of articles that this plan opens. */
  id,
  /** What readers see. */
  name: line(60),
  /** One sentence that says what the plan opens. */
  description: line(300).or(z.literal('')).default(''),
  /** Its prices. */
  offers: list(offer).min(1, { error: 'write at least one offer' }),
})

const REQUESTS = 'write "off", "sampled" or "all"'

const logs = closed({
  /** Requests, without anything of readers: none, `sampled` so that they stay few under load, or `all`. */
  requests: z.enum(['off', 'sampled', 'all'], { error: REQUESTS }).default('off'),
  /** How many a second are in the sample at most: of those that failed, of slow ones, and of all others. */
  perSecond: whole(1, 1000).default(10),
  /** From how many milliseconds on a request is a slow one. */
  slowMilliseconds: whole(1, 60_000).default(500),
})

const CRAWLERS = 'write "google", "bing" or "apple"'

const configuration = (rules: ReturnType<typeof rule>) =>
  closed({
    /** The newspaper. */
    publication,
    /** Where articles come from. The edition's folder `articles` when left out. */
    content: closed({
      /** The site that Standfirst stands in front of; `content: origin({ url: … })` is shorter. */
      origin: originFields,
    }).optional(),
    /** Who may read what. */
    policy: policy(rules).prefault({}),
    /** What can be bought. */
    plans: list(plan).default([]),
    /** `practice`: nobody pays and everything else works. Only on this machine, or with STANDFIRST_PRACTICE=1. */
    payments: z.literal('practice', { error: 'write "practice"' }).optional(),
    /** The networks of your own proxies, `10.0.0.0/8`: only what they say of a reader's address is believed. */
    trustedProxies: list(cidr).default([]),
    /** Search engines whose crawlers, once they are proven, get whole articles. All that are known when left out. */
    crawlers: list(z.enum(['google', 'bing', 'apple'], { error: CRAWLERS })).default([
      'google',
      'bing',
      'apple',
    ]),
    /** What is counted, at `/standfirst/metrics`, for Prometheus. */
    metrics: closed({
      /** From which networks it is seen without the secret STANDFIRST_METRICS_SECRET. Nobody else knows that it is there. */
      networks: list(cidr).default([]),
    }).prefault({}),
    /** What the log says beside what the server does and what ails it. Its form comes from STANDFIRST_LOG. */
    logs: logs.prefault({}),
    /** What a publisher adds to pages. */
    pages: closed({
      /** Origins that your own scripts may come from and speak to. */
      thirdParties: list(origin).default([]),
      /** Addresses of scripts for every page, each from one of `thirdParties`. */
      scripts: list(scriptAddress).default([]),
    }).prefault({}),
    /** Where Standfirst's own pages live; all other paths are the publication's. */
    paths: closed({
      /** Log-in, subscribing, the reader's account. */
      account: basePath.default('/account'),
      /** Feeds, images and what else no reader types. */
      standfirst: basePath.default('/standfirst'),
    }).prefault({}),
    /** The letters that readers get. The server's address and password come from STANDFIRST_SMTP_URL. */
    mail: closed({
      /** Whom they are from: `The Herald <post@example.org>`. */
      from: mailbox.optional(),
    }).prefault({}),
    /** Readers with an account. */
    accounts: closed({
      /** How long subscribers read on when their account cannot be looked up. */
      graceHours: whole(0, 24 * 30).default(24),
    }).prefault({}),
    /** What is kept, and how long. The database's address and password come from DATABASE_URL. */
    storage: closed({
      /** How many days the log of decisions is kept. It holds nothing about readers. */
      decisionDays: whole(1, 3660).default(30),
    }).prefault({}),
  })

const ofFolder = configuration(rule(pathPattern, id))
const ofSite = configuration(rule(sitePath, tag))

/** What takes the configuration of a publication whose articles lie in a folder, or stand at an origin. */
export function schemaFor(content: 'folder' | 'origin') {
  return content === 'origin' ? ofSite : ofFolder
}

/** What a publisher writes. */
export type ConfigInput = z.input<typeof ofFolder>

/** What is left of it after reading: every field there, every default filled in. */
export type ConfigFields = z.output<typeof ofFolder>
