// The accounts' thread as a bad day makes it: while `<database>.hangs` is there it neither starts nor answers,
// and when `<database>.dies` appears it takes that away and dies in the middle of what it was asked.
import { existsSync, rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Asked, Told } from '../../src/store/accounts/calls.ts'
import { serveCalls } from '../../src/store/accounts/serve-calls.ts'

const file = String(workerData)
const bell = new Int32Array(new SharedArrayBuffer(4))

function hang(): void {
  while (existsSync(`${file}.hangs`)) Atomics.wait(bell, 0, 0, 5)
}

function die(): void {
  if (!existsSync(`${file}.dies`)) return
  rmSync(`${file}.dies`)
  throw new Error('struck by lightning')
}

hang()
await serveCalls(file, {
  tell: (told: Told) => parentPort?.postMessage(told),
  hear: (listen) =>
    parentPort?.on('message', (asked: Asked) => {
      die()
      hang()
      listen(asked)
    }),
  end: () => parentPort?.close(),
})
