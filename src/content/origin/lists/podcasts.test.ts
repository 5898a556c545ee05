import { expect, test } from 'vitest'
import { listedArticle, lookUpOf, OWN, SITE } from '../../../../test/support/listed-articles.ts'
import { closeText } from './close-text.ts'

const unknown = listedArticle(3, 'unknown')
const settings = { cms: 'wordpress', addresses: SITE } as const

function podcast(notes: string): string {
  return `<?xml version="1.0"?><rss version="2.0" xmlns:content="c" xmlns:itunes="i"><channel><title>The Quay</title><itunes:author>The Quay</itunes:author>
<item><title>One</title><link>${OWN}${unknown.path}/</link>${notes}<enclosure type="audio/mpeg" url="${OWN}/a.mp3" length="1"/></item></channel></rss>`
}

const closed = (feed: string) =>
  closeText(feed, 'application/rss+xml', lookUpOf([unknown]), settings)
const secret = unknown.below[0] ?? ''

test('a podcast is left alone; whether its episodes are articles is looked at', () => {
  const feed = podcast(`<itunes:summary>Who met at the quay, and why.</itunes:summary>`)
  const text = feed.replaceAll(OWN, SITE.public)
  expect(closed(feed)).toMatchObject({ text, unknown: [{ path: unknown.path }] })
})

test('an article that is read aloud waits until it is known for one', () => {
  const text = `<![CDATA[<p>${`${secret} `.repeat(15)}</p>]]>`
  const feed = closed(podcast(`<content:encoded>${text}</content:encoded>`))
  expect(feed).toMatchObject({ kind: 'closed', unknown: [{ path: unknown.path }] })
  expect(JSON.stringify(feed)).not.toContain('canary3')
})
