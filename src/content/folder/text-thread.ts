// Text thread: turns articles' sources into bodies, away from the thread that serves readers.
import { parentPort, workerData } from 'node:worker_threads'
import { workOff } from '../thread/thread-messages.ts'
import { type BodyOptions, bodyReader, type Source } from './body.ts'
import type { PictureFile } from './picture-names.ts'

const options: BodyOptions = workerData

if (parentPort !== null)
  workOff<Source, PictureFile | undefined>(parentPort, (source, question) => {
    const { buffer, byteOffset, byteLength } = source.bytes
    const bytes = Buffer.from(buffer, byteOffset, byteLength)
    return bodyReader(options, { look: question })({ ...source, bytes })
  })
