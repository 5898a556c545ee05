// Question: the bytes that a passkey signs. Sealed and bound to whom they were asked of, so that none has to be kept until
// one is answered. It may be answered once: the store keeps the hash of an answered one until it would be worn.
import { randomBytes } from 'node:crypto'
import { type AnsweredQuestion, QUESTION_MINUTES } from '../../core/passkey.ts'
import type { Seals } from '../seal.ts'
import { hashOf } from '../session.ts'

export const QUESTION_MS = QUESTION_MINUTES * 60_000

/** What is asked for, and of whom: a secret that nobody else has, or what is made of one. */
export interface Asked {
  readonly purpose: 'log-in' | 'add'
  readonly of: string
}

/** A new question as browsers take it, base64url. */
export function newQuestion(asked: Asked, now: number, seals: Seals): string {
  const nonce = randomBytes(16).toString('base64url')
  const payload = [asked.purpose, nonce, now + QUESTION_MS, hashOf(asked.of)].join(':')
  return Buffer.from(seals.seal('question', payload)).toString('base64url')
}

/** Undefined for whatever was not asked of this one for this purpose within the last five minutes. */
export function openQuestion(
  question: string,
  asked: Asked,
  now: number,
  seals: Seals,
): AnsweredQuestion | undefined {
  const sealed = Buffer.from(question, 'base64url')
  if (sealed.toString('base64url') !== question) return undefined
  const payload = seals.open('question', sealed.toString('latin1'))
  const [purpose, , expires, of] = payload?.split(':') ?? []
  if (purpose !== asked.purpose || of !== hashOf(asked.of) || !(now < Number(expires)))
    return undefined
  return { hash: hashOf(question), expires: Number(expires) }
}
