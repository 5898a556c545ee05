// Thread: proves passkeys beside the serving thread. The library takes a fifth of a second to load.
import { parentPort } from 'node:worker_threads'
import { type Proof, prove } from './prove.ts'

parentPort?.on('message', async ({ id, proof }: { readonly id: number; readonly proof: Proof }) => {
  parentPort?.postMessage({ id, proved: await prove(proof) })
})
