// Story clock: what a server of its own process is started with (`node --import`) when a story sets its time. It stands
// until another time is written into the file.
import { openSync, readSync } from 'node:fs'

const file = openSync(process.env['STORY_CLOCK'] ?? '', 'r')
const bytes = Buffer.alloc(8)

Date.now = () => {
  readSync(file, bytes, 0, bytes.length, 0)
  return bytes.readDoubleLE()
}
