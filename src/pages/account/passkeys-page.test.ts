import { expect, test } from 'vitest'
import { find, tagged, valuesOf } from '../../../test/support/elements.ts'
import { frameOf } from '../../../test/support/newspaper.ts'
import { logInPage } from './log-in-pages.ts'
import { passkeysPage } from './passkeys-page.ts'

const ONE = { id: 'one', device: 'Firefox, Android', created: 0, lastUsed: undefined }

/** The forms that the script of the page shows. */
const asks = (html: string) =>
  find(html, tagged('form')).filter(({ properties }) => 'dataPasskey' in properties)

test('passkeys stand hidden on the page until its script shows them, and nothing of them where there are none', () => {
  const html = logInPage(frameOf(), { address: '', passkeys: true })
  expect(asks(html).map(({ properties }) => properties['hidden'])).toEqual([true])
  expect(html).toContain('<script type="module" src="/assets/passkeys.js">')
  const without = logInPage(frameOf(), { address: '', passkeys: false })
  expect(asks(without)).toEqual([])
  expect(without).not.toContain('<script')
  expect(without).not.toContain('webauthn')
})

test('passkeys are added only where there is room, by a log-in of just now; each has a button that removes it', () => {
  for (const adding of ['stale', 'full', 'never'] as const) {
    const html = passkeysPage(frameOf(), { passkeys: [ONE], adding })
    expect(asks(html)).toEqual([])
    expect(html).not.toContain('<script')
    expect(valuesOf(html, 'id')).toEqual(['one'])
  }
  expect(asks(passkeysPage(frameOf(), { passkeys: [], adding: 'open' }))).toHaveLength(1)
})
