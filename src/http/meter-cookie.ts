// Meter cookie: the meter as a signed text in the reader's own browser. No server state, no fingerprint.
// Payload: groups joined by `~`, each `<reader>:<entries>`; an entry is the article (11 characters) and the minute (5).
import { EMPTY_METER, type Meter, type MeterEntry } from '../core/meter.ts'
import type { Seals } from './seal.ts'

const ENTRY = 16
const MINUTE = 60_000
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Browsers keep cookies up to 4,096 bytes with name and attributes (RFC 6265bis §5.6). */
const LONGEST = 3800

export function sealMeter(meter: Meter, seals: Seals): string {
  let entries = meter.entries
  let payload = encodeMeter({ entries })
  while (payload.length > LONGEST) {
    entries = entries.slice(Math.ceil(entries.length / 8))
    payload = encodeMeter({ entries })
  }
  return seals.seal('meter', payload)
}

/** Undefined for anything that we did not seal as a meter. */
export function openMeter(text: string, seals: Seals): Meter | undefined {
  const payload = seals.open('meter', text)
  return payload === undefined ? undefined : decodeMeter(payload)
}

export function encodeMeter({ entries }: Meter): string {
  const [first] = entries
  // Most meters are of one reader alone.
  if (first !== undefined && entries.every(({ reader }) => reader === first.reader)) {
    let text = `${first.reader ?? ''}:`
    for (const { article, at } of entries) text += article + encodeMinute(at)
    return text
  }
  const groups = new Map<string, string>()
  for (const { article, at, reader } of entries) {
    const mark = reader ?? ''
    groups.set(mark, (groups.get(mark) ?? '') + article + encodeMinute(at))
  }
  return [...groups].map(([mark, entries]) => `${mark}:${entries}`).join('~')
}

export function decodeMeter(payload: string): Meter | undefined {
  if (payload === '') return EMPTY_METER
  const entries: MeterEntry[] = []
  for (const group of payload.split('~')) {
    const colon = group.indexOf(':')
    const list = group.slice(colon + 1)
    if (colon < 0 || list.length % ENTRY !== 0) return undefined
    const reader = colon === 0 ? undefined : group.slice(0, colon)
    for (let at = 0; at < list.length; at += ENTRY)
      entries.push({
        article: list.slice(at, at + 11),
        at: decodeMinute(list.slice(at + 11, at + ENTRY)),
        reader,
      })
  }
  return { entries: entries.sort((a, b) => a.at - b.at) }
}

function encodeMinute(instant: number): string {
  const minutes = Math.floor(instant / MINUTE)
  const digit = (place: number) => DIGITS.charAt((minutes >> (6 * place)) & 63)
  return digit(4) + digit(3) + digit(2) + digit(1) + digit(0)
}

function decodeMinute(text: string): number {
  let minutes = 0
  for (const digit of text) minutes = minutes * 64 + Math.max(0, DIGITS.indexOf(digit))
  return minutes * MINUTE
}
