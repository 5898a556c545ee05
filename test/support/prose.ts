// Prose: sentences that nobody wrote and that differ from each other, for sites whose articles are made.

const PEOPLE = 'Marlowe,Okafor,Lindqvist,Tanaka,Beaumont,Ferreira,Novak,Haddad,Osei,Whitlock'.split(
  ',',
)
const ROLES =
  'harbour master,clerk,ferryman,auditor,teacher,surveyor,warden,cooper,printer,chemist'.split(',')
const DEEDS =
  'counted,measured,repaired,questioned,described,doubted,praised,painted,borrowed,returned,hid,weighed'.split(
    ',',
  )
const KINDS =
  'rusting,wooden,crooked,tidal,forgotten,narrow,brittle,unpaid,salted,northern,quiet,spare,broken'.split(
    ',',
  )
const THINGS =
  'sluices,ledgers,lanterns,barrels,pilings,invoices,hedgerows,turbines,chimneys,nets,bridges,orchards,bells'.split(
    ',',
  )
const PLACES =
  'below the weir,behind the chapel,along the causeway,near the old exchange,at the county line,under the viaduct,beside the brickworks,across the marsh'.split(
    ',',
  )
const TIMES =
  'before the frost,after the hearing,during the strike,until midnight,since the flood,on market day,within a fortnight'.split(
    ',',
  )

/** Sentences by a seed: equal seeds, equal sentences. */
function sentences(seed: string, count: number): readonly string[] {
  let state = 2_166_136_261
  for (const sign of seed) state = Math.imul(state ^ sign.charCodeAt(0), 16_777_619) >>> 0
  const pick = (from: readonly string[]) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return from[((mixed ^ (mixed >>> 14)) >>> 0) % from.length] ?? ''
  }
  return Array.from({ length: count }, () => {
    const who = `${pick(PEOPLE)} the ${pick(ROLES)}`
    const what = `${pick(DEEDS)} ${pick(KINDS)} ${pick(THINGS)} and ${pick(KINDS)} ${pick(THINGS)}`
    return `${who} ${what} ${pick(PLACES)} ${pick(TIMES)}, said ${pick(PEOPLE)}.`
  })
}

export function paragraphs(seed: string, count: number, each: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => sentences(`${seed} ${at}`, each).join(' '))
}
