// Withdrawing: what taking an article away asks of its editor, and says of the server, wherever the article stands.
import { createInterface } from 'node:readline/promises'
import type { Config } from '../config.ts'
import { readWithdrawn } from '../store/orders.ts'
import type { ServingNote } from '../store/serving.ts'
import { notYet, untilGone, untilTakenIn } from './ask-server.ts'
import type { Terminal } from './command.ts'

export interface WithdrawOrder {
  readonly config: Config
  /** The address as it was written. */
  readonly written: string
  readonly dataDir: string
  readonly serving: ServingNote | undefined
  /** Nobody is asked. */
  readonly yes: boolean
  /** Also where no article is known. */
  readonly unknown: boolean
}

/** What is said of an address at which no article is known: `meant`: the one that it may have been mistyped from. */
export function sayUnknown(path: string, meant: string | undefined): string {
  const question = meant === undefined ? '' : ` Did you mean ${meant}?`
  return `Nothing was done: no article is known at ${path}.${question} An order is for good; add --unknown if it is to hold where none stands now.`
}

/** Whether there is an order for it already. Of orders that cannot be read it is said where one is added to them. */
export async function mayBeOrdered(dataDir: string, path: string): Promise<boolean> {
  try {
    return (await readWithdrawn(dataDir)).has(path)
  } catch {
    return true
  }
}

/** Asks whoever sits there to type the address; with nobody there it says what to do. */
export async function isMeant(path: string, terminal: Terminal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    terminal.err('Nothing was done. This cannot be undone, so add --yes where nobody can be asked.')
    return false
  }
  const asking = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await asking.question(`Type ${path} to withdraw it, anything else to stop: `)
  asking.close()
  if (answer.trim() === path) return true
  terminal.err('Nothing was done.')
  return false
}

/** Of a running server only what it answers now. */
export async function sayWhetherItIsGone(
  paths: readonly string[],
  { dataDir, serving }: { readonly dataDir: string; readonly serving: ServingNote | undefined },
  { out, err }: Terminal,
): Promise<boolean> {
  if (serving === undefined) {
    out(`No server is running on ${dataDir}; one that starts with it answers 410.`)
    return true
  }
  // Of several workers one answers, and the health check speaks for all.
  const objection = (await untilGone(serving, paths)) ?? (await untilTakenIn(serving, dataDir))
  if (objection === undefined) out(`The server at ${serving.address} answers 410.`)
  else err(notYet(serving, objection))
  return objection === undefined
}
