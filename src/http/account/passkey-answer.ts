// Passkey answer: what a page's form brings of a browser's answer (WebAuthn §5.1, toJSON), taken apart and bounded. Nothing
// of it is believed before it is proved.
import { z } from 'zod'
import type { KnownPasskeyAnswer, NewPasskeyAnswer } from '../../core/passkey.ts'

const base64url = z.string().regex(/^[\w-]{1,8000}$/)
const id = z.string().regex(/^[\w-]{1,1400}$/) // at most 1023 bytes (WebAuthn §4)
const reader = z.string().regex(/^[\w-]{1,86}$/) // at most 64 bytes (WebAuthn §5.4.3)

const made = z.object({
  id,
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url }),
})

const used = z.object({
  id,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: reader,
  }),
})

const clientData = z.object({ challenge: base64url })

/** Undefined for what no browser sends. */
export function newPasskeyAnswer(text: string): NewPasskeyAnswer | undefined {
  const read = made.safeParse(parsed(text))
  if (!read.success) return undefined
  const { id, response } = read.data
  const question = questionIn(response.clientDataJSON)
  return question === undefined
    ? undefined
    : { id, question, clientData: response.clientDataJSON, attestation: response.attestationObject }
}

export function knownPasskeyAnswer(text: string): KnownPasskeyAnswer | undefined {
  const read = used.safeParse(parsed(text))
  if (!read.success) return undefined
  const { id, response } = read.data
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  const question = questionIn(clientDataJSON)
  return question === undefined
    ? undefined
    : { id, question, clientData: clientDataJSON, authenticatorData, signature, reader: userHandle }
}

function questionIn(data: string): string | undefined {
  const read = clientData.safeParse(parsed(Buffer.from(data, 'base64url').toString()))
  return read.success ? read.data.challenge : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
