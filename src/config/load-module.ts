// Load a module: runs a configuration that is written as code, wherever it lies. `import … from 'standfirst'` finds
// this package without node_modules, and types are taken off where Node itself refuses to (under node_modules).
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Program } from 'acorn'
import { parseScript, SourceError } from './source-error.ts'

/** A configuration that waits for something may take so long. */
const PATIENCE_MS = 10_000

/** What `standfirst` means to a configuration: the neighbour of this file, as source or compiled. */
const SELF = new URL(`../index${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

/**
 * Evaluates `file` of the edition in `base` (a real path) afresh, with the modules of the edition that it imports.
 * Gives its default export and its script without types. Throws a SourceError that names file and line.
 */
export async function loadModule(
  base: string,
  file: string,
): Promise<{ readonly value: unknown; readonly script: Program }> {
  const edition = new EditionModules(base)
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (!edition.owns(context.parentURL)) return next(specifier, context)
      if (specifier === 'standfirst') return { url: SELF.href, shortCircuit: true }
      const found = next(specifier, context)
      return edition.owns(found.url) ? { ...found, url: edition.fresh(found.url) } : found
    },
    load: (url, context, next) =>
      edition.owns(url) && /\.m?[jt]s$/.test(new URL(url).pathname)
        ? { format: 'module', source: edition.source(url), shortCircuit: true }
        : next(url, context),
  })
  try {
    const address = edition.fresh(pathToFileURL(join(base, file)).href)
    const module: object = await inTime(import(address), file)
    if (!('default' in module)) throw new SourceError(file, undefined, 'exports no default')
    return { value: module.default, script: edition.script(file) }
  } catch (error) {
    throw error instanceof SourceError ? error : edition.blame(error, file)
  } finally {
    hooks.deregister()
  }
}

/** The modules of one edition, for one evaluation: a query sets them apart from those of an earlier one. */
class EditionModules {
  readonly #base: string
  readonly #query = `?${randomUUID()}`
  readonly #scripts = new Map<string, Program>()

  constructor(base: string) {
    this.#base = pathToFileURL(`${base}/`).href
  }

  owns(url: string | undefined): boolean {
    return (
      url?.startsWith(this.#base) === true &&
      !url.slice(this.#base.length).includes('node_modules/')
    )
  }

  fresh(url: string): string {
    return url.endsWith(this.#query) ? url : `${url}${this.#query}`
  }

  source(url: string): string {
    const path = fileURLToPath(url)
    const file = relative(fileURLToPath(this.#base), path)
    const written = readFileSync(path, 'utf8')
    const text = /\.m?ts$/.test(path) ? withoutTypes(written, file) : written
    this.#scripts.set(file, parseScript(text, file))
    return text
  }

  script(file: string): Program {
    return this.#scripts.get(file) ?? parseScript('', file)
  }

  /** What another error says, and the edition's own line in it. */
  blame(error: unknown, file: string): SourceError {
    const isError = error instanceof Error
    const message = (isError ? error.message : String(error))
      .replaceAll(this.#query, '')
      .replaceAll(fileURLToPath(this.#base), '')
      .replace(/ imported from .*$/s, '')
    const stack = isError ? (error.stack ?? '') : ''
    const from = stack.indexOf(this.#base)
    const [, where, line] =
      (from < 0
        ? undefined
        : /^(.*?)\?[-\da-f]+:(\d+)/.exec(stack.slice(from + this.#base.length))) ?? []
    return new SourceError(
      where === undefined ? file : decodeURIComponent(where),
      line === undefined ? undefined : Number(line),
      `stops with an error (${message.split('\n')[0] ?? ''})`,
    )
  }
}

/**
 * Takes types off; every character keeps its line. Node calls this experimental once per process: that warning is for
 * those who build on it, not for a publisher, so it is held back while the call lasts.
 */
function withoutTypes(text: string, file: string): string {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const [, line] = /:(\d+)\n/.exec(error.stack ?? '') ?? []
    throw new SourceError(
      file,
      line === undefined ? undefined : Number(line),
      `has a mistake in its writing (${error.message})`,
    )
  } finally {
    process.emitWarning = emitWarning
  }
}

async function inTime<Value>(work: Promise<Value>, file: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const what = `is not done after ${PATIENCE_MS / 1000} seconds`
    timer = setTimeout(() => reject(new SourceError(file, undefined, what)), PATIENCE_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
