// Whether two lockfiles lock the same. Plain JavaScript for the same reason as install.mjs.

/**
 * Takes the texts of two lockfiles; true when they ask for the same and lock the same versions and checksums.
 * Two things may differ. npm 10, which comes with Node 20, leaves out fields that npm 11 writes. And packages that are
 * optional, one for each platform, are written or left out by what the registry had that day: which version of them it
 * is, the package that asks for them says exactly.
 */
export function locksTheSame(one, other) {
  return lockedIn(one) === lockedIn(other)
}

function lockedIn(text) {
  const { packages } = JSON.parse(text)
  const { dependencies, devDependencies } = packages['']
  const locked = Object.entries(packages)
    .filter(([, { optional }]) => !optional)
    .map(([path, { version, integrity }]) => `${path} ${version} ${integrity}`)
  return JSON.stringify([dependencies, devDependencies, locked.sort()])
}
