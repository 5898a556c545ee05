// Ghost: which of its addresses readers get.
import { type AddressRule, closed, known, origin, type Preset } from './preset.ts'

/** Without `fields`, by which an answer could leave out whose text it is. */
const CONTENT_PARAMETERS = known(
  ['number', ['page']],
  ['text', ['key', 'include', 'filter', 'limit', 'order', 'formats']],
)

const RULES: readonly AddressRule[] = [
  {
    paths:
      /^\/ghost\/api\/(?:v\d+\/|canary\/)?content\/(?:posts|pages|authors|tags|tiers|settings|search-index\/(?:posts|pages|authors|tags))(?:\/[\w-]+){0,2}$/,
    methods: ['GET', 'HEAD'],
    verdict: { kind: 'read', parameters: CONTENT_PARAMETERS },
  },
  {
    paths: /^\/ghost\/api\/(?:v\d+\/|canary\/)?content(?:\/|$)/,
    verdict: closed('a part of the content interface that is not taken apart'),
  },
  {
    paths: /^\/ghost(?:\/|$)|^\/private$/,
    verdict: origin('Ghost protects its own log-in and administration'),
  },
  {
    paths: /^\/(?:members|unsubscribe)(?:\/|$)/,
    verdict: closed('readers have their account at Standfirst'),
  },
  {
    paths: /^\/(?:p|email)\/[^/]+(?:\/|$)/,
    verdict: closed('drafts and letters stand there in full'),
  },
  {
    paths: /^\/(?:\.ghost|webmentions)(?:\/|$)/,
    verdict: closed('other servers are told whole articles there'),
  },
  {
    paths: /^\/content\/(?:images|media|files)\//,
    methods: ['GET', 'HEAD'],
    verdict: { kind: 'read' },
  },
  {
    paths: /^\/content\/(?:data|logs|settings|themes|adapters)(?:\/|$)/,
    verdict: closed("Ghost's own files"),
  },
]

/** Unknown parameters are dropped: Ghost itself has none for pages, and a theme reads its own in the browser. */
export const ghost: Preset = {
  paths: ({ path }) => [path],
  rules: RULES,
  parameters: known(['number', ['page']], ['version', ['v']], ['search', ['s', 'q']]),
  unknownParameters: 'dropped',
}
