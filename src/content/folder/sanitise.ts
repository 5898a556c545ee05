// Sanitise: which HTML an article may hold. Nothing that runs, loads from elsewhere, styles itself or hides text.
import type { Element, Root } from 'hast'
import rehypeSanitize, { type Options as Schema } from 'rehype-sanitize'
import { unified } from 'unified'

export const ID_PREFIX = 'user-content-'

/** An id as a browser compares it with the fragment of a link. */
export function plainId(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

/** Whether an id with the prefix is one of those that are made here, however it is written. */
export function isOwnId(id: string): boolean {
  return /^user-content-(?:fn-|fnref-|footnote-label|table-)/i.test(plainId(id))
}

const PHRASING =
  'a abbr b bdi bdo br cite code del dfn em i img input ins kbd mark q rp rt ruby s samp small span strong sub sup time tt u var wbr'
const BLOCKS =
  'blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section summary ul'
const TABLES = 'caption col colgroup table tbody td tfoot th thead tr'
const ALLOWED = `${PHRASING} ${BLOCKS} ${TABLES}`.split(' ')

/** Elements that go with all they hold; of any other that is not allowed, what it holds stays. */
const DROPPED =
  'script style template title textarea select button iframe noembed noframes noscript object embed applet svg math audio video canvas head frameset plaintext xmp'.split(
    ' ',
  )

/** Whether an element may stand in an article. */
export function isAllowed(tagName: string): boolean {
  return ALLOWED.includes(tagName)
}

/** Whether an author wants an element not to be seen; what hides it is left out, so that it is. */
export function hides({ properties: { hidden, style } }: Element): boolean {
  if (hidden !== undefined && hidden !== null && hidden !== false) return true
  return /display\s*:\s*none|visibility\s*:\s*hidden/i.test(String(style ?? ''))
}

/** Whether an element that may stand in an article carries a script. */
export function runs({ properties }: Element): boolean {
  if (Object.keys(properties).some((name) => /^on[A-Z]/.test(name))) return true
  return /^\s*(?:javascript|vbscript):/i.test(String(properties['href'] ?? ''))
}

/**
 * Gives the function that cleans a tree. `mark` is a text nobody can guess: only footnote links that carry it are the
 * ones made from Markdown, and what an author wrote by hand cannot pass for them.
 */
export function sanitiser(mark: string): (tree: Root) => Root {
  const cell = ['align', 'colSpan', 'rowSpan', 'scope']
  const schema: Schema = {
    tagNames: ALLOWED,
    strip: DROPPED,
    allowComments: false,
    allowDoctypes: false,
    attributes: {
      '*': ['dir', 'lang', 'id'],
      a: ['href', 'title', 'ariaLabel', ['dataFootnoteRef', mark], ['dataFootnoteBackref', mark]],
      abbr: ['title'],
      code: [['className', /^language-[\w-]+$/]],
      col: ['span'],
      colgroup: ['span'],
      del: ['dateTime'],
      details: ['open'],
      dfn: ['title'],
      // Any address: each picture is looked up in the folder afterwards, and dropped when it is not there.
      img: ['src', 'alt', 'title'],
      input: [['type', 'checkbox'], 'checked'],
      ins: ['dateTime'],
      ol: ['start', 'reversed', 'type'],
      td: cell,
      th: cell,
      time: ['dateTime'],
    },
    required: {},
    ancestors: {
      caption: ['table'],
      col: ['table'],
      colgroup: ['table'],
      tbody: ['table'],
      td: ['table'],
      tfoot: ['table'],
      th: ['table'],
      thead: ['table'],
      tr: ['table'],
    },
    clobber: ['id'],
    clobberPrefix: ID_PREFIX,
    protocols: { href: ['http', 'https', 'mailto', 'tel'] },
  }
  const processor = unified().use(rehypeSanitize, schema).freeze()
  return (tree) => processor.runSync(tree)
}
