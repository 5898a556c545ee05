import { describe, expect, test } from 'vitest'
import { frameOf, site } from '../../test/support/newspaper.ts'
import { LOG_IN_MINUTES, type Mail } from '../core/account.ts'
import { type Letters, letters } from './letters.ts'

const LINK = 'https://lantern.example/account/link/abc?x=1&y=2'
const UNTIL = Date.UTC(2026, 11, 1)

function lettersOf(language: string, name = 'The Lantern'): Letters {
  const publication = { ...site.publication, name }
  return letters(frameOf({ address: 'https://lantern.example', publication }, language))
}

function all(of: Letters): Readonly<Record<string, Mail>> {
  const envelope = { key: 'k', to: 'ada@example.com', until: UNTIL }
  const linked = { key: 'k', to: 'ada@example.com', link: LINK, expires: UNTIL }
  return {
    logIn: of.logIn({ ...linked, code: '048291' }),
    helpToLogIn: of.helpToLogIn(linked),
    changeAddress: of.changeAddress(linked),
    addressChanged: of.addressChanged(linked),
    cancel: of.cancel(linked),
    canceled: of.canceled({ ...envelope, plan: 'Digital', lastDay: '2026-12-31' }),
    deleted: of.deleted(envelope),
  }
}

for (const language of ['en-GB', 'de-DE', 'fr-FR']) {
  describe(language, () => {
    const mails = all(lettersOf(language))

    for (const [kind, mail] of Object.entries(mails)) {
      test(`${kind}: says the same as text and as HTML, and fetches nothing`, () => {
        expect(mail).toMatchObject({ key: 'k', to: 'ada@example.com', until: UNTIL })
        expect(mail.subject).toContain('The Lantern')
        expect(textOf(mail.html)).toBe(mail.text.replace(/\s+/g, ' ').trim())
        expect(mail.html).not.toMatch(
          /\b(?:src|srcset|background|style)=|url\(|<(?:img|link|style|script|form)/,
        )
        const links = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
        const own = LINK.replaceAll('&', '&amp;')
        const expected = mail.text.includes(LINK) ? [own] : []
        expect(links).toEqual([...expected, 'https://lantern.example'])
      })
    }

    test('the mails with something to open have its address, the others none', () => {
      const opening = Object.entries(mails).filter(([, mail]) => mail.text.includes(LINK))
      expect(opening.map(([kind]) => kind)).toEqual([
        'logIn',
        'helpToLogIn',
        'changeAddress',
        'addressChanged',
        'cancel',
      ])
    })

    test('the code stands first in the subject, and in groups in the mail', () => {
      const { logIn } = mails
      expect(logIn?.subject).toMatch(/^048291 /)
      expect(logIn?.text).toContain('\n048\u00a0291\n')
      expect(logIn?.html).toContain('<h1>048\u00a0291</h1>')
      expect(logIn?.text).toContain(`${LOG_IN_MINUTES} `)
    })
  })
}

test('a language nobody translated yet is declared as what it is written in', () => {
  expect(all(lettersOf('fr-FR'))['deleted']?.html).toContain('<html lang="en" dir="ltr">')
  expect(all(lettersOf('de-AT'))['deleted']?.html).toContain('<html lang="de-AT" dir="ltr">')
})

test('the old address is told until when the change can be taken back', () => {
  expect(all(lettersOf('en-GB'))['addressChanged']?.text).toContain('before 1 December 2026:')
  expect(all(lettersOf('de-DE'))['addressChanged']?.text).toContain('vor dem 1. Dezember 2026 ')
})

test('a name is text, whatever it holds', () => {
  for (const mail of Object.values(all(lettersOf('en', '<b>"L" & Co</b>'))))
    expect(mail.html).not.toMatch(/<b>|"L"/)
})

/** What a reader of the HTML reads, white space made one. */
function textOf(html: string): string {
  return html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
    .trim()
}
