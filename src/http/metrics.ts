// Metrics: the counts, for whoever shows the secret or comes from a network that is let in. For all others they are not there.
import { type Cidr, inCidr } from '../core/network.ts'
import { bearerOf, isEqual } from './bearer.ts'

export interface Metrics {
  /** Undefined: nobody is let in by one. */
  readonly secret: string | undefined
  readonly networks: readonly Cidr[]
  readonly type: string
  readonly text: () => Promise<string>
}

/** `client`: the address of who asks. `authorization`: the header. */
export function maySeeMetrics(
  { secret, networks }: Metrics,
  client: string | undefined,
  authorization: string | undefined,
): boolean {
  if (client !== undefined && networks.some((network) => inCidr(client, network))) return true
  const shown = bearerOf(authorization)
  return secret !== undefined && shown !== undefined && isEqual(shown, secret)
}
