// Small memory: an audit makes much that is forgotten at once, and V8 would rather take a hundred megabytes for it than
// tidy up more often.
import { setFlagsFromString } from 'node:v8'

/** Keeps the room for what is new small, from now on and for the whole process. It costs some processor time. */
export function stayInSmallMemory(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
