// Relations: what fields of a configuration say of each other. Looks at what was written, so that these faults are
// listed together with those of single fields; what has not the right form is passed over here.
import { originRelationFaults } from './origin-relations.ts'
import { type FieldFault, type Item, listAt, type Path, twice, valueAt } from './written.ts'

/** Everything in `written` that contradicts something else in it. */
export function relationFaults(written: unknown): FieldFault[] {
  const rules = listAt(written, ['policy', 'rules'])
  const sections = listAt(written, ['publication', 'sections'])
  const plans = listAt(written, ['plans'])
  const offers = plans.flatMap(({ path }) => listAt(written, [...path, 'offers']))
  const gates = listAt(written, ['content', 'origin', 'gates'])
  const isOrigin = valueAt(written, ['content', 'origin']) !== undefined
  return [
    ...twice(written, sections, 'id'),
    ...twice(written, plans, 'id'),
    ...twice(written, offers, 'id'),
    ...twice(written, rules, 'name'),
    ...(isOrigin
      ? originRelationFaults(written)
      : [...takenSections(written, sections), ...unknownSections(written, rules, sections)]),
    ...unknownPlans(written, [...rules, ...gates], plans),
    ...[...rules, ...gates].flatMap(({ path }) => reservedName(written, path)),
    ...rules.flatMap(({ path }) => neverMatches(written, path)),
    ...unreachable(written, rules),
    ...offers.flatMap(({ path }) => offerFaults(written, path)),
    ...scriptFaults(written),
    ...pathFaults(written),
  ]
}

/** A section's page stands at its id, where something else may stand already. */
function takenSections(written: unknown, sections: readonly Item[]): FieldFault[] {
  const own = [
    valueAt(written, ['paths', 'account']) ?? '/account',
    valueAt(written, ['paths', 'standfirst']) ?? '/standfirst',
  ]
  const taken = ['tag', 'author', ...own.map((path) => String(path).split('/')[1])]
  return sections.flatMap(({ path }) => {
    const id = valueAt(written, [...path, 'id'])
    if (typeof id !== 'string' || !taken.includes(id)) return []
    const what = `is ${JSON.stringify(id)}, and /${id} is an address of other pages`
    return [{ path: [...path, 'id'], what, mend: 'choose another id' }]
  })
}

function unknownSections(
  written: unknown,
  rules: readonly Item[],
  sections: readonly Item[],
): FieldFault[] {
  if (sections.length === 0) return []
  const known = sections.map(({ path }) => valueAt(written, [...path, 'id']))
  return rules
    .flatMap(({ path }) => listAt(written, [...path, 'section']))
    .filter(({ value }) => typeof value === 'string' && !known.includes(value))
    .map(({ path, value }) => unknownName(path, value, 'section', 'publication.sections', known))
}

function unknownPlans(
  written: unknown,
  rules: readonly Item[],
  plans: readonly Item[],
): FieldFault[] {
  const known = plans.map(({ path }) => valueAt(written, [...path, 'id']))
  return [['policy', 'default'], ...rules.map(({ path }) => [...path, 'access'])]
    .flatMap((path) => listAt(written, [...path, 'subscribers']))
    .filter(({ value }) => typeof value === 'string' && !known.includes(value))
    .map(({ path, value }) => unknownName(path, value, 'plan', 'plans', known))
}

function unknownName(
  path: Path,
  value: unknown,
  kind: string,
  field: string,
  known: readonly unknown[],
): FieldFault {
  const names = [...new Set(known)].filter((name) => typeof name === 'string').join(', ')
  return {
    path,
    what: `is ${JSON.stringify(value)}, which is no ${kind}`,
    mend: `name one of ${field} (${names || 'there is none yet'})`,
  }
}

const RESERVED: readonly unknown[] = ['default', 'article', 'page']

function reservedName(written: unknown, rule: Path): FieldFault[] {
  const path = [...rule, 'name']
  const name = valueAt(written, path)
  if (!RESERVED.includes(name)) return []
  return [
    {
      path,
      what: `is ${JSON.stringify(name)}, which receipts use already`,
      mend: 'name it otherwise',
    },
  ]
}

function neverMatches(written: unknown, rule: Path): FieldFault[] {
  const older = valueAt(written, [...rule, 'olderThanDays'])
  const younger = valueAt(written, [...rule, 'youngerThanDays'])
  if (typeof older !== 'number' || typeof younger !== 'number' || older < younger) return []
  return [
    {
      path: [...rule, 'youngerThanDays'],
      what: `is ${younger} while olderThanDays is ${older}: no article is both`,
      mend: 'write a larger number than olderThanDays, or remove one of them',
    },
  ]
}

const CONDITIONS = ['section', 'tag', 'path', 'olderThanDays', 'youngerThanDays']

/** The first rule that matches decides, so nothing comes after one that every article matches. */
function unreachable(written: unknown, rules: readonly Item[]): FieldFault[] {
  const all = rules.findIndex(({ path }) =>
    CONDITIONS.every((name) => valueAt(written, [...path, name]) === undefined),
  )
  if (all < 0) return []
  return rules.slice(all + 1).map(({ path }) => ({
    path,
    what: `is never looked at, for policy.rules[${all}] has no condition and decides for all articles`,
    mend: 'put the rule without a condition last',
  }))
}

function offerFaults(written: unknown, offer: Path): FieldFault[] {
  const field = (name: string) => valueAt(written, [...offer, name])
  const faults: FieldFault[] = []
  const isOnce = field('every') === 'once'
  if (isOnce && field('days') === undefined)
    faults.push({
      path: [...offer, 'days'],
      what: 'is missing',
      mend: 'write how many days this offer opens',
    })
  for (const name of isOnce ? ['trialDays', 'introductory'] : ['days'])
    if (field(name) !== undefined && field('every') !== undefined)
      faults.push({
        path: [...offer, name],
        what: isOnce ? 'means nothing for what is bought once' : 'means nothing for what renews',
        mend: 'remove it',
      })
  const lower = valueAt(written, [...offer, 'introductory', 'price'])
  const price = field('price')
  if (typeof lower === 'number' && typeof price === 'number' && lower >= price)
    faults.push({
      path: [...offer, 'introductory', 'price'],
      what: `is ${lower} and not below the price of ${price}`,
      mend: 'write a lower price',
    })
  return faults
}

function scriptFaults(written: unknown): FieldFault[] {
  const origins = listAt(written, ['pages', 'thirdParties']).map(({ value }) => value)
  return listAt(written, ['pages', 'scripts']).flatMap(({ path, value }) => {
    const origin = typeof value === 'string' ? URL.parse(value)?.origin : undefined
    if (origin === undefined || origins.includes(origin)) return []
    const what = `is ${JSON.stringify(value)} from an origin that pages do not allow`
    return [{ path, what, mend: `add ${JSON.stringify(origin)} to pages.thirdParties` }]
  })
}

function pathFaults(written: unknown): FieldFault[] {
  const account = valueAt(written, ['paths', 'account']) ?? '/account'
  const own = valueAt(written, ['paths', 'standfirst']) ?? '/standfirst'
  if (typeof account !== 'string' || typeof own !== 'string') return []
  if (!`${own}/`.startsWith(`${account}/`) && !`${account}/`.startsWith(`${own}/`)) return []
  const field = valueAt(written, ['paths', 'standfirst']) === undefined ? 'account' : 'standfirst'
  return [
    {
      path: ['paths', field],
      what: `puts one of ${account} and ${own} inside the other`,
      mend: 'choose two paths that lie apart',
    },
  ]
}
