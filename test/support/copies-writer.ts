// Writes copies into the folder it is given, and removes some, and says of each on standard output that it is on the
// disk or off it, until it is killed. `test/stories/origin-cache-disk.test.ts` does that.
import { writeSync } from 'node:fs'
import { Disk } from '../../src/content/origin/cache/disk.ts'
import { copyAt, LIFETIME } from './copies.ts'

const [, , dir = '', life = ''] = process.argv
const opened = await Disk.open({
  dir,
  budgetBytes: 1024 ** 3,
  report: (line) => process.stderr.write(`${line}\n`),
})
if (!opened.ok) throw new Error(opened.detail)
const disk = opened.value
writeSync(1, 'open\n')

for (let at = 0; ; at++) {
  const key = `/${life}/${at}`
  await disk.put({ copy: copyAt(key), lifetime: LIFETIME }, at % 2 === 0)
  if (at % 10 !== 9) continue
  // Everything that waited is written.
  await disk.close()
  writeSync(1, `kept ${at}\n`)
  await disk.removePath(`/${life}/${at - 5}`)
  writeSync(1, `removed ${at - 5}\n`)
}
