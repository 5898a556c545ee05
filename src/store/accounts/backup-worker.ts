// Backup worker: the thread that copies the accounts, so that copying a large database keeps nobody waiting.
import { parentPort, workerData } from 'node:worker_threads'
import { copyDatabase } from './copy.ts'
import { sentenceOf } from './sqlite-errors.ts'

/** Says what went wrong; undefined when nothing did. */
function copy({ from, to }: { readonly from: string; readonly to: string }): string | undefined {
  try {
    copyDatabase(from, to)
    return undefined
  } catch (error) {
    return sentenceOf(error)
  }
}

parentPort?.postMessage(copy(workerData))
