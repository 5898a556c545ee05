import { describe, expect, test } from 'vitest'
import { listedArticle, lookUpOf, OWN, SITE } from '../../../../test/support/listed-articles.ts'
import { closeText } from './close-text.ts'

const [gated, free, unknown] = [
  listedArticle(1, 'gated'),
  listedArticle(2, 'free'),
  listedArticle(3, 'unknown'),
] as const
const ARTICLES = [gated, free, unknown]
const LOOK_UP = lookUpOf(ARTICLES)

describe('plain texts', () => {
  const plain = (text: string) =>
    closeText(text, 'text/plain', LOOK_UP, { cms: 'none', addresses: SITE })

  test('for machines stay', () => {
    const robots = `# ${'We keep the right to say who may read what. '.repeat(20)}\nUser-agent: *\nDisallow: /wp-admin/\nSitemap: ${OWN}/map.xml\n`
    expect(plain(robots)).toMatchObject({ text: robots.replace(OWN, SITE.public) })
  })

  test('that list articles say of them what is open', () => {
    const llms = `# The Quay\n${ARTICLES.map(({ title, path, above, below }) => `- [${title}](${OWN}${path}/): ${above[0]} ${below[0]}`).join('\n')}\n`
    expect(plain(llms)).toMatchObject({
      text: `# The Quay\n- [${gated.title}](${SITE.public}${gated.path}/): ${gated.above[0]}\n- [${free.title}](${SITE.public}${free.path}/): ${free.above[0]} ${free.below[0]}\n- [${unknown.title}](${SITE.public}${unknown.path}/)\n`,
      unknown: [{ path: unknown.path }],
    })
  })

  test('that are articles go', () => {
    const text = [...gated.above, ...gated.below, ...gated.above].join('\n\n')
    expect(JSON.stringify(plain(`# ${gated.title}\n\n${text}`))).not.toMatch(/canary|gulls/)
  })

  test('go as what they are, with links in them too, and whatever they call themselves', () => {
    const below = `${gated.below.join(' ')} `.repeat(3)
    const texts = [
      `See this: ${below}[there](${OWN}${free.path}/)\n${below}`,
      `data: ${below}\nbody: ${below}\n`,
      `<turbo-stream><template><p>${below}</p><p>${below}</p></template></turbo-stream>`,
      `--x\r\nContent-Type: text/plain\r\n\r\n${below}\r\n${below}\r\n--x--`,
    ]
    const types = [
      ...['text/vnd.turbo-stream.html', 'text/csv', 'text/x-component', 'application/yaml', 'x'],
      ...['application/octet-stream', 'multipart/mixed; boundary=x', 'text/event-stream'],
    ]
    for (const type of types)
      for (const text of texts) {
        const closed = closeText(text, type, LOOK_UP, { cms: 'none', addresses: SITE })
        expect(JSON.stringify(closed), `${type}: ${text}`).not.toContain(gated.below[0])
      }
  })

  test('data in a script are closed; programs and styles stay as they are', () => {
    const settings = { cms: 'none', addresses: SITE } as const
    const data = JSON.stringify({ url: OWN + unknown.path, body: unknown.below.join(' ') })
    for (const script of [`/**/ cb(${data});`, `var x = ${data}`, `window.__S['a'] = [${data}];`]) {
      const closed = closeText(script, 'text/javascript', LOOK_UP, settings)
      expect(closed).toMatchObject({ kind: 'closed', unknown: [{ path: unknown.path }] })
      expect(JSON.stringify(closed)).not.toContain(unknown.below[0])
    }
    const program = (text: string, type: string) => closeText(text, type, LOOK_UP, settings)
    expect(program(`fetch("${OWN}/a")`, 'text/javascript')).toMatchObject({
      text: 'fetch("https://news.example/a")',
    })
    expect(program(`a{background:url("${OWN}/a")}`, 'text/css').kind).toBe('untouched')
  })

  test('an index of every word and its place is not sent', () => {
    const index = JSON.stringify({ version: '2.3.9', invertedIndex: [], fieldVectors: [] })
    const settings = { cms: 'none', addresses: SITE } as const
    expect(closeText(index, 'application/json', LOOK_UP, settings).kind).toBe('refused')
  })
})
