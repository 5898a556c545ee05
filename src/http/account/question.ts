// Question: the bytes that a passkey signs. Sealed and bound to whom they were asked of, so that none has to be kept until
// one is answered. It may be answered once: the store keeps the hash of an answered one until it would be worn.
import { randomBytes } from 'node:crypto'
import { type AnsweredQuestion, QUESTION_MINUTES } from '../../core/passkey.ts'
import type { Seals } from '../seal.ts'
import { hashOf } from '../session.ts'

export const QUESTION_MS = QUESTION_MINUTES * 60_000

/** A new question as browsers take it, base64url. `asked`: what for, and of whom, by a secret that nobody else has. */
export function newQuestion(asked: string, now: number, seals: Seals): string {
  const nonce = randomBytes(16).toString('base64url')
  const payload = [nonce, now + QUESTION_MS, hashOf(asked)].join(':')
  return Buffer.from(seals.seal('question', payload)).toString('base64url')
}

/** Undefined for whatever was not `asked` within the last five minutes. */
export function openQuestion(
  question: string,
  asked: string,
  now: number,
  seals: Seals,
): AnsweredQuestion | undefined {
  const sealed = Buffer.from(question, 'base64url')
  if (sealed.toString('base64url') !== question) return undefined
  const payload = seals.open('question', sealed.toString('latin1'))
  const [, expires, hash] = payload?.split(':') ?? []
  if (hash !== hashOf(asked) || !(now < Number(expires))) return undefined
  return { hash: hashOf(question), expires: Number(expires) }
}
