// Wall words: what walls, notices and doors to a log-in say, in the languages of most newspapers. Only ever a hint:
// nothing is called a leak for them alone.

/** What stands on the wall of an article that is not whole. */
const WALL =
  /\b(?:subscribe (?:to (?:read|continue|unlock|keep|see)|now to|for full|and (?:read|continue))|subscribers? only|for subscribers|become a (?:subscriber|member)|already a (?:subscriber|member)|(?:continue|keep) reading|read the (?:full|whole|rest)|unlock (?:this|the)|free articles? (?:left|remaining)|members? only|this (?:article|story|post|content) is (?:for|only|reserved)|create (?:a free|an) account|register to (?:read|continue)|weiterlesen mit|nur für abonnent|jetzt abonnieren|bereits abonnent|abo abschließen|réservé aux abonnés|déjà abonné|abonnez-vous|s['’]abonner|solo para suscriptores|suscríbete|ya eres suscriptor|alleen voor abonnees|abonneer|per gli abbonati|abbonati)/iu

/** Overlays that ask for consent lie over free pages as well. */
const CONSENT = /cookie|consent|einwilligung|datenschutz|gdpr|tracking|confidentialité/i

const LOG_IN =
  /\b(?:log[ -]?in|sign[ -]?in|log[ -]?on|anmelden|einloggen|se connecter|connexion|iniciar sesión|acceder|inloggen|accedi)\b/iu

const LOG_IN_ADDRESS =
  /(?:log-?in|sign-?in|anmeld|connexion|wp-login|\/account|\/auth\b|#\/portal\/signin)/i

/** What is told to those who stand before a wall, and hardly ever to those who read on. */
const AT_WALL =
  /subscri|\blog[ -]?in\b|\bsign[ -]?in\b|\bregister\b|abonn|anmelden|\bper (?:week|month|year)\b|[€£$]\s?\d/iu
const LONGEST_BOX = 150

/** Whether a text is the wall itself, rather than what stands behind it. */
export function isWallBox(text: string): boolean {
  return AT_WALL.test(text) && text.split(/\s+/).length < LONGEST_BOX
}

export function isWall(text: string): boolean {
  return WALL.test(text)
}

export function asksForConsent(text: string): boolean {
  return CONSENT.test(text)
}

export function leadsToLogIn(text: string, href: string): boolean {
  return LOG_IN.test(text) || LOG_IN_ADDRESS.test(href)
}

interface NoticeKind {
  /** What it does, to be said in a report. */
  readonly says: string
  readonly pattern: RegExp
}

/** Notices that have no place in the text of an article. */
const NOTICES: readonly NoticeKind[] = [
  {
    says: 'asks for JavaScript',
    pattern:
      /(?:enable|turn on|activate|requires?|aktivier\w{0,10}|activer) (?:\w{1,20} )?javascript|javascript (?:is )?(?:disabled|required|aktivieren)/iu,
  },
  {
    says: 'asks to leave Reader mode',
    pattern:
      /(?:exit|leave|quit|disable|turn off|verlassen|beenden|quitter).{0,30}(?:reader (?:mode|view)|lesemodus|mode lecture)|(?:reader (?:mode|view)|lesemodus).{0,40}(?:exit|leave|not (?:supported|available)|beenden)/iu,
  },
  {
    says: 'is having trouble',
    pattern: /having trouble (?:retrieving|loading)|could not be loaded|while we verify access/iu,
  },
  {
    says: 'asks who subscribes already',
    pattern: /already an? (?:subscriber|member)|bereits abonnent|déjà abonné/iu,
  },
  {
    says: 'asks to subscribe',
    pattern:
      /subscribe (?:now|today|for|to (?:continue|read))|want all of|jetzt abonnieren|abonnez-vous/iu,
  },
  {
    says: 'asks to log in',
    pattern: /(?:log|sign) in to (?:continue|read)|please (?:log|sign) in/iu,
  },
  { says: 'asks to switch a blocker off', pattern: /ad[ -]?block(?:er)?/iu },
  { says: 'asks for consent', pattern: /accept (?:all )?cookies|we use cookies/iu },
  {
    says: 'asks for an address',
    pattern: /sign up (?:for|to) (?:our|the) newsletter|enter your e-?mail/iu,
  },
]

/** More words than a notice has: an article may write about all of these. */
const LONGEST_NOTICE = 30

/** The notices in a text whose paragraphs stand on lines of their own, each kind once. */
export function noticesIn(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line.split(/\s+/).length <= LONGEST_NOTICE)
  return NOTICES.filter(({ pattern }) => lines.some((line) => pattern.test(line))).map(
    ({ says }) => says,
  )
}
