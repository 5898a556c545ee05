// Watch: hears of changes below a folder, one watcher for each folder and none for a file. Where the system has no
// watchers left, the folders are looked through every two seconds instead.
import { type FSWatcher, watch } from 'node:fs'
import { codeOf } from './read-file.ts'

export class Watch {
  readonly #changed: (folder: string, name: string | undefined) => void
  readonly #gaveUp: (why: string) => void
  readonly #watchers = new Map<string, FSWatcher>()
  #polling = false

  /**
   * `changed` hears the folder as it was given and the name of what changed in it, where the system says it;
   * `gaveUp` hears once that nothing can be watched any more, and why.
   */
  constructor(
    changed: (folder: string, name: string | undefined) => void,
    gaveUp: (why: string) => void,
  ) {
    this.#changed = changed
    this.#gaveUp = gaveUp
  }

  get isPolling(): boolean {
    return this.#polling
  }

  has(folder: string): boolean {
    return this.#watchers.has(folder)
  }

  /** Watches one folder, not what is below it. A folder that is not there is not watched. */
  add(folder: string): void {
    if (this.#polling || this.#watchers.has(folder)) return
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        this.#changed(folder, name ?? undefined)
      })
      watcher.on('error', () => {
        this.drop(folder)
        this.#changed(folder, undefined)
      })
      this.#watchers.set(folder, watcher)
    } catch (error) {
      const code = codeOf(error)
      if (code !== 'ENOENT' && code !== 'ENOTDIR') this.#giveUp(code)
    }
  }

  /** Stops watching a folder and all below it. */
  drop(folder: string): void {
    for (const [watched, watcher] of this.#watchers) {
      if (watched !== folder && !watched.startsWith(`${folder}/`)) continue
      watcher.close()
      this.#watchers.delete(watched)
    }
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  #giveUp(why: string): void {
    this.#polling = true
    this.close()
    this.#gaveUp(why)
  }
}
