// Body: the text of one article, ready to be cut and shown, and what it took to make it.
import { createHash } from 'node:crypto'
import type { Element, ElementContent, Root } from 'hast'
import { visit } from 'unist-util-visit'
import type { Article, ArticleText } from '../../core/article.ts'
import { cut } from '../../core/cut.ts'
import type { Fault } from '../../core/fault.ts'
import { arrangeBlocks, finish } from './arrange.ts'
import { textOf } from './front-matter.ts'
import { type Blocks, markdownReader } from './markdown.ts'
import type { FolderOptions } from './options.ts'
import { type PictureFile, pictureOf, pictureReference } from './picture-names.ts'

export interface Body {
  readonly text: ArticleText
  /** Files of all pictures it shows, and of those that anybody may see. */
  readonly pictures: ReadonlySet<string>
  readonly openPictures: ReadonlySet<string>
  readonly faults: readonly Fault[]
  /** Links to addresses of the publication itself. */
  readonly links: readonly { readonly href: string; readonly line: number | undefined }[]
  /** Words below the author's cut, and its line. */
  readonly authorCut: { readonly below: number; readonly line: number | undefined } | undefined
  /** Roughly, in memory. */
  readonly size: number
}

/** What is read: the source of an article whose front matter was good. */
export interface Source {
  readonly file: string
  readonly article: Article
  readonly imageLine: number | undefined
  readonly textAt: number
  readonly bytes: Buffer
}

/** What a body depends on besides its source. */
export type BodyOptions = Pick<
  FolderOptions,
  'footnoteLabel' | 'footnoteBackLabel' | 'tableLabel' | 'cut'
>

/** Where pictures are looked up: undefined for one that cannot be shown. */
interface Pictures {
  look(file: string): Promise<PictureFile | undefined>
}

/** Gives `(source) => body`. Throws RangeError on a text nested too deeply, which the index keeps away. */
export function bodyReader(
  options: BodyOptions,
  pictures: Pictures,
): (source: Source) => Promise<Body> {
  const read = markdownReader(options)
  return async (source) => {
    const blocks = read(textOf(source.bytes, source.textAt))
    const place = `articles/${source.file}`
    const faults: Fault[] = blocks.faults.map((fault) => ({ file: place, ...fault }))
    const shown = await showPictures(blocks, source.file, pictures, faults)
    const lead = await leadPicture(source, pictures, faults)
    const links = linksIn(blocks)
    const how = { tableLabel: options.tableLabel, tables: 0, missing: shown.missing }
    const before = arrangeBlocks(blocks.before, how)
    const after = arrangeBlocks(blocks.after, how)
    const notes = blocks.notes === undefined ? [] : arrangeBlocks([blocks.notes], how)
    const body: Root = { type: 'root', children: [...before, ...after, ...notes] }
    finish(body)
    const authorCut = cutOf(blocks, body, before.length, options)
    const { before: preview, words, wordsBefore } = cut(body, authorCut, options.cut)
    const openPictures = filesIn(preview, shown.files)
    if (lead !== undefined) openPictures.add(lead.file)
    const files = new Set([...shown.files.values(), ...(lead === undefined ? [] : [lead.file])])
    return {
      text: {
        version: versionOf(source.bytes, [...shown.files.keys(), lead?.src ?? '']),
        body,
        authorCut,
        picture: lead && pictureOf(lead, source.article.imageAlt),
      },
      pictures: files,
      openPictures,
      faults,
      links,
      authorCut:
        blocks.mark === 'good' ? { below: words - wordsBefore, line: blocks.markLine } : undefined,
      size: source.bytes.length * 2 + weigh(body),
    }
  }
}

/**
 * The author's cut; one that is in no place for a cut gives way to the automatic one, which then may show no more than
 * what stands above it.
 */
function cutOf(
  { mark }: Blocks,
  body: Root,
  above: number,
  options: Pick<FolderOptions, 'cut'>,
): number | undefined {
  if (mark === 'good') return above
  if (mark === 'none' || cut(body, undefined, options.cut).at <= above) return undefined
  return above
}

