// Gallery: the articles of its little newspaper. Two are for subscribers and one is free; no sentence and hardly a word of
// the gated text stands anywhere else.

export interface Article {
  readonly path: string
  readonly title: string
  readonly summary: string
  readonly byline: string
  /** ISO 8601. */
  readonly published: string
  readonly section: string
  readonly tag: string
  readonly free: boolean
  /** Paragraphs that everybody may read. */
  readonly preview: readonly string[]
  /** Paragraphs below the cut; of a free article, the rest of it. */
  readonly gated: readonly string[]
  /** A picture below the cut. */
  readonly figure?: { readonly src: string; readonly alt: string; readonly caption: string }
}

const CLOCK: Article = {
  path: '/town/the-slow-clock',
  title: 'The clock that runs eleven minutes slow',
  summary: 'A roofer has found a sealed letter in the tower of the corn exchange.',
  byline: 'Orla Venn',
  published: '2026-11-23T06:10:00+00:00',
  section: 'town',
  tag: 'corn-exchange',
  free: false,
  preview: [
    'For nineteen winters the clock on the corn exchange has run eleven minutes slow, and nobody on the council has ever agreed to correct it. Trains leave by the station’s time, weddings begin by the tower’s, and guests learn to carry both in their heads.',
    'This week the puzzle gained a chapter. A roofer who was sent up to look at a loose slate came down with a tobacco tin full of brass screws, and with a folded letter that had never been opened.',
  ],
  gated: [
    'The handwriting belongs to Barnaby Thistlewick, who wound the mechanism every Thursday until his knees gave out. He confesses in violet ink that he bent the pendulum bob on purpose, so that the miners of the late shift could reach the tavern before its shutters fell.',
    'A metallurgist from the polytechnic weighed the bob on Monday. It carries forty-one grams of solder that no catalogue mentions, smoothed with a thumb and blackened over a candle. “Whoever did this wanted to be forgiven and never discovered,” she told us over lukewarm cocoa.',
    'Councillor Prudence Okafor-Lindqvist calls the letter a fraud upon every punctual household. She has asked an horologist for an estimate, which came to eight thousand crowns, scaffolding and pigeons’ nests included, and she intends to lay it before the committee on the ninth.',
    'Her opponents have begun to collect signatures in the bakery. By Wednesday noon there were six hundred and twelve of them, among them the widow of the last stationmaster, who remembers running along the towpath with a pram and catching the evening express thanks to Barnaby’s mercy.',
    'Whether the hands are moved may be settled by something duller. The insurance for the belfry demands an inspection certificate, and the inspector refuses to sign for a timepiece that was sabotaged, however kindly it was meant. He returns with his magnifying glass in February.',
  ],
}

const FERRY: Article = {
  path: '/harbour/ferry-for-sale',
  title: 'Who would buy a ferry without an engine?',
  summary: 'The Marigold is for sale again, and this time somebody has asked to see her.',
  byline: 'Tomas Reddle',
  published: '2026-11-22T17:45:00+00:00',
  section: 'harbour',
  tag: 'marigold',
  free: false,
  preview: [
    'The Marigold has lain at the fish quay since her engine was taken out and sold to a sawmill. Children know her as the place where the herons sit. On Friday a board appeared at her bow again: for sale, as she lies, no reasonable offer refused.',
    'It is the fourth such board in seven years. What is new is that a stranger in a yellow oilskin spent most of Saturday on board, with a torch, a notebook and a small grey dog.',
  ],
  gated: [
    'The harbourmaster’s ledger names the stranger as Ludmila Quarrington, a puppeteer from the uplands, whose travelling theatre burned down in August together with ninety marionettes and a mechanical whale. She wants a stage that floats and cannot catch fire from its neighbours.',
    'Her offer, which we have seen, is modest: two thousand down, the remainder out of ticket money, and free matinees for orphans until the debt is cleared. The broker described it as whimsical. Her banker, reached by telephone in a sleeper carriage, described it as collateral.',
    'Beneath the waterline matters look less romantic. A diver counted thirty-seven soft rivets and a hole that someone had plugged with a church hassock. Welding would devour a third of the purchase price, and the dry dock is booked by trawlers until the equinox.',
    'Still, the shipwrights’ guild voted on Sunday to lend her its slipway at cost. Old Fenwick Abernethy, who riveted half of that hull as an apprentice, slapped the table so hard that the inkwell jumped: better a vessel full of puppets than one full of cormorants.',
    'If the licence is granted, the opening piece will be a tragedy about a lighthouse keeper who falls in love with fog. Rehearsals begin in a netting shed, by paraffin lamp, and Quarrington is looking for a trombonist who does not mind being seasick.',
  ],
}

const CHEESE: Article = {
  path: '/weekend/cheese-race',
  title: 'How the cheese race was won',
  summary: 'A wheel of goat’s cheese, a steep lane and a champion of nine.',
  byline: 'Orla Venn',
  published: '2026-11-21T09:00:00+00:00',
  section: 'weekend',
  tag: 'races',
  free: true,
  preview: [
    'The annual cheese race down Gallows Lane was won on Saturday by Winifred Pask, who is nine, who had never run it before, and who overtook a postman on the last bend by rolling.',
    'Wheels are heavier this year. The dairy says that a wet summer made the goats generous, and the stewards have doubled the straw at the bottom of the hill.',
  ],
  gated: [
    'The postman took it well. He carried the winner home on his shoulders, delivered two parcels on the way, and asked for a rematch in the spring.',
    'Third place went to a visitor from the coast who thought that he was queuing for lunch. He has promised to train.',
  ],
}

export const ARTICLES: readonly Article[] = [CLOCK, FERRY, CHEESE]

/** The same with a picture below the cut of each gated article. */
export const WITH_PICTURES: readonly Article[] = ARTICLES.map((article) =>
  article.free ? article : { ...article, figure: figureOf(article) },
)

function figureOf(article: Article) {
  return article === CLOCK
    ? {
        src: '/images/thistlewick-letter.png',
        alt: 'Violet handwriting on a crumpled sheet, sealed with candle wax and signed by Barnaby Thistlewick',
        caption: 'The letter was folded around forty-one grams of solder.',
      }
    : {
        src: '/images/hull-below-water.png',
        alt: 'A diver’s lamp shows thirty-seven soft rivets and an embroidered church hassock wedged into the hull',
        caption: 'What the diver saw beneath the waterline.',
      }
}
