// Passkey device: what keeps passkeys and knows its reader's finger, as Chromium plays it (WebAuthn §11).
import type { Page } from '@playwright/test'

export interface PasskeyDevice {
  /** Whether it finds that the finger is its reader's. */
  knows(isReader: boolean): Promise<unknown>
}

export async function passkeyDeviceAt(page: Page): Promise<PasskeyDevice> {
  const wire = await page.context().newCDPSession(page)
  await wire.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await wire.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    knows: (isUserVerified) =>
      wire.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}
