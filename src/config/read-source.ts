// Read the source: finds an edition's configuration and evaluates it, or says in which line it fails.
import { readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checked, Fault } from '../core/fault.ts'
import { lineOfField } from './line-of-field.ts'
import { loadModule } from './load-module.ts'
import { parseScript, SourceError } from './source-error.ts'

const NAMES = ['ts', 'mts', 'js', 'mjs', 'json'].map((ending) => `standfirst.config.${ending}`)

export interface ConfigSource {
  /** The file's name; undefined when the edition has no configuration. */
  readonly file: string | undefined
  readonly value: unknown
  /** The line in which a field is written, or the nearest field around it. */
  lineOf(path: readonly PropertyKey[]): number | undefined
}

/** Reads the one configuration of the edition in `dir`; it is code, so it runs with all that this process may do. */
export async function readSource(dir: string): Promise<Checked<ConfigSource>> {
  const folder = await stat(dir).catch(() => undefined)
  if (!folder?.isDirectory())
    return stop(dir, 'is not a folder', 'name the folder that holds the edition')
  const found = await present(dir)
  const [file, second] = found
  if (file === undefined)
    return { ok: true, value: { file: undefined, value: {}, lineOf: () => undefined } }
  if (second !== undefined)
    return stop(second, `stands beside ${file}`, 'keep one configuration and remove the other')
  const base = await realpath(dir)
  try {
    if (file.endsWith('.json')) return { ok: true, value: await readJson(base, file) }
    const { value, script } = await loadModule(base, file)
    return { ok: true, value: { file, value, lineOf: (path) => lineOfField(script, path) } }
  } catch (error) {
    return { ok: false, faults: [faultOf(error, file)] }
  }
}

async function present(dir: string): Promise<string[]> {
  const states = await Promise.all(
    NAMES.map(async (name) => ({
      name,
      found: await stat(join(dir, name)).catch(() => undefined),
    })),
  )
  return states.filter(({ found }) => found?.isFile()).map(({ name }) => name)
}

async function readJson(base: string, file: string): Promise<ConfigSource> {
  const text = (await readFile(join(base, file), 'utf8')).replace(/^\uFEFF/, '')
  // As script it says in which line it fails, which JSON.parse says only sometimes.
  const script = parseScript(`export default ${text.trimEnd()}`, file)
  try {
    const value: unknown = JSON.parse(text)
    return { file, value, lineOf: (path) => lineOfField(script, path) }
  } catch (error) {
    const [, line] = /\(line (\d+) column/.exec(messageOf(error)) ?? []
    const why = messageOf(error).replace(/ in JSON at position.*|, (?:\.\.\.)?".*/s, '')
    throw new SourceError(
      file,
      line === undefined ? undefined : Number(line),
      `is not JSON (${why})`,
    )
  }
}

function faultOf(error: unknown, file: string): Fault {
  if (error instanceof SourceError) {
    const { file: where, line, message } = error
    return { file: where, line, what: message, mend: 'correct it' }
  }
  const what = `cannot be read (${messageOf(error)})`
  return { file, line: undefined, what, mend: 'make it readable for the one who starts Standfirst' }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function stop(file: string, what: string, mend: string): Checked<never> {
  return { ok: false, faults: [{ file, line: undefined, what, mend }] }
}
