import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const FLAG = '--no-wasm-code-gc'

test('whatever runs the source in threads keeps V8 from collecting the code that strips its types', async () => {
  const { scripts } = JSON.parse(
    await readFile(new URL('../package.json', import.meta.url), 'utf8'),
  )
  expect(scripts.start).toContain(`${FLAG} src/cli.ts`)
  expect(scripts.standfirst).toContain(`${FLAG} src/cli.ts`)
  expect(process.execArgv).toContain(FLAG)
})
