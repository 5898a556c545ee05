// Blocks: what an editor puts into an article, in WordPress's block markup and in the HTML of the time before it.
import type { Pen, Picture } from './pen.ts'

export type Block = (pen: Pen) => string

function block(name: string, html: string, settings?: object): string {
  const json = settings === undefined ? '' : ` ${JSON.stringify(settings)}`
  return `<!-- wp:${name}${json} -->\n${html}\n<!-- /wp:${name} -->`
}

export const MORE = block('more', '<!--more-->')
export const NEXT_PAGE = block('nextpage', '<!--nextpage-->')

export const paragraph: Block = (pen) => block('paragraph', `<p>${pen.text('paragraph', 3)}</p>`)

const heading: Block = (pen) => block('heading', `<h2>${pen.text('heading')}</h2>`)

const image: Block = (pen) => imageBlock(pen.picture('image'))

function imageBlock({ file, alt, caption }: Picture): string {
  const html = `<figure class="wp-block-image size-full"><img src="{{url:${file}}}" alt="${alt}" class="wp-image-{{id:${file}}}"/><figcaption class="wp-element-caption">${caption}</figcaption></figure>`
  // The id is put in later and has to be a number in JSON.
  return block('image', html, {
    id: `{{id:${file}}}`,
    sizeSlug: 'full',
    linkDestination: 'none',
  }).replace(`"{{id:${file}}}"`, `{{id:${file}}}`)
}

const gallery: Block = (pen) =>
  block(
    'gallery',
    `<figure class="wp-block-gallery has-nested-images columns-default is-cropped">${imageBlock(pen.picture('gallery'))}

${imageBlock(pen.picture('gallery'))}<figcaption class="blocks-gallery-caption wp-element-caption">${pen.text('gallerycaption')}</figcaption></figure>`,
    { linkTo: 'none' },
  )

const quote: Block = (pen) =>
  block(
    'quote',
    `<blockquote class="wp-block-quote">${block('paragraph', `<p>${pen.text('quote', 2)}</p>`)}<cite>${pen.text('cite')}</cite></blockquote>`,
  )

const pullQuote: Block = (pen) =>
  block(
    'pullquote',
    `<figure class="wp-block-pullquote"><blockquote><p>${pen.text('pullquote')}</p><cite>${pen.prose.name()}</cite></blockquote></figure>`,
  )

const table: Block = (pen) => {
  const row = (cell: string) =>
    `<tr><${cell}>${pen.text(cell)}</${cell}><${cell}>${pen.prose.name()}</${cell}></tr>`
  return block(
    'table',
    `<figure class="wp-block-table"><table><thead>${row('th')}</thead><tbody>${row('td')}${row('td')}</tbody></table><figcaption class="wp-element-caption">${pen.text('tablecaption')}</figcaption></figure>`,
  )
}

const list: Block = (pen) => {
  const item = () => block('list-item', `<li>${pen.text('item')}</li>`)
  return block('list', `<ul>${item()}\n\n${item()}</ul>`)
}

const columns: Block = (pen) => {
  const column = () => block('column', `<div class="wp-block-column">${paragraph(pen)}</div>`)
  return block('columns', `<div class="wp-block-columns">${column()}\n\n${column()}</div>`)
}

const verse: Block = (pen) =>
  block('verse', `<pre class="wp-block-verse">${pen.text('verse', 2)}</pre>`)

/** With what editors leave in: a comment, and a text in an attribute. */
const ownHtml: Block = (pen) =>
  block(
    'html',
    `<!-- ${pen.text('comment')} --><div data-note="${pen.mark('attribute')}">${pen.text('html')}</div>`,
  )

/** In the order in which articles take turns with them. */
export const RARE: readonly Block[] = [
  image,
  quote,
  table,
  gallery,
  list,
  pullQuote,
  columns,
  verse,
  ownHtml,
  heading,
]

export const plainParagraph: Block = (pen) => pen.text('paragraph', 3)

export const PLAIN_RARE: readonly Block[] = [
  (pen) => `<h3>${pen.text('heading')}</h3>`,
  (pen) => {
    const { file, alt, caption } = pen.picture('image')
    return `[caption id="attachment_{{id:${file}}}" align="alignnone" width="480"]<img src="{{url:${file}}}" alt="${alt}" width="480" height="320" class="wp-image-{{id:${file}}}" /> ${caption}[/caption]`
  },
  (pen) => `<blockquote>${pen.text('quote', 2)}</blockquote>`,
  (pen) =>
    `[gallery ids="{{id:${pen.picture('gallery').file}}},{{id:${pen.picture('gallery').file}}}"]`,
]
