// Origin relations: what fields of an origin say of each other and of the rest of a configuration.
import { siteOf } from './origin-fields.ts'
import { type FieldFault, listAt, twice, valueAt } from './written.ts'

const ORIGIN = ['content', 'origin']

/** Everything that contradicts something else where the content is an origin. */
export function originRelationFaults(written: unknown): FieldFault[] {
  const gates = listAt(written, [...ORIGIN, 'gates'])
  const partners = listAt(written, [...ORIGIN, 'partners'])
  return [
    ...twice(written, gates, 'name'),
    ...twice(written, partners, 'name'),
    ...asksItself(written),
    ...editorsOfNothing(written),
  ]
}

function asksItself(written: unknown): FieldFault[] {
  const path = [...ORIGIN, 'url']
  const url = valueAt(written, path)
  if (typeof url !== 'string' || siteOf(url) === undefined) return []
  if (siteOf(url) !== valueAt(written, ['publication', 'address'])) return []
  return [
    {
      path,
      what: `is ${JSON.stringify(url)}, and so is publication.address: Standfirst would ask itself`,
      mend: 'name the address at which only Standfirst reaches the site, and in host the Host that it expects',
    },
  ]
}

function editorsOfNothing(written: unknown): FieldFault[] {
  const path = [...ORIGIN, 'editors']
  const cms = valueAt(written, [...ORIGIN, 'cms']) ?? 'none'
  if (valueAt(written, path) !== true || cms !== 'none') return []
  return [
    {
      path,
      what: 'is true, and how one is logged in is known of WordPress and Ghost alone',
      mend: 'write cms: "wordpress" or "ghost", or remove it',
    },
  ]
}
