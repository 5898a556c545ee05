// Canaries: an edition in which every paragraph, caption, table, note and picture can be told from every other,
// and of which it is known what stands above the cut.

export interface CanaryArticle {
  readonly path: string
  readonly access: string
  /** What everybody may read. */
  readonly above: readonly string[]
  /** What nobody without a grant may get. */
  readonly below: readonly string[]
  /** Files of pictures below the cut, relative to the articles folder. */
  readonly picturesBelow: readonly string[]
}

export interface CanaryEdition {
  readonly files: Record<string, string>
  readonly articles: readonly CanaryArticle[]
}

const CONFIG = {
  publication: {
    name: 'The Canary',
    timeZone: 'Europe/London',
    sections: [
      { id: 'town', name: 'Town' },
      { id: 'sport', name: 'Sport' },
    ],
  },
  policy: { default: 'metered', meter: { period: 'month', anonymous: 3, registered: 5 } },
  plans: [
    {
      id: 'digital',
      name: 'Digital',
      offers: [{ id: 'monthly', price: 900, currency: 'GBP', every: 'month' }],
    },
  ],
}

/** Two articles of each access, one cut by length and one by its author. */
export function canaryEdition(): CanaryEdition {
  const files: Record<string, string> = { 'standfirst.config.json': JSON.stringify(CONFIG) }
  const articles: CanaryArticle[] = []
  for (const access of ['free', 'registered', 'metered', 'subscribers'])
    for (const by of ['length', 'author'])
      articles.push(canaryArticle(access, by === 'author', files))
  return { files, articles }
}

/** A word that stands nowhere else, not even in part. */
function canaryWord(article: string, place: string): string {
  return `zz${article}qq${place}zz`
}

function canaryArticle(
  access: string,
  authorCut: boolean,
  files: Record<string, string>,
): CanaryArticle {
  const name = `${access}${authorCut ? 'cut' : ''}`
  const above: string[] = []
  const below: string[] = []
  const word = (place: string, list: string[]) => {
    const canary = canaryWord(name, place)
    list.push(canary)
    return canary
  }
  const filler = (count: number) =>
    Array.from(
      { length: count },
      (_, n) => `${['quay', 'tide', 'ferry', 'mud', 'rope'][n % 5]}`,
    ).join(' ')
  const picture = (place: string, list: string[]) => {
    const file = `town/${name}-${place}.svg`
    files[`articles/${file}`] =
      `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><title>${word(`${place}svg`, list)}</title></svg>`
    return file
  }
  const lead = picture('lead', above)
  const inside = [picture('figure', below), picture('inline', below), picture('raw', below)]
  const image = (at: number) => inside[at]?.slice('town/'.length) ?? ''
  files[`articles/town/${name}.md`] = [
    '---',
    `title: Headline ${word('title', above)}`,
    `summary: Summary ${word('summary', above)}`,
    'byline: A. Writer',
    `published: 2026-11-2${authorCut ? 1 : 2}T06:00:00Z`,
    'section: town',
    `tags: [canary, ${access}]`,
    `access: ${access}`,
    `image: ${lead.slice('town/'.length)}`,
    'imageAlt: A drawing',
    '---',
    `First ${word('first', above)} ${filler(45)}[^open].`,
    '',
    `Second ${word('second', above)} ${filler(45)}.`,
    '',
    ...(authorCut ? ['<!--more-->', ''] : []),
    `Third ${word('third', below)} ${filler(60)}.`,
    '',
    `## Heading ${word('heading', below)}`,
    '',
    `Some **bold ${word('bold', below)}** and a [link ${word('link', below)}](https://example.org/${word('href', below)} "${word('linktitle', below)}")[^shut].`,
    '',
    `![Alt ${word('alt', below)}](${image(0)} "Caption ${word('caption', below)}")`,
    '',
    `Text with ![alt ${word('inlinealt', below)}](${image(1)}) inside.`,
    '',
    `<figure><img src="${image(2)}" alt="${word('rawalt', below)}"><figcaption>${word('rawcaption', below)}</figcaption></figure>`,
    '',
    `| Head ${word('th', below)} | Other |`,
    '|---|---|',
    `| ${word('td', below)} | ${filler(3)} |`,
    '',
    `Table: ${word('tablecaption', below)}`,
    '',
    `> Quote ${word('quote', below)}`,
    '',
    `> [!pull]\n> Pull ${word('pull', below)}`,
    '',
    `- Item ${word('item', below)}`,
    `- [ ] Task ${word('task', below)}`,
    '',
    '```',
    word('code', below),
    '```',
    '',
    `<details><summary>${word('details', below)}</summary>${word('hidden', below)}</details>`,
    '',
    `<!-- ${word('comment', below)} --><script>${word('script', below)}</script><template>${word('template', below)}</template>`,
    '',
    `Last ${word('last', below)} ${filler(120)}.`,
    '',
    `[^open]: A note ${word('noteopen', above)} that everybody may read.`,
    `[^shut]: A note ${word('noteshut', below)} below.`,
    '',
  ].join('\n')
  return { path: `/town/${name}`, access, above, below, picturesBelow: inside }
}
