// Prove: what a passkey has signed, checked with the library for it. Runs in the passkeys' thread.
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers'
import {
  type KnownPasskeyAnswer,
  type NewPasskeyAnswer,
  PASSKEY_ALGORITHMS,
  type Passkey,
  type ProvedPasskey,
} from '../core/passkey.ts'
import { failed, ok, type Result } from '../core/result.ts'

/** What is to be proved, and for whom. */
export type Proof = {
  /** The publication's own address, as browsers write an origin. */
  readonly origin: string
  readonly host: string
  readonly question: string
} & (
  | { readonly kind: 'new'; readonly answer: NewPasskeyAnswer }
  | { readonly kind: 'known'; readonly answer: KnownPasskeyAnswer; readonly passkey: Passkey }
)

/** `new` gives the passkey, `known` its count of signatures. */
export type Proved = Result<ProvedPasskey | number, 'refused'>

export async function prove(proof: Proof): Promise<Proved> {
  try {
    return proof.kind === 'new' ? await proveNew(proof) : await proveKnown(proof)
  } catch (error) {
    return failed('refused', error instanceof Error ? error.message : String(error))
  }
}

function expected({ origin, host, question }: Proof) {
  return {
    expectedChallenge: question,
    expectedOrigin: origin,
    expectedRPID: host,
    requireUserVerification: true,
  }
}

async function proveNew(proof: Extract<Proof, { kind: 'new' }>): Promise<Proved> {
  const { id, clientData, attestation } = proof.answer
  if (!vouchesForItself(attestation))
    return failed('refused', 'It comes with a certificate, which was not asked for')
  const proved = await verifyRegistrationResponse({
    ...expected(proof),
    supportedAlgorithmIDs: [...PASSKEY_ALGORITHMS],
    response: {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON: clientData, attestationObject: attestation },
    },
  })
  if (!proved.verified) return failed('refused', 'Its signature is another one')
  const { credential } = proved.registrationInfo
  const publicKey = isoBase64URL.fromBuffer(credential.publicKey)
  return ok({ id: credential.id, publicKey, signCount: credential.counter })
}

/**
 * Whether nobody else speaks for it. None was asked to (`attestation: "none"`), and looking certificates up would lead
 * this server to addresses that stand in them.
 */
function vouchesForItself(attestation: string): boolean {
  const object = decodeAttestationObject(isoBase64URL.toBuffer(attestation))
  const format = object.get('fmt')
  return (
    format === 'none' || (format === 'packed' && object.get('attStmt').get('x5c') === undefined)
  )
}

async function proveKnown(proof: Extract<Proof, { kind: 'known' }>): Promise<Proved> {
  const { answer, passkey } = proof
  if (answer.id !== passkey.id) return failed('refused', 'It is the answer of another passkey')
  if (answer.reader !== passkey.reader) return failed('refused', 'It is the passkey of another')
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    ...expected(proof),
    response: {
      id: answer.id,
      rawId: answer.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: answer.clientData,
        authenticatorData: answer.authenticatorData,
        signature: answer.signature,
        userHandle: answer.reader,
      },
    },
    credential: {
      id: passkey.id,
      publicKey: isoBase64URL.toBuffer(passkey.publicKey),
      counter: passkey.signCount,
    },
  })
  return verified
    ? ok(authenticationInfo.newCounter)
    : failed('refused', 'Its signature is another one')
}
