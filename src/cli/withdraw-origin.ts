// Withdraw from a site: takes an article away for good that stands on a site behind the gate. The order goes first, so
// that nothing that was kept before brings it back.
import { addressPath } from '../core/address-path.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { sitePath } from '../http/gate/site-path.ts'
import { withdraw as recordWithdrawal } from '../store/orders.ts'
import { refuse, type Terminal } from './command.ts'
import { openKept } from './origin/kept.ts'
import { isMeant, sayWhetherItIsGone, type WithdrawOrder } from './withdrawing.ts'

export async function withdrawFromSite(order: WithdrawOrder, terminal: Terminal): Promise<number> {
  const { dataDir, serving } = order
  const path = pathOf(order)
  if (!path.ok) return refuse(path.detail, terminal)
  terminal.out(`To be gone for good at ${path.value}`)
  if (!order.yes && !(await isMeant(path.value, terminal))) return 1
  try {
    await recordWithdrawal(dataDir, [path.value], Date.now())
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return refuse(`Nothing was done: ${dataDir} does not take the order: ${why}`, terminal)
  }
  terminal.out(`The order is kept in ${dataDir}.`)
  const isClean = serving !== undefined || (await forgetOnDisk(dataDir, path.value, terminal))
  terminal.out(
    'Beyond its reach: the site itself, where it has to be taken down too; other addresses of the same text; backups, caches and screens of readers, search engines.',
  )
  const isGone = await sayWhetherItIsGone([path.value], { dataDir, serving }, terminal)
  return isClean && isGone ? 0 : 1
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
  const count = await kept.value.remove(path)
  await kept.value.close()
  if (count > 0) out(`Deleted: what was kept of it (${count === 1 ? '1 file' : `${count} files`}).`)
  return true
}

/** Takes a path, or an address of this publication. */
function pathOf({ written, config, serving }: WithdrawOrder): Result<string, 'usage'> {
  const url = URL.parse(written)
  const own = [config.address, serving?.address, config.origin?.url, ...(config.origin?.own ?? [])]
  if (url !== null && !own.includes(url.origin))
    return failed(
      'usage',
      `${url.origin} is no address of this publication: write the path, ${url.pathname}`,
    )
  const place = sitePath(url === null ? encodeURI(decodedOnce(written)) : url.pathname)
  if (place.kind !== 'normal' || (url === null && !written.startsWith('/')))
    return failed('usage', `${written} is no address of an article: write /section/name.`)
  return ok(addressPath(place.path))
}

/** Copied out of an address bar it may be encoded already. */
function decodedOnce(written: string): string {
  try {
    return decodeURI(written)
  } catch {
    return written
  }
}
