// Front page: the editor's order out of front.yaml, kept as written and matched with what is being served.
import { isUtf8 } from 'node:buffer'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { Checked, Fault } from '../../core/fault.ts'
import { nearest } from '../../core/nearest.ts'
import type { Front } from '../../core/ports.ts'
import { unreadable, yamlFaults, yamlLines } from './yaml-faults.ts'

export const FRONT_FILE = 'front.yaml'

interface Wish {
  readonly path: string
  readonly line: number | undefined
}

/** What the editor wrote, with the lines it stands on. */
export interface FrontOrder {
  readonly lead: Wish | undefined
  readonly rail: readonly Wish[]
  readonly rows: readonly {
    readonly section: string
    readonly line: number | undefined
    readonly articles: readonly Wish[]
  }[]
}

export const NO_ORDER: FrontOrder = { lead: undefined, rail: [], rows: [] }

const path = z.string().startsWith('/')
const schema = z.strictObject({
  lead: path.nullish(),
  rail: z.array(path).nullish(),
  rows: z
    .array(z.strictObject({ section: z.string().min(1), articles: z.array(path).nullish() }))
    .nullish(),
})

/** Reads front.yaml whole, or says all that is wrong with it. */
export function readFrontOrder(bytes: Buffer): Checked<FrontOrder> {
  if (!isUtf8(bytes))
    return broken([{ line: undefined, what: 'is not UTF-8', mend: 'save it as UTF-8' }])
  try {
    return parseFrontOrder(bytes)
  } catch (error) {
    return broken([unreadable(error)])
  }
}

function parseFrontOrder(bytes: Buffer): Checked<FrontOrder> {
  const counter = new LineCounter()
  const document = parseDocument(bytes.toString('utf8').replace(/^\uFEFF/, ''), {
    lineCounter: counter,
    prettyErrors: false,
  })
  const damage = yamlFaults(document, counter, 0)
  if (damage.length > 0) return broken(damage)
  const lineOf = yamlLines(document, counter, 0)
  const result = schema.safeParse(document.toJS({ maxAliasCount: 20 }) ?? {})
  if (!result.success)
    return broken(
      result.error.issues.flatMap((issue) =>
        placesOf(issue).map((place) => ({
          line: lineOf(place),
          ...(place.length === 0 ? {} : { field: place.map(String).join('.') }),
          what: `is not understood (${issue.message})`,
          mend: 'write lead: /path, rail: a list of paths, rows: a list of section: and articles:',
        })),
      ),
    )
  const { lead, rail, rows } = result.data
  const wishes = (paths: readonly string[] | null | undefined, at: readonly PropertyKey[]) =>
    (paths ?? []).map((one, index) => ({ path: one, line: lineOf([...at, index]) }))
  return {
    ok: true,
    value: {
      lead: lead ? { path: lead, line: lineOf(['lead']) } : undefined,
      rail: wishes(rail, ['rail']),
      rows: (rows ?? []).map(({ section, articles }, index) => ({
        section,
        line: lineOf(['rows', index, 'section']),
        articles: wishes(articles, ['rows', index, 'articles']),
      })),
    },
  }
}

/** Where an issue stands: an unknown key where the key does, and not where the map does that holds it. */
function placesOf(issue: z.core.$ZodIssue): readonly (readonly PropertyKey[])[] {
  if (issue.code !== 'unrecognized_keys') return [issue.path]
  return issue.keys.map((key) => [...issue.path, key])
}

function broken(faults: readonly Omit<Fault, 'file'>[]) {
  return { ok: false as const, faults: faults.map((fault) => ({ file: FRONT_FILE, ...fault })) }
}

/** The order as it can be shown: what is not served is left out and reported. */
export function frontOf(
  order: FrontOrder,
  presentPath: (path: string) => string | undefined,
  sections: readonly string[],
): { readonly front: Front; readonly faults: readonly Fault[] } {
  const faults: Fault[] = []
  const present = ({ path, line }: Wish): readonly string[] => {
    const found = presentPath(path)
    if (found !== undefined) return [found]
    const mend = 'write the address of an article, or take it out'
    faults.push({ file: FRONT_FILE, line, what: `${path} is no article`, mend })
    return []
  }
  const rows = order.rows.flatMap(({ section, line, articles }) => {
    const shown = articles.flatMap(present)
    if (sections.length === 0 || sections.includes(section)) return [{ section, articles: shown }]
    const meant = nearest(section, sections)
    const mend = meant === undefined ? `write one of ${sections.join(', ')}` : `write ${meant}`
    faults.push({ file: FRONT_FILE, line, what: `${section} is no section`, mend })
    return []
  })
  const [lead] = order.lead === undefined ? [] : present(order.lead)
  return { front: { lead, rail: order.rail.flatMap(present), rows }, faults }
}
