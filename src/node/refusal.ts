// Refusal: whether a configuration may be served on a host at all, and where this machine reaches it then.
import { isLoopback } from '../config/fields.ts'
import { type Config, practiceFaults } from '../config.ts'
import { faultLine } from '../core/fault.ts'
import { addressAt } from './listen.ts'
import { ownWallFaults } from './own-wall.ts'

/** Why this configuration must not be served on this host, all reasons at once, if there are any. */
export function refusalFor(config: Config, host: string): string | undefined {
  const faults = [...ownWallFaults(config), ...practiceFaults(config, host)]
  const lines = faults.map(faultLine)
  if (config.address === undefined && !isLoopback(host))
    lines.unshift(
      `Everybody can reach ${host}, so the publication needs its public address: set publication.address in the configuration, or STANDFIRST_ADDRESS=https://…`,
    )
  return lines.length === 0 ? undefined : lines.join('\n')
}

/** Where this machine reaches the health check, past any proxy. */
export function healthAt(host: string, port: number, { site }: Config): string {
  return `${addressAt(fromHere(host), port)}${site.paths.standfirst}/health`
}

/** The address for this machine of a server that listens on `host`, which may mean all addresses. */
function fromHere(host: string): string {
  if (host === '' || host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}
