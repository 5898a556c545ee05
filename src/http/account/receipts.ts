// Receipts: what a reader paid, each on a page to be printed.
import { receiptPage, unknownReceiptPage } from '../../pages/account/payment-pages.ts'
import type { Reply } from '../reply.ts'
import { unavailable } from './log-in.ts'
import type { Owner } from './own.ts'
import { type AccountParts, page } from './parts.ts'

export async function showReceipt(owner: Owner, id: string, parts: AccountParts): Promise<Reply> {
  const { frame, store, payments } = parts
  const [account, paid] = await Promise.all([
    store.account(owner.reader),
    store.paymentsOf(owner.reader),
  ])
  if (!account.ok || !paid.ok) return unavailable(parts, undefined)
  const payment = paid.value.find((one) => one.id === id)
  if (payment === undefined) return page(parts, unknownReceiptPage(frame), 404)
  const isPractice = payments?.isPractice ?? false
  return page(parts, receiptPage(frame, { payment, address: account.value.address, isPractice }))
}
