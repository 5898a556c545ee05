// Seal: signing what we hand out, so that it comes back as it was. `v1.<key id>.<payload>.<MAC>`, HMAC-SHA256.
// Every purpose has its own key, derived by HKDF (RFC 5869) from the ring, so that no seal serves for another purpose.
import { hkdfSync } from 'node:crypto'
import type { KeyRing } from '../core/ports.ts'
import { createMac, isMac, type Mac } from './mac.ts'

type Purpose =
  | 'pass'
  | 'meter'
  | 'preview'
  | 'session'
  | 'challenge'
  | 'link'
  | 'passkey'
  | 'question'
  | 'feed'

export interface Seals {
  /** `payload` must be made of `A-Z a-z 0-9 _ - ~ :`. Signs with the newest key. */
  seal(purpose: Purpose, payload: string): string
  /** The payload, or undefined for anything we did not seal for this purpose. Never throws. */
  open(purpose: Purpose, text: string): string | undefined
  /** The keys of this moment; another value after each rotation. */
  ring(): KeyRing
}

const LONGEST = 4096
const SHAPE = /^v1\.([a-z0-9]{1,8})\.([A-Za-z0-9_~:-]*)\.([A-Za-z0-9_-]{43})$/

/** `ring` is asked each time, so that a rotation holds at once. `publication` separates publications that share keys. */
export function createSeals(ring: () => KeyRing, publication: string): Seals {
  let known: KeyRing | undefined
  let macs = new Map<Purpose, Map<string, Mac>>()
  const macFor = (purpose: Purpose, id: string): Mac | undefined => {
    const present = ring()
    if (present !== known) {
      known = present
      macs = new Map()
    }
    const made = macs.get(purpose)?.get(id)
    if (made !== undefined) return made
    const secret = present.keys.find((key) => key.id === id)?.secret
    if (secret === undefined) return undefined
    const derived = hkdfSync('sha256', secret, '', `standfirst ${purpose} ${publication}`, 32)
    const mac = createMac(new Uint8Array(derived))
    const ofPurpose = macs.get(purpose) ?? new Map<string, Mac>()
    macs.set(purpose, ofPurpose.set(id, mac))
    return mac
  }
  return {
    ring,
    seal(purpose, payload) {
      const id = ring().keys[0]?.id ?? ''
      const mac = macFor(purpose, id)
      if (mac === undefined) throw new Error('the key ring is empty')
      const signed = `v1.${id}.${payload}`
      return `${signed}.${mac(signed)}`
    },
    open(purpose, text) {
      if (text.length > LONGEST) return undefined
      const parts = SHAPE.exec(text)
      if (parts === null) return undefined
      const [, id = '', payload = '', claimed = ''] = parts
      const mac = macFor(purpose, id)
      if (mac === undefined) return undefined
      // Compared as written: 43 characters hold two bits too many, and only the canonical spelling counts.
      return isMac(mac, `v1.${id}.${payload}`, claimed) ? payload : undefined
    },
  }
}
