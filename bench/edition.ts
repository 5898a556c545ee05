// Edition: a publication to measure with, made of the sample's own paragraphs, so that it compresses like a newspaper.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const PUBLICATION = 'The Bench'
export const PLAN = 'digital'
/** The article that every server serves. */
export const SUBJECT = '/harbour/article-0'

const SAMPLE = fileURLToPath(new URL('../editions/saltmarsh/articles/', import.meta.url))
export const SECTIONS = ['harbour', 'town', 'business', 'sport', 'weekend']
const ARTICLE_BYTES = 6 * 1024
const HOUR = 3_600_000

/** What a publication is beside where its articles come from. */
const FIELDS = {
  policy: { meter: { perNetworkPerHour: 10_000 } },
  publication: { name: PUBLICATION, sections: SECTIONS.map((id) => ({ id, name: id })) },
  plans: [
    {
      id: PLAN,
      name: 'Digital',
      offers: [{ id: 'monthly', price: 900, currency: 'EUR', every: 'month' }],
    },
  ],
}

/** A publication in front of a site. Addresses of articles are those of the edition. */
export async function writeSite(dir: string, url: string): Promise<void> {
  await mkdir(dir, { recursive: true })
  const { publication, plans, policy } = FIELDS
  const fields = {
    publication: { name: publication.name },
    plans,
    policy,
    content: { origin: { url } },
  }
  await writeFile(join(dir, 'standfirst.config.ts'), configOf(fields))
}

function configOf(fields: object): string {
  return `export default ${JSON.stringify(fields)}\n`
}

/** The paragraphs of an article by its number: as many as make one, and more. */
export type Paragraphs = (number: number) => Iterable<string>

/**
 * Writes `count` metered articles of about 6 KB into `dir`; the same ones each time but for their dates. `more`: further
 * fields of the configuration.
 */
export async function writeEdition(
  dir: string,
  count: number,
  paragraphs?: Paragraphs,
  more: object = {},
): Promise<void> {
  const paragraphsOf = paragraphs ?? (await sampleParagraphs())
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'standfirst.config.ts'), configOf({ ...FIELDS, ...more }))
  for (const section of SECTIONS) await mkdir(join(dir, 'articles', section), { recursive: true })
  for (let number = 0; number < count; number++) {
    const section = SECTIONS[number % SECTIONS.length] ?? 'town'
    const file = join(dir, 'articles', section, `article-${number}.md`)
    await writeFile(file, articleText(number, section, paragraphsOf(number)))
  }
}

function articleText(number: number, section: string, paragraphs: Iterable<string>): string {
  const published = new Date(Date.now() - (number + 1) * HOUR).toISOString()
  let text = `---
title: What happened on day ${number} and what the board means to do about it
summary: The lines under the headline of article ${number}, about as long as such lines are.
byline: A. Writer
published: ${published}
section: ${section}
tags: [tag-${number % 50}]
---
`
  for (const paragraph of paragraphs) {
    if (text.length >= ARTICLE_BYTES) break
    text += `${paragraph}\n\n`
  }
  return text
}

async function sampleParagraphs(): Promise<Paragraphs> {
  const files = (await readdir(SAMPLE, { recursive: true })).filter((name) => name.endsWith('.md'))
  const texts = await Promise.all(files.sort().map((file) => readFile(join(SAMPLE, file), 'utf8')))
  const all = texts
    .flatMap((text) => text.split(/\n{2,}/).slice(1))
    .filter((paragraph) => /^[\p{L}“‘]/u.test(paragraph) && paragraph.length > 120)
  return (number) => [...all.slice((number * 7) % all.length), ...all]
}

/** The address of an article by its number. */
export function pathOf(number: number): string {
  return `/${SECTIONS[number % SECTIONS.length] ?? 'town'}/article-${number}`
}

/** Writes a file and the folders above it. */
export async function put(file: string, text: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
