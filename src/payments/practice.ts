// Practice payments: nobody pays and everything else works. The publication's own page says what a bank would say, and
// what ends its period renews by itself.
import type { Payments } from '../core/payments.ts'
import { ok } from '../core/result.ts'
import type { Store } from '../core/store.ts'

/** `account`: the path of the account's pages, where checkouts are answered. Never fails. */
export function practicePayments(account: string): Payments {
  return {
    isPractice: true,
    begin: async ({ id }) => ok({ redirect: `${account}/practice/${id}` }),
    setRenewal: async () => ok(undefined),
  }
}

/** Renews or ends whatever has come to the end of its period; in an outage the rest waits for the next time. */
export async function renewPractice(store: Pick<Store, 'renewDue'>, now: number): Promise<void> {
  let renewed = await store.renewDue(now)
  while (renewed.ok && renewed.value > 0) renewed = await store.renewDue(now)
}
