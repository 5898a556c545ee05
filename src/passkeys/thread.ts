// Thread: proves passkeys beside the serving thread. The library takes a fifth of a second to load.
import { parentPort } from 'node:worker_threads'
import { type Proof, prove } from './prove.ts'

/** From the serving thread. */
export type Said =
  | { readonly kind: 'prove'; readonly id: number; readonly proof: Proof }
  | { readonly kind: 'end' }

parentPort?.on('message', async (said: Said) => {
  if (said.kind === 'end') parentPort?.close()
  else parentPort?.postMessage({ id: said.id, proved: await prove(said.proof) })
})
