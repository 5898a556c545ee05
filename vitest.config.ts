// Which tests there are: unit tests beside their file, stories of the whole app, a real browser,
// and the packed package. `npm test` runs them one kind at a time (scripts/test.ts).
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// A publication's configuration imports the package by its name; here that is the source.
const alias = { standfirst: fileURLToPath(new URL('src/index.ts', import.meta.url)) }

/**
 * Each thread that loads TypeScript runs Node's WebAssembly for it, and V8 13.6 may free a wrapper of that twice when one
 * thread asks for it while another lets go of it: the process is dead then (crbug.com/407003348). Without collecting such
 * code it frees none.
 */
const execArgv = ['--no-wasm-code-gc']

/** How long something may be in coming is no matter of these tests: a busy machine takes its time. */
const patient = { poll: { timeout: 15_000 } }

/** They start servers of their own, and what these are made of is loaded once and not for each file. */
const stories = {
  execArgv,
  expect: patient,
  isolate: false,
  testTimeout: 120_000,
  hookTimeout: 60_000,
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          execArgv,
          expect: patient,
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          // They share nothing but what they import, and loading that for each file is half of their time.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'stories',
          include: ['test/stories/**/*.test.ts'],
          ...stories,
        },
      },
      {
        // The stories of the gate once more, told of a crew (test/support/gate.ts). Those left out are told of one already.
        resolve: { alias },
        test: {
          name: 'crew',
          env: { GATE_WORKERS: '2' },
          include: ['test/stories/gate-*.test.ts'],
          exclude: ['test/stories/gate-{crew,flood}.test.ts'],
          ...stories,
        },
      },
      {
        // One browser at a time: two on a small machine only make each other late.
        resolve: { alias },
        test: {
          name: 'browser',
          execArgv,
          expect: patient,
          include: ['test/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'pack',
          execArgv,
          include: ['test/pack/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
