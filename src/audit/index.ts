// What `import … from 'standfirst/audit'` gives.
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
