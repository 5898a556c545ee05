// Text thread: what runs in it.
import { parentPort } from 'node:worker_threads'
import type { ToTakeApart } from './apart.ts'
import { takeApart } from './take-apart.ts'
import type { Told } from './thread.ts'

const port = parentPort

if (port !== null) {
  const tell = (told: Told) => port.postMessage(told)
  port.on('message', (asked: ToTakeApart) => {
    try {
      tell({ kind: 'done', apart: takeApart(asked) })
    } catch (error) {
      tell({ kind: 'failed', why: error instanceof Error ? error.message : String(error) })
    }
  })
  tell({ kind: 'ready' })
}