/** Gives each picture of the text its public address; those that cannot be shown are named and reported. */
async function showPictures(
  { before, after, notes }: Blocks,
  articleFile: string,
  pictures: Pictures,
  faults: Fault[],
): Promise<{ files: Map<string, string>; missing: Set<Element> }> {
  const found: Element[] = []
  for (const block of [...before, ...after, ...(notes ? [notes] : [])])
    visit(block, 'element', (element) => {
      if (element.tagName === 'img') found.push(element)
    })
  const files = new Map<string, string>()
  const missing = new Set<Element>()
  for (const element of found) {
    const { src, alt } = element.properties
    const fault = (what: string, mend: string) =>
      faults.push({
        file: `articles/${articleFile}`,
        line: element.position?.start.line,
        what,
        mend,
      })
    const reference = typeof src === 'string' ? src : ''
    const named = pictureReference(articleFile, reference)
    const picture = 'file' in named ? await pictures.look(named.file) : undefined
    if (picture === undefined) {
      missing.add(element)
      if ('file' in named)
        fault(`the picture "${reference}" cannot be read`, `put it at articles/${named.file}`)
      else fault(named.what, named.mend)
      continue
    }
    if (typeof alt !== 'string' || alt.trim() === '')
      fault(
        `the picture "${reference}" has no alternative text`,
        'say between the brackets what it shows',
      )
    files.set(picture.src, picture.file)
    element.properties = shownAs(picture, element)
  }
  return { files, missing }
}

function shownAs(
  { src, width, height }: PictureFile,
  { properties }: Element,
): Element['properties'] {
  const { alt, title } = properties
  return {
    src,
    alt: typeof alt === 'string' ? alt : '',
    ...(typeof title === 'string' ? { title } : {}),
    ...(width === undefined || height === undefined ? {} : { width, height }),
    loading: 'lazy',
    decoding: 'async',
  }
}

async function leadPicture(
  { file, article, imageLine }: Source,
  pictures: Pictures,
  faults: Fault[],
): Promise<PictureFile | undefined> {
  if (article.image === undefined) return undefined
  const picture = await pictures.look(article.image)
  if (picture === undefined)
    faults.push({
      file: `articles/${file}`,
      line: imageLine,
      field: 'image',
      what: 'cannot be read',
      mend: `put it at articles/${article.image}`,
    })
  return picture
}

function linksIn({ before, after, notes }: Blocks): Body['links'] {
  const links: { href: string; line: number | undefined }[] = []
  for (const block of [...before, ...after, ...(notes ? [notes] : [])])
    visit(block, 'element', (element) => {
      const href = element.properties['href']
      if (element.tagName !== 'a' || typeof href !== 'string') return
      if (/^(?:[a-z][a-z\d+.-]*:|\/\/|#)/i.test(href)) return
      links.push({ href, line: element.position?.start.line })
    })
  return links
}

function filesIn(preview: Root, files: ReadonlyMap<string, string>): Set<string> {
  const open = new Set<string>()
  visit(preview, 'element', ({ tagName, properties }) => {
    const file = typeof properties['src'] === 'string' ? files.get(properties['src']) : undefined
    if (tagName === 'img' && file !== undefined) open.add(file)
  })
  return open
}

function versionOf(bytes: Buffer, pictures: readonly string[]): string {
  const hash = createHash('sha256').update(bytes)
  for (const src of pictures) hash.update('\0').update(src)
  return hash.digest().subarray(0, 12).toString('base64url')
}

const NODE_BYTES = 250

function weigh(node: Root | ElementContent): number {
  if (node.type === 'text') return NODE_BYTES + 2 * node.value.length
  if (!('children' in node)) return NODE_BYTES
  let bytes = NODE_BYTES
  for (const child of node.children)
    if (child.type === 'element' || child.type === 'text') bytes += weigh(child)
  return bytes
}
