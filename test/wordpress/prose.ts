// Prose: made-up sentences, the same ones at each run, in which every few words there is a name that is hardly ever
// used again. So no run of words stands in two articles, and a text that turns up somewhere can be told from all others.

/** `#` stands for a name, `%` for a number. Never more than five words without a name, numbers among them. */
const PATTERNS = [
  'the # harbour office counted % # boats along the # quay after # weather',
  'councillor # asked # why the # road to # is closed until # day',
  'a report by # puts the # works at % # marks, which # disputes',
  'the ferry # left # with % # passengers and reached # before noon',
  'nobody in # had heard of # until the # mill burned under #',
  'her brother # kept the % # letters in a # chest under the # stairs',
  'the # society will hear # on the % # birds of #',
  'between # and # the # line is % # miles and belongs to #',
  'the court at # gave # until # spring to mend the % # roofs',
  'what # calls a # bargain, # calls the % # weeks of #',
  'in # the bakers # and # share % # ovens with old #',
  'the # school has % # pupils, two called # and # and a # piano',
  'for # it was the first # win in % # matches against captain #',
  "it wasn't # who sold # the % # boats – it was # from #",
  "the town's oldest # clock, made by # in #, is % # minutes slow",
  'the surveyor # found % # cracks in the # bridge and told #',
] as const

const SYLLABLES = {
  first: 'Bar Cal Dor Ebb Fen Gar Hal Ist Jor Kel Lan Mer Nor Ost Pel Quor Ran Sel Tor Ulv'.split(
    ' ',
  ),
  middle: 'a e i o u ane ere idi olo umo'.split(' '),
  last: 'bury croft dale fold garth ham hurst keld ling mere ness port sted thwaite ton wick'.split(
    ' ',
  ),
}

export class Prose {
  #state: number

  constructor(seed: number) {
    this.#state = (seed + 1) * 0x9e3779b1
  }

  /** A sentence with `mark` as its first name, if there is one. */
  sentence(mark?: string): string {
    let names = 0
    const text = this.#pick(PATTERNS).replaceAll(/[#%]/g, (sign) =>
      sign === '%'
        ? String(3 + this.#below(96))
        : names++ === 0 && mark !== undefined
          ? mark
          : this.name(),
    )
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
  }

  /** Some sentences, `mark` in the second. */
  paragraph(sentences: number, mark: string): string {
    return Array.from({ length: sentences }, (_, index) =>
      this.sentence(index === 1 || sentences === 1 ? mark : undefined),
    ).join(' ')
  }

  name(): string {
    const { first, middle, last } = SYLLABLES
    return this.#pick(first) + this.#pick(middle) + this.#pick(middle) + this.#pick(last)
  }

  #pick(list: readonly string[]): string {
    return list[this.#below(list.length)] ?? ''
  }

  /** mulberry32, in public domain. */
  #below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}
