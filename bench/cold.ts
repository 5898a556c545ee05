// Cold: `npm run bench:cold`. What the gate adds to a page that nobody has asked for.
import { coldPages } from './cold-pages.ts'

console.log((await coldPages()).join('\n'))
