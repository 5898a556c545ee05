// Articles: what a small newspaper has in its WordPress, and of each what stands above and below its cut.
import { MORE, NEXT_PAGE, PLAIN_RARE, paragraph, plainParagraph, RARE } from './blocks.ts'
import { Pen, type Picture, type Side } from './pen.ts'

/**
 * `cut`: has `<!--more-->`. `whole`: has none. `protected`: opens with PASSWORD, and all of it is below the cut.
 * `draft`, `scheduled`: not out, so that nothing of it may be seen. `page`: one of WordPress's pages, all above.
 */
type Kind = 'cut' | 'whole' | 'protected' | 'draft' | 'scheduled' | 'page'

export interface WrittenArticle {
  readonly kind: Kind
  readonly above: Side
  readonly below: Side
  /** Words of the body below the cut that stand in a comment of a reader too, and are no leak there. */
  readonly quoted: string | undefined
  /** With `<!--nextpage-->` in it two: its address, and `2/` under it. */
  readonly pages: 1 | 2
  readonly post: Post
}

/** What fill.php takes. */
interface Post {
  readonly slug: string
  readonly title: string
  readonly type: 'post' | 'page'
  readonly status: 'publish' | 'draft' | 'future'
  readonly password: string
  /** Negative: still to come. */
  readonly hoursOld: number
  readonly section: string
  readonly tags: readonly string[]
  readonly author: string
  /** Empty: WordPress makes one. */
  readonly excerpt: string
  readonly content: string
  readonly pictures: readonly Picture[]
  /** File of the picture above the headline, or empty. */
  readonly lead: string
  readonly comments: readonly string[]
}

export const SECTIONS = ['Harbour', 'Council', 'Culture', 'Sport', 'Country'] as const
export const AUTHORS = ['Ida Quill', 'Tam Orrin', 'Vesna Holt'] as const
export const PASSWORD = 'between the tides'

const OUT = 60
const TAGS = ['ferries', 'rates', 'theatre', 'rowing', 'hedges', 'weather', 'schools'] as const

/** Sixty articles that are out, a draft, one for tomorrow and a page. Always the same. */
export function writeArticles(): readonly WrittenArticle[] {
  const out = Array.from({ length: OUT }, (_, number) => write(number, kindOfNumber(number)))
  return [...out, write(OUT, 'draft'), write(OUT + 1, 'scheduled'), write(OUT + 2, 'page')]
}

function kindOfNumber(number: number): Kind {
  if (number % 10 === 9) return 'protected'
  return number % 10 === 4 ? 'whole' : 'cut'
}

function write(number: number, kind: Kind): WrittenArticle {
  const pen = new Pen(number)
  const name = pen.prose.name()
  const title = `${name} and the ${pen.mark('title')}`
  const excerpt = number % 3 === 0 ? pen.text('excerpt', 2) : ''
  const lead = number % 5 === 0 ? pen.picture('lead').file : ''
  const content = number % 10 === 7 ? plainBody(pen, kind, number) : blockBody(pen, kind, number)
  const { above, below, pictures } = pen
  const quoted = number % 8 === 1 && kind === 'cut' ? phraseOf(below) : undefined
  const status = kind === 'draft' ? 'draft' : kind === 'scheduled' ? 'future' : 'publish'
  const post: Post = {
    ...{ slug: `${name.toLowerCase()}-${number}`, title, excerpt, content, pictures, lead, status },
    type: kind === 'page' ? 'page' : 'post',
    password: kind === 'protected' ? PASSWORD : '',
    hoursOld: kind === 'scheduled' ? -24 : 2 + number * 7,
    section: turn(SECTIONS, number),
    tags: [turn(TAGS, number), turn(TAGS, number * 3 + 1)],
    author: turn(AUTHORS, number),
    comments: number % 4 === 1 ? commentsOn(number, quoted) : [],
  }
  return { kind, above, below, quoted, pages: content.includes(NEXT_PAGE) ? 2 : 1, post }
}

function blockBody(pen: Pen, kind: Kind, number: number): string {
  if (kind === 'protected') pen.cut()
  // One paragraph of some 35 words is shorter than the 55 of which WordPress makes an excerpt.
  const opening = number % 6 === 5 ? [paragraph] : [paragraph, paragraph]
  const parts = opening.map((part) => part(pen))
  if (kind !== 'whole' && kind !== 'page') pen.cut()
  if (kind !== 'whole' && kind !== 'page' && kind !== 'protected') parts.push(MORE)
  for (const step of [0, 1, 2, 3]) {
    parts.push(paragraph(pen), turn(RARE, number + Math.floor(number / 10) + step * 3)(pen))
    if (step === 1 && number % 15 === 3) parts.push(NEXT_PAGE)
  }
  return [...parts, paragraph(pen)].join('\n\n')
}

function plainBody(pen: Pen, kind: Kind, number: number): string {
  const parts = [plainParagraph(pen), plainParagraph(pen)]
  if (kind === 'cut') {
    pen.cut()
    parts.push('<!--more Read on-->')
  }
  for (const step of [0, 1, 2])
    parts.push(plainParagraph(pen), turn(PLAIN_RARE, number + step)(pen))
  return [...parts, plainParagraph(pen)].join('\n\n')
}

/** Six words of the first block below the cut, without its canary, which stands in the second sentence. */
function phraseOf(below: Side): string | undefined {
  const words = below.text[0]?.split(' ').slice(0, 6)
  return words?.join(' ')
}

function commentsOn(number: number, quoted: string | undefined): readonly string[] {
  const said = [`As we say in zqsaid${number}aqz: who counts the gulls has no fish.`]
  if (quoted !== undefined) said.push(`“${quoted} …” – so zqsaid${number}bqz was right all along!`)
  return said
}

function turn<Item>(list: readonly Item[], number: number): Item {
  const item = list[number % list.length]
  if (item === undefined) throw new Error('an empty list has no turns')
  return item
}
