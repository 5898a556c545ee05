// Payer file: a CSV file, row by row. UTF-8 with or without a byte order mark; commas, semicolons or tabs.
import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'

export interface Row {
  /** As spreadsheets count: the head is row 1. */
  readonly row: number
  /** Without spaces around them. */
  readonly cells: readonly string[]
}

/** More than any row has; a file without line ends would else be read into memory whole. */
const LONGEST_ROW = 100_000

/** The rows of a file, the head among them, without those that are empty. Throws a FileFault for what is no such file. */
export async function* rowsOf(file: string): AsyncGenerator<Row> {
  try {
    const parser = parse({
      delimiter: delimiterOf(await firstLine(file)),
      relax_column_count: true,
      trim: true,
      max_record_size: LONGEST_ROW,
    })
    // What goes wrong in the source ends the parser, and reaches the loop below from there.
    pipeline(Readable.from(textOf(file)), parser, () => undefined)
    let row = 0
    for await (const record of parser) {
      row++
      const cells: readonly string[] = record
      if (cells.some((cell) => cell !== '')) yield { row, cells }
    }
  } catch (error) {
    throw new FileFault(faultOf(error), { cause: error })
  }
}

/** Its message is the end of a sentence that the file's name begins. */
export class FileFault extends Error {}

async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of createReadStream(file)) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

async function firstLine(file: string): Promise<string> {
  let text = ''
  for await (const part of textOf(file)) {
    text += part
    if (/[\r\n]/.test(text) || text.length > LONGEST_ROW) break
  }
  return text.split(/[\r\n]/, 1)[0] ?? ''
}

/** The one that parts the head into most cells. */
function delimiterOf(head: string): string {
  const countOf = (delimiter: string) => head.split(delimiter).length
  return [',', ';', '\t'].reduce((one, other) => (countOf(other) > countOf(one) ? other : one))
}

function faultOf(error: unknown): string {
  if (error instanceof CsvError) {
    const { code, records } = error
    const where = typeof records === 'number' ? `row ${records + 1}: ` : ''
    if (code === 'CSV_MAX_RECORD_SIZE') return `${where}a row without an end: is it a CSV file?`
    return `${where}the quotation marks do not match; a cell that holds one is put in quotation marks, and the one in it written twice`
  }
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return 'it is not UTF-8: save it as "CSV UTF-8"'
    if (error.code === 'ENOENT') return 'there is no such file'
  }
  return error instanceof Error ? error.message : String(error)
}
