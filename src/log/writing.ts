// Writing: what a form of the log is, lines or records.
import type { Print } from '../core/log.ts'
import type { Telling } from './requests.ts'

export interface Writing {
  readonly print: Print
  readonly telling: Telling
}
