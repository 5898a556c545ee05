// Open edition: the folder of articles, told what it must know of the publication and its words.
import type { Config } from '../config.ts'
import { type FolderContent, openFolder } from '../content/folder/folder.ts'
import type { Fault } from '../core/fault.ts'
import type { Orders } from '../core/ports.ts'
import type { Section } from '../core/publication.ts'
import type { Result } from '../core/result.ts'
import type { SayPutOff } from '../core/seats.ts'
import { sectionPath } from '../pages/addresses.ts'
import { wordsFor } from '../pages/words/words.ts'

/** `report` is called once for every new fault, `putOff` for each text that is not read because too many wait. Fails when there is no folder of articles to read. */
export function openEdition(
  dir: string,
  config: Config,
  orders: Pick<Orders, 'isWithdrawn'>,
  report: (fault: Fault) => void,
  putOff?: SayPutOff,
): Promise<Result<FolderContent, 'no-articles'>> {
  const { publication, plans, policy } = config.site
  const words = wordsFor(publication.language)
  return openFolder({
    dir,
    sections: publication.sections,
    plans: plans.map(({ id }) => id),
    timeZone: publication.timeZone,
    cut: policy.cut,
    imagesPath: imagesPath(config.site),
    reserved: reservedAddresses(config.site),
    footnoteLabel: words.footnotes,
    footnoteBackLabel: words.backToReference,
    tableLabel: words.table,
    isWithdrawn: (path) => orders.isWithdrawn(path),
    report,
    putOff: (why) => putOff?.('texts', why),
  })
}

/** A publication that names no sections has those that its articles name, in the order of the alphabet. */
export function sectionsOf(config: Config, content: FolderContent): readonly Section[] {
  const { sections } = config.site.publication
  if (sections.length > 0) return sections
  const named = new Set(content.edition().latest.flatMap(({ section }) => section ?? []))
  return [...named].sort().map((id) => ({ id, name: id.charAt(0).toUpperCase() + id.slice(1) }))
}

export function imagesPath({ paths }: Config['site']): string {
  return `${paths.standfirst}/images`
}

function reservedAddresses({ paths, publication }: Config['site']): readonly string[] {
  const { account, standfirst } = paths
  const sections = publication.sections.map(({ id }) => sectionPath(id))
  const own = [account, `${account}/*`, standfirst, `${standfirst}/*`]
  const lists = ['/tag/*', '/author/*', '/feed.xml', '/atom.xml', '/feed.json']
  const machines = ['/sitemap.xml', '/news-sitemap.xml', '/robots.txt', '/manifest.webmanifest']
  return [...own, ...sections, ...lists, ...machines, '/favicon.svg', '/favicon.ico']
}
