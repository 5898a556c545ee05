// Serves one site of the gallery to be looked at: `npx node test/gallery/show.ts hidden-by-style`.
import { serve } from '../support/gallery-server.ts'
import { SITES } from './sites.ts'

const [name, form] = process.argv.slice(2)
const site = SITES.find((site) => site.name === name)
if (site === undefined) console.log(SITES.map((site) => `${site.name}: ${site.says}`).join('\n'))
else console.log((await serve(site, form === 'closed' ? 'closed' : 'leaky')).origin)
