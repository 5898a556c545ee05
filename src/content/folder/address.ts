// Address: from the place of a file to the address of its article.
import { posix } from 'node:path'

/** `harbour/east-quay.md` → `/harbour/east-quay`. */
export function addressOf(file: string): string {
  return `/${file.slice(0, -'.md'.length)}`
}

const SEGMENT = /^[\p{L}\p{M}\p{N}_-]+$/u

/** What is wrong with the place of an article's file, said as an instruction; undefined when it makes an address. */
export function misnamed(file: string): string | undefined {
  if (!file.endsWith('.md')) return 'write its ending as .md'
  const bad = addressOf(file)
    .slice(1)
    .split('/')
    .find((name) => !SEGMENT.test(name) || name !== normal(name))
  if (bad === undefined) return undefined
  const better = normal(bad)
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return `rename "${bad}" to ${better === '' ? 'a name of' : `"${better}":`} lower-case letters, digits, hyphens and underscores`
}

function normal(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/** Whether an address is one of the reserved ones: `/account` itself, `/account/*` for all below. */
export function isReserved(path: string, reserved: readonly string[]): boolean {
  return reserved.some((one) =>
    one.endsWith('/*') ? path.startsWith(one.slice(0, -1)) : path === one,
  )
}

/**
 * The file a reference in an article means, relative to the articles folder; undefined when it leaves that folder.
 * Takes the article's own file and a relative reference, not percent-encoded.
 */
export function fileBeside(articleFile: string, reference: string): string | undefined {
  const file = posix.join(posix.dirname(articleFile), reference)
  return file === '..' || file.startsWith('../') || file.startsWith('/') ? undefined : file
}
