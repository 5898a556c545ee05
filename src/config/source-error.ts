// Source error: a configuration that cannot be evaluated, with the place that is to blame.
import { type Program, parse } from 'acorn'

export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly file: string
  readonly line: number | undefined

  /** `file` relative to the edition; `what` reads on after the file's name. */
  constructor(file: string, line: number | undefined, what: string) {
    super(what)
    this.file = file
    this.line = line
  }
}

/** Parses JavaScript without types, which Node would refuse without saying in which line. Throws a SourceError. */
export function parseScript(text: string, file: string): Program {
  try {
    return parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
      allowHashBang: true,
    })
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const [, message = '', line] = /^(.*) \((\d+):\d+\)$/s.exec(error.message) ?? []
    throw new SourceError(
      file,
      line === undefined ? undefined : Number(line),
      `has a mistake in its writing (${message || error.message})`,
    )
  }
}
