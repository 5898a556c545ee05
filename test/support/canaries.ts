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

/** Makes words that stand nowhere else, not even in part, and notes whether they stand above or below the cut. */
class Coop {
  readonly above: string[] = []
  readonly below: string[] = []
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  open(place: string): string {
    return this.#word(place, this.above)
  }

  shut(place: string): string {
    return this.#word(place, this.below)
  }

  #word(place: string, list: string[]): string {
    const word = `zz${this.name}qq${place}zz`
    list.push(word)
    return word
  }
}

function canaryArticle(
  access: string,
  authorCut: boolean,
  files: Record<string, string>,
): CanaryArticle {
  const name = `${access}${authorCut ? 'cut' : ''}`
  const coop = new Coop(name)
  const picture = (place: string, word: string) => {
    const file = `town/${name}-${place}.svg`
    files[`articles/${file}`] =
      `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><title>${word}</title></svg>`
    return file
  }
  const lead = picture('lead', coop.open('leadsvg'))
  const inside = ['figure', 'inline', 'raw'].map((place) =>
    picture(place, coop.shut(`${place}svg`)),
  )
  const front = [
    '---',
    `title: Headline ${coop.open('title')}`,
    `summary: Summary ${coop.open('summary')}`,
    'byline: A. Writer',
    `published: 2026-11-2${authorCut ? 1 : 2}T06:00:00Z`,
    'section: town',
    `tags: [canary, ${access}]`,
    `access: ${access}`,
    `image: ${beside(lead)}`,
    'imageAlt: A drawing',
    '---',
    `First ${coop.open('first')} ${filler(45)}[^open].`,
    '',
    `Second ${coop.open('second')} ${filler(45)}.`,
    '',
    ...(authorCut ? ['<!--more-->', ''] : []),
  ]
  const text = [
    ...front,
    ...shutBlocks(coop, inside.map(beside)),
    `[^open]: A note ${coop.open('noteopen')}.`,
  ]
  files[`articles/town/${name}.md`] = `${text.join('\n')}\n`
  const { above, below } = coop
  return { path: `/town/${name}`, access, above, below, picturesBelow: inside }
}

/** Every kind of block there is, each with words of its own. */
function shutBlocks(coop: Coop, [figure = '', inline = '', raw = '']: readonly string[]): string[] {
  return [
    `Third ${coop.shut('third')} ${filler(60)}.`,
    '',
    `## Heading ${coop.shut('heading')}`,
    '',
    `Some **bold ${coop.shut('bold')}** and a [link ${coop.shut('link')}](https://example.org/${coop.shut('href')} "${coop.shut('linktitle')}")[^shut].`,
    '',
    `![Alt ${coop.shut('alt')}](${figure} "Caption ${coop.shut('caption')}")`,
    '',
    `Text with ![alt ${coop.shut('inlinealt')}](${inline}) inside.`,
    '',
    `<figure><img src="${raw}" alt="${coop.shut('rawalt')}"><figcaption>${coop.shut('rawcaption')}</figcaption></figure>`,
    '',
    `| Head ${coop.shut('th')} | Other |`,
    '|---|---|',
    `| ${coop.shut('td')} | ${filler(3)} |`,
    '',
    `Table: ${coop.shut('tablecaption')}`,
    '',
    `> Quote ${coop.shut('quote')}`,
    '',
    `> [!pull]\n> Pull ${coop.shut('pull')}`,
    '',
    `- Item ${coop.shut('item')}\n- [ ] Task ${coop.shut('task')}`,
    '',
    `\`\`\`\n${coop.shut('code')}\n\`\`\``,
    '',
    `<details><summary>${coop.shut('details')}</summary>${coop.shut('hidden')}</details>`,
    '',
    `<!-- ${coop.shut('comment')} --><script>${coop.shut('script')}</script><template>${coop.shut('template')}</template>`,
    '',
    `Last ${coop.shut('last')} ${filler(120)}.`,
    '',
    `[^shut]: A note ${coop.shut('noteshut')} below.`,
  ]
}

function filler(count: number): string {
  const words = ['quay', 'tide', 'ferry', 'mud', 'rope']
  return Array.from({ length: count }, (_, n) => words[n % words.length]).join(' ')
}

/** A picture's file as its article refers to it. */
function beside(file: string): string {
  return file.slice('town/'.length)
}
