// Halts probe: looks at the clock for so many seconds, and says for how long it was not let.
const HALT_MS = 1

const seconds = Number(process.argv[2])
const found = { seconds, sum: 0, most: 0 }
const end = performance.now() + seconds * 1000
for (let last = performance.now(); last < end; ) {
  const now = performance.now()
  const gap = now - last
  if (gap > HALT_MS) {
    found.sum += gap
    found.most = Math.max(found.most, gap)
  }
  last = now
}
console.log(JSON.stringify(found))
