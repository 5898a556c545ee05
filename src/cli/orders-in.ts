// Orders in a data folder, for commands that ask what holds and change nothing.
import { existsSync } from 'node:fs'
import type { Opening } from '../core/policy.ts'
import { ok, type Result } from '../core/result.ts'
import { openOrders } from '../store/orders.ts'

/** What the data folder orders; nothing where there is none, and none is made for a question. */
export async function ordersIn(dataDir: string): Promise<
  Result<
    {
      readonly openings: readonly Opening[]
      readonly isWithdrawn: (path: string) => boolean
    },
    'broken'
  >
> {
  if (!existsSync(dataDir)) return ok({ openings: [], isWithdrawn: () => false })
  const orders = await openOrders(dataDir, () => {})
  if (!orders.ok) return orders
  orders.value.close()
  const { openings, isWithdrawn } = orders.value
  return ok({ openings: openings(), isWithdrawn })
}
