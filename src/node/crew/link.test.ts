import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const LINK = new URL('./link.ts', import.meta.url).href
/** More than Node lets listen to one process without a word. */
const PARTS = 12
const HEARING = `
  import { openLink } from '${LINK}'
  const link = openLink()
  let heard = 0
  for (let part = 0; part < ${PARTS}; part++) link.hear(({ kind }) => { if (kind === 'end') heard++ })
  link.hear(() => { console.log(heard); process.disconnect() })
  process.send('listens')
`

test('as many parts as there are hear what the owner says, and Node sees no leak in it', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', HEARING], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const [out, err] = [child.stdout, child.stderr]
  if (out === null || err === null) throw new TypeError('It was started without pipes')
  const said = Promise.all([text(out), text(err)])
  await once(child, 'message')
  child.send({ kind: 'end' })
  expect(await said).toEqual([`${PARTS}\n`, ''])
})
