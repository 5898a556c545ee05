// The files of an audit: a report is put there in one step, and an interrupted one is taken up from there.
import type { Report, SiteFacts } from '../audit/finding.ts'
import { keepDone } from '../audit/report.ts'
import { htmlReport } from '../audit/report-page.ts'
import { jsonReport, readReport } from '../audit/report-schema.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { changeFile, readIfThere } from '../store/whole-file.ts'

export interface ReportFiles {
  /** Absolute; undefined when none is wanted. */
  readonly json: string | undefined
  readonly html: string | undefined
}

/** What the audit will be of, as far as it is known before it begins. */
interface Beginning {
  /** Undefined for what is served anew for each audit, at another address: nothing is gone on from there. */
  readonly url: string | undefined
  readonly basis: SiteFacts['basis']
}

/**
 * The articles that an interrupted audit of the same site has done; undefined when this one begins anew. Fails `other`
 * with one line when the file holds something else that should not be lost.
 */
export async function interruptedIn(
  file: string,
  beginning: Beginning,
): Promise<Result<Report | undefined, 'other'>> {
  let text: string | undefined
  try {
    text = await readIfThere(file)
  } catch (error) {
    return failed('other', `--json ${file} cannot be read: ${reasonOf(error)}`)
  }
  if (text === undefined || text.trim() === '') return ok(undefined)
  const read = readReport(text)
  if (!read.ok)
    return failed('other', `${file} ${read.detail}: name another file, or delete it first.`)
  const { complete, site, articles } = read.value
  const { url } = beginning
  if (complete || articles.length === 0 || url === undefined) return ok(undefined)
  const otherwise = 'name another file, or delete it to begin anew.'
  if (!isSameSite(site.origin, url))
    return failed('other', `${file} holds an interrupted audit of ${site.origin}: ${otherwise}`)
  if (site.basis !== beginning.basis)
    return failed(
      'other',
      `${file} holds an interrupted audit ${site.basis === 'truth' ? 'with' : 'without'} the full texts: go on with the same options, ${otherwise}`,
    )
  return ok(keepDone(read.value))
}

/** The same place, with or without www and https: the address that was typed may have led from one to the other. */
function isSameSite(origin: string, url: string): boolean {
  return placeOf(origin) === placeOf(url)
}

function placeOf(address: string): string {
  const { hostname = '', port = '' } = URL.parse(address) ?? {}
  return `${hostname.replace(/^www\./, '')}:${port}`
}

/** Writes what is wanted. Fails `unwritten` with one line; what could be written has been. */
export async function writeReports(
  report: Report,
  { json, html }: ReportFiles,
): Promise<Result<undefined, 'unwritten'>> {
  const faults: string[] = []
  const write = async (file: string | undefined, text: () => string) => {
    if (file === undefined) return
    try {
      await changeFile(file, text)
    } catch (error) {
      faults.push(`${file} was not written: ${reasonOf(error)}`)
    }
  }
  await write(json, () => jsonReport(report))
  await write(html, () => htmlReport(report))
  return faults.length === 0 ? ok(undefined) : failed('unwritten', faults.join('\n'))
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
