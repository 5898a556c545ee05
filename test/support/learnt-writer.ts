// Learnt writer: learns articles on a folder until it is killed, and says which are on the disk.
import { openLearnt, readingOf } from './learnt.ts'

const [, , folder = '', life = ''] = process.argv
const { known, learnt } = await openLearnt(folder)
for (let at = 0; ; at++) {
  learnt.take(readingOf(`/${life}/${at}`))
  if (at % 50 !== 49) continue
  await known.written()
  process.stdout.write(`${at}\n`)
}
