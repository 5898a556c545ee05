// Parallel: a bounded number of reads at a time, so that thousands of files neither queue one by one nor all at once.

const AT_ONCE = 32

/** Does `work` for every item, at most 32 at a time. Rejects with the first failure. */
export async function inParallel<Item>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]()
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
