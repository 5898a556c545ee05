// Claims: who says that they are a crawler, that they come from a search, or that their request has passed a proxy.
import { type AskedArticle, type Asking, ask, withQuery } from './asking.ts'

const CRAWLERS: readonly (readonly [string, string])[] = [
  ['Googlebot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
  ['Bingbot', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'],
  ['Googlebot-News', 'Googlebot-News'],
]

const PREVIEWS: readonly (readonly [string, string])[] = [
  ['Facebook', 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
  ['Twitterbot', 'Twitterbot/1.0'],
  ['LinkedIn', 'LinkedInBot/1.0 (compatible; Mozilla/5.0)'],
  ['Slack', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'],
]

const REFERRERS: readonly string[] = [
  'https://www.google.com/',
  'https://news.google.com/',
  'https://www.facebook.com/',
  'https://t.co/abc',
]

export function claims(article: AskedArticle): readonly Asking[] {
  const path = withQuery(article, article.own)
  const { cookie } = article
  return [
    ...CRAWLERS.map(([name, agent]) =>
      ask('crawler', 'agent', `agent ${name}`, { path, agent, cookie }),
    ),
    ...PREVIEWS.map(([name, agent]) =>
      ask('link-preview', 'agent', `agent ${name}`, { path, agent, cookie }),
    ),
    ...REFERRERS.map((referrer) =>
      ask('visitor', 'referrer', `referrer ${referrer}`, {
        path,
        headers: { Referer: referrer },
        cookie,
      }),
    ),
    ...['X-Original-URL', 'X-Rewrite-URL'].map((name) =>
      ask('forger', 'proxy', `${name} at the front page`, {
        path: article.own === '' ? '/' : `/?${article.own}`,
        headers: { [name]: article.url.pathname + article.url.search },
        cookie,
      }),
    ),
    ...forged().map(([name, headers]) => ask('forger', 'proxy', name, { path, headers, cookie })),
  ]
}

/** The crawlers' own network, and this machine. X-Forwarded-Host is left out: it ends up in what caches keep. */
function forged(): readonly (readonly [string, Record<string, string>])[] {
  return [
    ['X-Forwarded-For: 127.0.0.1', { 'X-Forwarded-For': '127.0.0.1', 'X-Real-IP': '127.0.0.1' }],
    [
      'X-Forwarded-For: a crawler',
      { 'X-Forwarded-For': '66.249.66.1', 'X-Real-IP': '66.249.66.1' },
    ],
    [
      'client address headers',
      {
        'True-Client-IP': '127.0.0.1',
        'CF-Connecting-IP': '127.0.0.1',
        'X-Client-IP': '127.0.0.1',
      },
    ],
    ['Forwarded', { Forwarded: 'for=127.0.0.1;proto=https' }],
    ['X-Original-URL', { 'X-Original-URL': '/', 'X-Rewrite-URL': '/' }],
    ['X-Requested-With', { 'X-Requested-With': 'XMLHttpRequest' }],
    ['X-HTTP-Method-Override', { 'X-HTTP-Method-Override': 'GET' }],
    ['Purpose: prefetch', { 'Sec-Purpose': 'prefetch', Purpose: 'prefetch' }],
  ]
}
