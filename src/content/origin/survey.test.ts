// A survey reads what the maps of a site name, each article once, and goes nowhere else.
import { expect, test } from 'vitest'
import { surveySite } from './survey.ts'

const ADDRESSES = { public: 'https://news.example', own: ['http://origin.internal:8080'] }

function siteOf(files: Readonly<Record<string, string>>, known: readonly string[] = []) {
  const asked: string[] = []
  const read: string[] = []
  const said: string[] = []
  const survey = () =>
    surveySite({
      addresses: ADDRESSES,
      fetch: async (address) => {
        asked.push(address)
        const text = files[address]
        return text === undefined ? undefined : new TextEncoder().encode(text)
      },
      read: async ({ path, address }) => void read.push(`${path} at ${address}`),
      isKnown: (path) => known.includes(path),
      signal: new AbortController().signal,
      report: (line) => void said.push(line),
    })
  return { survey, asked, read, said }
}

const map = (...places: readonly string[]) =>
  `<urlset>${places.map((place) => `<url><loc>${place}</loc></url>`).join('\n')}</urlset>`

test('robots.txt says where the maps are; maps of maps are followed; what is known is not read again', async () => {
  const site = siteOf(
    {
      '/robots.txt': 'User-agent: *\nSitemap: http://origin.internal:8080/maps/all.xml\n',
      '/maps/all.xml': `<?xml version="1.0"?><sitemapindex><sitemap><loc>https://news.example/maps/1.xml</loc></sitemap>
        <sitemap><loc>/maps/1.xml</loc></sitemap><sitemap><loc>https://elsewhere.example/2.xml</loc></sitemap></sitemapindex>`,
      '/maps/1.xml': map(
        'http://origin.internal:8080/News/Quay/',
        ' <![CDATA[https://news.example/?p=7&lang=en]]> ',
        'https://news.example/known/',
        'https://elsewhere.example/a/',
      ),
    },
    ['/known'],
  )
  await site.survey()
  expect(site.asked).toEqual(['/robots.txt', '/maps/all.xml', '/maps/1.xml'])
  expect(site.read).toEqual(['/news/quay at /News/Quay/', '/?p=7 at /?p=7&lang=en'])
  expect(site.said).toEqual(['2 articles that the site’s maps name were read.'])
})

test('without a word of them maps are looked for where systems keep them; none is no fault', async () => {
  const site = siteOf({ '/wp-sitemap.xml': map('https://news.example/a/') })
  await site.survey()
  expect(site.asked.slice(0, 2)).toEqual(['/robots.txt', '/sitemap.xml'])
  expect(site.read).toEqual(['/a at /a/'])
  const none = siteOf({})
  await none.survey()
  expect([none.read, none.said]).toEqual([[], []])
})
