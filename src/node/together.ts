// Together: what all processes that serve one publication have to know of each other's requests, lest a limit be as many
// times what it says as there are processes.
import { createRate, type Rates } from '../http/account/rate.ts'
import { createEnded, type Ended } from '../http/ended.ts'
import {
  createNetworkLimit,
  createSuperseded,
  type NetworkLimit,
  type Superseded,
} from '../http/network-limit.ts'

export interface Together {
  readonly networks: NetworkLimit
  readonly superseded: Superseded
  readonly ended: Ended
  readonly rates: Rates
}

/** Of one process that serves alone. `perNetworkPerHour`: metered articles. */
export function countAlone(perNetworkPerHour: number): Together {
  return {
    networks: createNetworkLimit(perNetworkPerHour),
    superseded: createSuperseded(),
    ended: createEnded(),
    rates: (_what, most, within) => createRate(most, within),
  }
}
