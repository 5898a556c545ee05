// What `import … from 'standfirst/audit'` gives: the audit, and what can be made of what it says.
export { audit, CannotAudit } from './audit.ts'
export { CHANNELS, type Channel, type ChannelFacts } from './channels.ts'
export type {
  ArticleFacts,
  AuditEvent,
  Basis,
  Finding,
  Leak,
  Meeting,
  Note,
  Problem,
  Proof,
  Report,
  Severity,
  SiteFacts,
} from './finding.ts'
export type { AuditOptions, TrueText, Truth } from './options.ts'
export { PERSONAS, type Persona, type PersonaFacts } from './personas.ts'
export { beginReport, collect, endReport } from './report.ts'
export { htmlReport } from './report-page.ts'
export { jsonReport, readReport } from './report-schema.ts'
