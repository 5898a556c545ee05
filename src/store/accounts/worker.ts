// Worker: the thread that holds the accounts' database open and answers the serving thread. SQLite blocks; here it may.
import { parentPort, workerData } from 'node:worker_threads'
import type { Told } from './calls.ts'
import { serveCalls } from './serve-calls.ts'

if (parentPort === null) throw new Error('worker.ts runs as a worker thread alone')
const port = parentPort
await serveCalls(String(workerData), {
  tell: (told: Told) => port.postMessage(told),
  hear: (listen) => port.on('message', listen),
  end: () => port.close(),
})
