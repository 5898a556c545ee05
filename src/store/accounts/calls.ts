// Calls: what the serving thread and the thread of the database say to each other.
import type { Result } from '../../core/result.ts'
import type { Store } from '../../core/store.ts'
import type { Unopened } from './place.ts'

export type Method = keyof Store

interface CallOf<Name extends Method> {
  readonly kind: 'call'
  readonly id: number
  /** Epoch milliseconds. Nobody waits for the answer after it: a call that is met later is not begun. */
  readonly deadline: number
  readonly method: Name
  readonly args: Parameters<Store[Name]>
}

export type Call = { [Name in Method]: CallOf<Name> }[Method]

export interface Answered {
  readonly id: number
  readonly result: Result<unknown, string>
}

export type Asked =
  | { readonly kind: 'calls'; readonly calls: readonly Call[] }
  | { readonly kind: 'close' }

export type Told =
  | { readonly kind: 'open' }
  | { readonly kind: 'unopened'; readonly reason: Unopened; readonly detail: string }
  | { readonly kind: 'report'; readonly line: string }
  | { readonly kind: 'answers'; readonly answers: readonly Answered[] }

/** The method that a call names, with its arguments. */
export function carryOut<Name extends Method>(
  store: { [Each in Name]: (...args: Parameters<Store[Each]>) => ReturnType<Store[Each]> },
  { method, args }: CallOf<Name>,
): ReturnType<Store[Name]> {
  return store[method](...args)
}

type Ask = <Name extends Method>(
  method: Name,
  args: Parameters<Store[Name]>,
) => ReturnType<Store[Name]>

/** A store whose methods are calls of `ask`. */
export function storeOf(ask: Ask): Store {
  return {
    ...passkeyCalls(ask),
    ready: (...args) => ask('ready', args),
    challenge: (...args) => ask('challenge', args),
    challengeOfLink: (...args) => ask('challengeOfLink', args),
    challengeOfBrowser: (...args) => ask('challengeOfBrowser', args),
    logInByCode: (...args) => ask('logInByCode', args),
    logInByLink: (...args) => ask('logInByLink', args),
    standing: (...args) => ask('standing', args),
    sessions: (...args) => ask('sessions', args),
    endSession: (...args) => ask('endSession', args),
    endSessionByHash: (...args) => ask('endSessionByHash', args),
    endSessions: (...args) => ask('endSessions', args),
    openFeed: (...args) => ask('openFeed', args),
    closeFeed: (...args) => ask('closeFeed', args),
    feedOf: (...args) => ask('feedOf', args),
    standingOfFeed: (...args) => ask('standingOfFeed', args),
    noteReads: (...args) => ask('noteReads', args),
    account: (...args) => ask('account', args),
    accountOf: (...args) => ask('accountOf', args),
    entitlements: (...args) => ask('entitlements', args),
    grant: (...args) => ask('grant', args),
    revoke: (...args) => ask('revoke', args),
    ensureAccount: (...args) => ask('ensureAccount', args),
    setStaff: (...args) => ask('setStaff', args),
    changeAddress: (...args) => ask('changeAddress', args),
    undoAddress: (...args) => ask('undoAddress', args),
    confirmCancel: (...args) => ask('confirmCancel', args),
    beginCheckout: (...args) => ask('beginCheckout', args),
    checkout: (...args) => ask('checkout', args),
    settleCheckout: (...args) => ask('settleCheckout', args),
    subscriptionsOf: (...args) => ask('subscriptionsOf', args),
    cancel: (...args) => ask('cancel', args),
    resume: (...args) => ask('resume', args),
    paymentsOf: (...args) => ask('paymentsOf', args),
    renewDue: (...args) => ask('renewDue', args),
    export: (...args) => ask('export', args),
    erase: (...args) => ask('erase', args),
    queueMail: (...args) => ask('queueMail', args),
    takeMails: (...args) => ask('takeMails', args),
    mailSent: (...args) => ask('mailSent', args),
    mailFailed: (...args) => ask('mailFailed', args),
    importPayers: (...args) => ask('importPayers', args),
    payerRecords: (...args) => ask('payerRecords', args),
    figures: (...args) => ask('figures', args),
    audit: (...args) => ask('audit', args),
    auditOf: (...args) => ask('auditOf', args),
    tidy: (...args) => ask('tidy', args),
  }
}

function passkeyCalls(
  ask: Ask,
): Pick<
  Store,
  'logInByPasskey' | 'passkey' | 'passkeysOf' | 'addPasskey' | 'removePasskey' | 'shutOut'
> {
  return {
    logInByPasskey: (...args) => ask('logInByPasskey', args),
    passkey: (...args) => ask('passkey', args),
    passkeysOf: (...args) => ask('passkeysOf', args),
    addPasskey: (...args) => ask('addPasskey', args),
    removePasskey: (...args) => ask('removePasskey', args),
    shutOut: (...args) => ask('shutOut', args),
  }
}
