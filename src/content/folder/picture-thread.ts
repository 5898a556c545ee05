// Picture thread: finds out kind and size of a picture from its first bytes, away from the thread that serves readers.
import { parentPort } from 'node:worker_threads'
import { imageSize } from 'image-size'
import { workOff } from '../thread/thread-messages.ts'

/** In CSS pixels, turned as the camera says; undefined what the picture does not say. */
export interface Measure {
  readonly type: string | undefined
  readonly width: number | undefined
  readonly height: number | undefined
}

function measure(head: Uint8Array): Measure {
  try {
    const { width, height, type, orientation = 1 } = imageSize(head)
    return orientation >= 5 ? { type, width: height, height: width } : { type, width, height }
  } catch {
    // A picture that does not say its size is shown in whatever room it takes.
    return { type: undefined, width: undefined, height: undefined }
  }
}

if (parentPort !== null) workOff(parentPort, measure)
