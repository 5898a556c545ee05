// Read page: the bytes of one page of the site become what readers get of it: of an article its two views, of any other
// page what may go to everybody.
import type { PageReading, PageSettings, PageSource } from '../../../core/origin.ts'
import { closeRecognised } from './close-recognised.ts'
import { decodePage } from './decode.ts'
import { parsePage } from './parse-page.ts'
import { recognisePage } from './recognise.ts'

/** `now` in epoch milliseconds: rules may look at an article's age. */
export function readPage(source: PageSource, settings: PageSettings, now: number): PageReading {
  const page = parsePage(decodePage(source.bytes, source.type))
  if (page === undefined)
    return { kind: 'unfindable', why: 'Its elements are nested more deeply than browsers show.' }
  const found = recognisePage(page.document, source, settings, now)
  if (found.kind === 'unfindable') return found
  const base = new URL(source.address, settings.addresses.public)
  return closeRecognised(page, found, { settings, base, now })
}
