// Agent: what the audit calls itself. Whatever it claims to be, the site's log shows who asked.

/** The product token that robots.txt addresses. */
export const AGENT_NAME = 'standfirst-audit'

/** Where an operator proves that a site is theirs, and what an audit points at when it is given no other address. */
export const CONTROL_PATH = '/.well-known/standfirst-audit'

/** What every agent string ends in. `contact`: where whoever reads the log learns more. */
export function agentSuffix(version: string, contact: string): string {
  return `${AGENT_NAME}/${version} (+${contact})`
}
