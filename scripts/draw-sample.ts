// Draws the pictures of the sample publication into its articles: `node scripts/draw-sample.ts`.
// With a folder named after it, writes the day and the night sheets there instead, to be looked at.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { beetFields } from './drawings/beet-fields.ts'
import { cannery } from './drawings/cannery.ts'
import { eastQuay } from './drawings/east-quay.ts'
import { harbourMap } from './drawings/harbour-map.ts'
import { kittiwake } from './drawings/kittiwake.ts'
import { landings } from './drawings/landings.ts'
import { marketSquare } from './drawings/market-square.ts'
import { patience } from './drawings/patience.ts'
import { type Drawing, print } from './drawings/print.ts'
import { ropewalk } from './drawings/ropewalk.ts'
import { seaWall } from './drawings/sea-wall.ts'
import { theFourteen } from './drawings/the-fourteen.ts'
import { theWharfedale } from './drawings/the-wharfedale.ts'
import { tideGauge } from './drawings/tide-gauge.ts'
import { tolliversYard } from './drawings/tollivers-yard.ts'

const drawings: Record<string, Drawing> = {
  'harbour/east-quay': eastQuay,
  'harbour/harbour-map': harbourMap,
  'harbour/landings': landings,
  'weekend/sea-wall': seaWall,
  'weekend/patience': patience,
  'town/the-fourteen': theFourteen,
  'business/tollivers-yard': tolliversYard,
  'weekend/tide-gauge': tideGauge,
  'weekend/the-wharfedale': theWharfedale,
  'business/cannery': cannery,
  'sport/ropewalk': ropewalk,
  'business/market-square': marketSquare,
  'business/beet-fields': beetFields,
  'harbour/kittiwake': kittiwake,
}

const articles = fileURLToPath(new URL('../editions/saltmarsh/articles', import.meta.url))

function write(file: string, svg: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, svg)
}

function drawAll(proofs: string | undefined): void {
  for (const [name, { sheet, draw }] of Object.entries(drawings)) {
    const svg = print(sheet, draw(), 'both')
    console.log(`${name}.svg  ${svg.length} bytes, ${gzipSync(svg).length} gzipped`)
    if (proofs === undefined) {
      write(join(articles, `${name}.svg`), svg)
      continue
    }
    write(join(proofs, `${name}.svg`), svg)
    write(join(proofs, `${name}-night.svg`), print(sheet, draw(), 'night'))
  }
}

drawAll(process.argv[2])
