// Passkeys, in the browser: shows what waits for them where they work, and hands what a passkey answers to the page's own
// form. Whatever goes wrong, the page stays as it was.

/** A passkey that was picked in the address field waits for a question that is not worn: five minutes, less a margin. */
const ASK_ANEW_MS = 4 * 60_000

/** What is being asked for: a browser takes one at a time. */
let asking = new AbortController()

/** @type {ReturnType<typeof setTimeout> | undefined} */
let anew

/** @param {HTMLFormElement} form */
async function begin(form) {
  if (!(await workHere())) return
  form.hidden = false
  for (const instead of document.querySelectorAll('[data-without-passkeys]'))
    instead.setAttribute('hidden', '')
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void press(form)
  })
  if (form.dataset['passkey'] === 'get') await offerInField(form)
}

async function workHere() {
  const known = globalThis.PublicKeyCredential
  if (known?.parseCreationOptionsFromJSON === undefined) return false
  if (known.parseRequestOptionsFromJSON === undefined) return false
  return (
    (await known.isUserVerifyingPlatformAuthenticatorAvailable()) ||
    (await known.isConditionalMediationAvailable())
  )
}

/** @param {HTMLFormElement} form */
async function press(form) {
  const said = form.querySelector('[role=status]')
  if (said !== null) said.textContent = ''
  try {
    await answer(form, 'optional')
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return
    if (said instanceof HTMLElement) said.textContent = said.dataset['nothing'] ?? ''
    // What was offered in the field before is offered again.
    if (form.dataset['passkey'] === 'get') await offerInField(form)
  }
}

/**
 * Passkeys among what the browser fills into the field.
 * @param {HTMLFormElement} form
 */
async function offerInField(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable())) return
  const offered = answer(form, 'conditional')
  anew = setTimeout(() => void offerInField(form), ASK_ANEW_MS)
  try {
    await offered
  } catch {
    // Nobody pressed anything, so there is nobody to tell.
  }
}

/**
 * Asks the publication for a question, the browser for a passkey's answer, and posts it.
 * @param {HTMLFormElement} form
 * @param {CredentialMediationRequirement} mediation
 */
async function answer(form, mediation) {
  clearTimeout(anew)
  asking.abort()
  asking = new AbortController()
  const { signal } = asking
  const asked = await fetch(form.dataset['question'] ?? '', {
    method: 'POST',
    body: new URLSearchParams(),
    signal,
  })
  if (!asked.ok) throw new Error(`the question was answered with ${asked.status}`)
  const options = await asked.json()
  const credential =
    form.dataset['passkey'] === 'create'
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
          signal,
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
          mediation,
          signal,
        })
  const field = form.elements.namedItem('answer')
  if (credential === null || !(field instanceof HTMLInputElement)) throw new Error('no answer')
  field.value = JSON.stringify(credential)
  form.submit()
}

for (const form of document.querySelectorAll('form[data-passkey]'))
  if (form instanceof HTMLFormElement) void begin(form)
