// GraphQL: asked by GET alone. What the schema says of itself is read once; then the article is asked for by its slug or
// path, with every field that could hold its text.
import type { Reading } from '../reading.ts'
import { type AskedArticle, type Asking, ask, barePath, slugOf } from './asking.ts'

const PATHS = ['/graphql', '/api/graphql']
const TEXTS =
  /^(?:body|content|html|text|markdown|articleBody|bodyHtml|contentHtml|plaintext|excerpt|paragraphs|blocks)$/
const KEYS = /^(?:slug|path|url|uri|id|idType|where|filter)$/
const MOST_FIELDS = 12

/** A field of the schema's root that gives articles. */
export interface GraphField {
  readonly path: string
  readonly name: string
  readonly args: readonly string[]
  readonly texts: readonly string[]
}

const INTROSPECTION =
  '{__schema{queryType{name} types{name fields{name args{name} type{name kind ofType{name kind ofType{name kind ofType{name}}}}}}}}'

/** Empty when there is no GraphQL, or when it does not tell of itself. */
export async function readSchema(reading: Reading): Promise<readonly GraphField[]> {
  for (const path of PATHS) {
    const asked = await reading.asker.ask({ path: pathFor(path, INTROSPECTION), agent: '' })
    if (!asked.ok || asked.value.status !== 200) continue
    const fields = fieldsIn(asked.value.body.toString('utf8'), path)
    if (fields.length > 0) return fields
  }
  return []
}

interface Type {
  readonly name: string
  readonly fields: readonly {
    readonly name: string
    readonly args: readonly string[]
    readonly type: string
  }[]
}

function fieldsIn(text: string, path: string): readonly GraphField[] {
  const types = typesIn(text)
  const byName = new Map(types.map((type) => [type.name, type]))
  const root = types.find(({ name }) => /^(?:Query|RootQuery|query_root)$/.test(name))
  const found = (root?.fields ?? []).flatMap((field): readonly GraphField[] => {
    const type = byName.get(field.type)
    const texts = (type?.fields ?? []).map(({ name }) => name).filter((name) => TEXTS.test(name))
    return texts.length === 0 ? [] : [{ path, name: field.name, args: field.args, texts }]
  })
  return found.slice(0, MOST_FIELDS)
}

function typesIn(text: string): readonly Type[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return []
  }
  return listAt(value, 'data', '__schema', 'types').map((type) => ({
    name: textAt(type, 'name'),
    fields: listAt(type, 'fields').map((field) => ({
      name: textAt(field, 'name'),
      args: listAt(field, 'args').map((arg) => textAt(arg, 'name')),
      type: innermost(at(field, 'type')),
    })),
  }))
}

function innermost(type: unknown, depth = 0): string {
  const inner = at(type, 'ofType')
  return inner === undefined || inner === null || depth > 4
    ? textAt(type, 'name')
    : innermost(inner, depth + 1)
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value
  for (const key of keys) {
    if (typeof found !== 'object' || found === null) return undefined
    found = new Map(Object.entries(found)).get(key)
  }
  return found
}

function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = at(value, ...keys)
  return Array.isArray(found) ? found : []
}

function textAt(value: unknown, key: string): string {
  const found = at(value, key)
  return typeof found === 'string' ? found : ''
}

/** What others call it, then what the schema says. */
export function graphql(article: AskedArticle, schema: readonly GraphField[]): readonly Asking[] {
  const slug = JSON.stringify(slugOf(article))
  const address = JSON.stringify(article.url.pathname)
  const wordpress = [
    `{post(id:${slug},idType:SLUG){title slug uri content}}`,
    `{posts(first:20,where:{name:${slug}}){nodes{title slug uri content}}}`,
    `{posts(first:100){nodes{title slug uri content}}}`,
    `{contentNode(id:${address},idType:URI){uri ...on Post{title slug content}}}`,
  ]
  const known = schema.flatMap(({ path, name, args, texts }) =>
    argumentsFor(args, article).map((written) => ({
      path,
      query: `{${name}${written}{${texts.join(' ')}}}`,
    })),
  )
  const asked = [...PATHS.flatMap((path) => wordpress.map((query) => ({ path, query }))), ...known]
  return asked.map(({ path, query }) =>
    ask('program', 'graphql', `${path} ${query.replaceAll(slug, '…').replaceAll(address, '…')}`, {
      path: pathFor(path, query),
      headers: { Accept: 'application/json' },
      cookie: article.cookie,
    }),
  )
}

function argumentsFor(args: readonly string[], article: AskedArticle): readonly string[] {
  const slug = JSON.stringify(slugOf(article))
  const values = [
    slug,
    JSON.stringify(article.url.pathname),
    JSON.stringify(barePath(article).slice(1)),
  ]
  const key = args.find((one) => KEYS.test(one))
  return key === undefined
    ? ['']
    : values.slice(0, key === 'slug' ? 1 : 3).map((value) => `(${key}:${value})`)
}

function pathFor(path: string, query: string): string {
  return `${path}?query=${encodeURIComponent(query)}`
}
