// Own wall: what is wrong with a publisher's own wall, said before anything is served with it.
import type { Config } from '../config.ts'
import type { Fault } from '../core/fault.ts'
import { wallFaults } from '../pages/gate/own-wall-faults.ts'

export function ownWallFaults({ origin, file }: Config): readonly Fault[] {
  if (origin?.wall === undefined) return []
  return wallFaults(origin.wall).map(({ line, what, mend }) => ({
    ...{ file: file ?? '.', line: undefined, field: 'content.origin.wall' },
    ...{ what: `names a fragment that ${what} (its line ${line})`, mend },
  }))
}
