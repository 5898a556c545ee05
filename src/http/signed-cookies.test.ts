// Attacks on what we sign: a forged, truncated, duplicated or foreign cookie is worth exactly nothing, and no error.
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instants, metersAround, readersAround } from '../../test/support/arbitraries.ts'
import { EMPTY_METER } from '../core/meter.ts'
import type { KeyRing } from '../core/ports.ts'
import { cookieNames, setCookie } from './cookies.ts'
import { createIdentify } from './identify.ts'
import { openMeter, sealMeter } from './meter-cookie.ts'
import { openPass, type Pass, sealPass } from './pass.ts'
import { createSeals } from './seal.ts'

const NOW = Date.UTC(2026, 10, 23)
const key = (id: string) => ({ id, secret: new Uint8Array(randomBytes(32)) })
const ours = key('k1')
const ring = (...keys: KeyRing['keys']) => createSeals(() => ({ keys }), 'The Saltmarsh Courier')
const seals = ring(ours)
const names = cookieNames(false)
const pass: Pass = {
  reader: { kind: 'subscriber', id: 'ada', entitlements: [{ plan: 'digital', until: NOW + 9e9 }] },
  session: 'abcdefghijkl',
  issued: NOW,
  expires: NOW + 600_000,
  reads: EMPTY_METER,
}
const meter = { entries: [{ article: 'abcdefghijk', at: NOW, reader: undefined }] }
const nobody = createIdentify(seals, names)(undefined, NOW)

function identityOf(cookie: string) {
  return createIdentify(seals, names)(cookie, NOW)
}

describe('what we sealed', () => {
  test('the pass of a registered reader says as much as any meter can count, and a browser keeps it', () => {
    const entries = Array.from({ length: 200 }, (_, n) => ({
      article: `article${String(n).padStart(4, '0')}`,
      at: NOW,
      reader: 'a'.repeat(22),
    }))
    const reader = { kind: 'registered', id: 'a'.repeat(22) } as const
    const sealed = sealPass({ ...pass, reader, reads: { entries } }, seals)
    expect(openPass(sealed, seals)?.reads.entries).toHaveLength(200)
    expect(setCookie(cookieNames(true).pass, sealed, 60 * 86_400, true).length).toBeLessThan(4096)
  })
  test('any meter comes back as it was', () => {
    fc.assert(
      fc.property(
        instants.chain((now) => metersAround(now)),
        (meter) => {
          const sorted = [...meter.entries].sort((a, b) => a.at - b.at)
          const back = openMeter(sealMeter(meter, seals), seals)
          expect(new Set(back?.entries.map((entry) => JSON.stringify(entry)))).toEqual(
            new Set(
              sorted.map((entry) =>
                JSON.stringify({ ...entry, article: entry.article.slice(0, 11) }),
              ),
            ),
          )
        },
      ),
    )
  })
  test('any pass comes back as it was', () => {
    fc.assert(
      fc.property(readersAround(NOW), fc.integer({ min: 1, max: 1e9 }), (reader, minutes) => {
        fc.pre(reader.kind !== 'anonymous')
        const made: Pass = {
          reader,
          session: 'abcdefghijkl',
          issued: NOW,
          expires: NOW + minutes,
          reads: meter,
        }
        expect(openPass(sealPass(made, seals), seals)).toEqual(made)
      }),
    )
  })
  test('a cookie stays under 4 KB however much was read, and keeps the latest', () => {
    const entries = Array.from({ length: 400 }, (_, n) => ({
      article: `article${String(n).padStart(4, '0')}`,
      at: NOW + n * 60_000,
      reader: undefined,
    }))
    const sealed = sealMeter({ entries }, seals)
    expect(sealed.length + names.meter.length).toBeLessThan(4096)
    expect(openMeter(sealed, seals)?.entries.at(-1)?.article).toBe('article0399')
  })
  test('an older key still opens after a rotation, a removed one does not', () => {
    const sealed = sealPass(pass, seals)
    expect(openPass(sealed, ring(key('k2'), ours))).toEqual(pass)
    expect(openPass(sealed, ring(key('k2')))).toBeUndefined()
  })
})

describe('what we did not seal is worth what no cookie is', () => {
  const passText = sealPass(pass, seals)
  const meterText = sealMeter(meter, seals)

  test('one changed, removed or added character', () => {
    const texts = fc.constantFrom(passText, meterText)
    fc.assert(
      fc.property(
        texts,
        fc.nat(),
        fc.constantFrom('A', '0', '.', '-', '', 'AA'),
        (text, n, put) => {
          const at = n % text.length
          const changed = text.slice(0, at) + put + text.slice(at + 1)
          fc.pre(changed !== text)
          expect(identityOf(`${names.pass}=${changed}; ${names.meter}=${changed}`)).toEqual(nobody)
        },
      ),
      { numRuns: 500 },
    )
  })
  test('rubbish of every kind', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (text) => {
        expect(identityOf(`${names.pass}=${text}; ${names.meter}=${text}`)).toEqual(nobody)
        expect(identityOf(text)).toEqual(nobody)
      }),
    )
  })
  test('truncated at every length', () => {
    for (let length = 0; length < passText.length; length++)
      expect(identityOf(`${names.pass}=${passText.slice(0, length)}`)).toEqual(nobody)
  })
  test('sealed for another purpose, by another key, for another publication', () => {
    expect(identityOf(`${names.pass}=${meterText}; ${names.meter}=${passText}`)).toEqual(nobody)
    const foreign = ring({ ...key('k1') })
    expect(identityOf(`${names.pass}=${sealPass(pass, foreign)}`)).toEqual(nobody)
    const elsewhere = createSeals(() => ({ keys: [ours] }), 'The Inland Gazette')
    expect(identityOf(`${names.pass}=${sealPass(pass, elsewhere)}`)).toEqual(nobody)
  })
  test('the same cookie twice', () => {
    expect(identityOf(`${names.pass}=${passText}; ${names.pass}=${passText}`)).toEqual(nobody)
    expect(identityOf(`${names.meter}=${meterText}; x=1;${names.meter}=other`)).toEqual(nobody)
  })
  test('expired to the millisecond, also when it is remembered', () => {
    const identify = createIdentify(seals, names)
    const cookie = `${names.pass}=${passText}`
    expect(identify(cookie, pass.expires - 1).reader).toEqual(pass.reader)
    const late = identify(cookie, pass.expires)
    expect(late).toEqual({ ...nobody, pass })
  })
  test('sealed by a key that was taken away, also when it is remembered', () => {
    let keys: KeyRing = { keys: [ours] }
    const turning = createSeals(() => keys, 'The Saltmarsh Courier')
    const identify = createIdentify(turning, names)
    const cookie = `${names.pass}=${passText}; ${names.meter}=${meterText}`
    expect(identify(cookie, NOW).reader).toEqual(pass.reader)
    keys = { keys: [key('k2')] }
    expect(identify(cookie, NOW)).toEqual(nobody)
  })
  test('a cookie whose name only ends like ours', () => {
    expect(identityOf(`x${names.pass}=${passText}`)).toEqual(nobody)
    expect(identityOf(`x=${names.pass}=${passText}`)).toEqual(nobody)
  })
})

test('a reader is who the pass says, with the browser’s meter beside what the store knew', () => {
  const found = identityOf(
    `a=b; ${names.meter}=${sealMeter(meter, seals)}; ${names.pass}=${sealPass(pass, seals)}`,
  )
  expect(found).toEqual({
    reader: pass.reader,
    meter,
    meterName: expect.any(String),
    pass,
    session: undefined,
    thanks: false,
  })
})
