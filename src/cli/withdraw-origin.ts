// Withdraw from a site: takes an article away for good that stands on a site behind the gate. The order goes first, so
// that nothing that was kept before brings it back.
import { join } from 'node:path'
import { wasLearnt } from '../content/origin/known/journal.ts'
import { addressOf, articlePath } from '../content/origin/page/facts-path.ts'
import { addressPath } from '../core/address-path.ts'
import { withdraw as recordWithdrawal } from '../store/orders.ts'
import { hasSomethingAt } from './ask-server.ts'
import { refuse, type Terminal } from './command.ts'
import { forgetLearnt, openKept } from './origin/kept.ts'
import { targetOf } from './origin/target.ts'
import {
  isMeant,
  mayBeOrdered,
  sayUnknown,
  sayWhetherItIsGone,
  type WithdrawOrder,
} from './withdrawing.ts'

export async function withdrawFromSite(order: WithdrawOrder, terminal: Terminal): Promise<number> {
  const { dataDir, serving } = order
  const target = targetOf(order.written, order.config, serving?.address)
  if (!target.ok) return refuse(target.detail, terminal)
  const path = articlePath(target.value, { public: 'https://localhost', own: [] })
  if (path === undefined || path === '/')
    return refuse(`${order.written} is the front page, and no article.`, terminal)
  if (!order.unknown && !(await isKnown(path, target.value, order)))
    return refuse(sayUnknown(path, undefined), terminal)
  terminal.out(`To be gone for good at ${path}`)
  if (!order.yes && !(await isMeant(path, terminal))) return 1
  try {
    await recordWithdrawal(dataDir, [path], Date.now())
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return refuse(`Nothing was done: ${dataDir} does not take the order: ${why}`, terminal)
  }
  terminal.out(`The order is kept in ${dataDir}.`)
  const isClean = serving !== undefined || (await forgetOnDisk(dataDir, path, terminal))
  terminal.out(
    'Beyond its reach: the site itself, where it has to be taken down too; other addresses of the same text; backups, caches and screens of readers, search engines.',
  )
  const isGone = await sayWhetherItIsGone([path], { dataDir, serving }, terminal)
  return isClean && isGone ? 0 : 1
}

/** Learnt by the server that runs or ran, ordered before, or there at the site now. */
async function isKnown(
  path: string,
  target: string,
  { dataDir, serving }: Pick<WithdrawOrder, 'dataDir' | 'serving'>,
): Promise<boolean> {
  if ((await wasLearnt(join(dataDir, 'origin'), path)) || (await mayBeOrdered(dataDir, path)))
    return true
  // Sites lead from one form of an address to the other, and would lead from a slip to what is like it.
  const forms = [target, addressOf(path), path.includes('?') ? target : `${addressOf(path)}/`]
  return serving !== undefined && (await hasSomethingAt(serving, [...new Set(forms)]))
}

/** A running server does so itself as soon as it has read the order. */
async function forgetOnDisk(
  dataDir: string,
  path: string,
  { out, err }: Terminal,
): Promise<boolean> {
  const kept = await openKept(dataDir)
  if (!kept.ok) {
    err(`What is kept of it could not be deleted: ${kept.detail}`)
    return false
  }
  const count = await kept.value.remove(addressPath(path))
  await kept.value.close()
  await forgetLearnt(dataDir, path, err)
  if (count > 0) out(`Deleted: what was kept of it (${count === 1 ? '1 file' : `${count} files`}).`)
  return true
}
