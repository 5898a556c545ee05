// Chosen encoding: what a browser's Accept-Encoding comes to, looked up. There are as many different ones as browsers.
import { chooseEncoding, type Encoding } from './prepare.ts'
import { detached } from './remembered.ts'

const MOST = 100
/** Characters; browsers send about 25. */
const LONGEST = 100

const known = new Map<string, Encoding>()

/** As chooseEncoding has it. */
export function chosenEncoding(accept: string | undefined): Encoding {
  if (accept === undefined || accept.length > LONGEST) return chooseEncoding(accept)
  const found = known.get(accept)
  if (found !== undefined) return found
  if (known.size >= MOST) known.clear()
  const own = detached(accept)
  known.set(own, chooseEncoding(own))
  return chooseEncoding(accept)
}
