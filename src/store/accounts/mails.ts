// Mails: what waits to be sent. A key is queued once; a mail is leased to one sender at a time.
import type { Mail, ReaderId } from '../../core/account.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Work } from './tables.ts'

/** Nothing of a mail's words is kept when it is settled: they hold codes. */
const WITHOUT_WORDS = { subject: '', text: '', html: '' }

export async function queueMail(
  work: Work,
  mail: Mail,
  reader: ReaderId | undefined,
  now: number,
): Promise<Result<void, never>> {
  await work
    .insertInto('mails')
    .values({
      key: mail.key,
      reader: reader ?? null,
      recipient: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      until: mail.until,
      queued: now,
      due: now,
      leased_until: 0,
      tries: 0,
      settled: null,
      why: '',
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  return ok(undefined)
}

/** One statement finds and leases: of two senders at once, the second finds the lease of the first. */
export async function takeMails(
  work: Work,
  most: number,
  now: number,
  leasedUntil: number,
): Promise<Result<readonly (Mail & { readonly tries: number })[], never>> {
  const due = work
    .selectFrom('mails as waiting')
    .select('waiting.key')
    .where('waiting.due', '<=', now)
    .where('waiting.leased_until', '<=', now)
    .orderBy('waiting.due')
    .orderBy('waiting.key')
    .limit(most)
  const taken = await work
    .updateTable('mails')
    .set((mail) => ({ leased_until: leasedUntil, tries: mail('tries', '+', 1) }))
    .where('key', 'in', due)
    .where('due', '<=', now)
    .where('leased_until', '<=', now)
    .returning(['key', 'recipient', 'subject', 'text', 'html', 'until', 'tries', 'due'])
    .execute()
  const inOrder = taken.sort(
    (one, other) => Number(one.due) - Number(other.due) || (one.key < other.key ? -1 : 1),
  )
  return ok(
    inOrder.map(({ key, recipient, subject, text, html, until, tries }) => ({
      key,
      to: recipient,
      until,
      subject,
      text,
      html,
      tries: tries - 1,
    })),
  )
}

export async function mailSent(work: Work, key: string, now: number): Promise<Result<void, never>> {
  await work
    .updateTable('mails')
    .set({ ...WITHOUT_WORDS, due: null, settled: now, why: '' })
    .where('key', '=', key)
    .where('settled', 'is', null)
    .execute()
  return ok(undefined)
}

export async function mailFailed(
  work: Work,
  key: string,
  why: string,
  next: number | undefined,
): Promise<Result<void, never>> {
  const outcome =
    next === undefined ? { ...WITHOUT_WORDS, due: null, why } : { due: next, leased_until: 0, why }
  await work
    .updateTable('mails')
    .set(outcome)
    // A mail that nobody will try again counts as settled at the end of the lease under which it was tried.
    .$if(next === undefined, (update) =>
      update.set((mail) => ({ settled: mail.ref('leased_until') })),
    )
    .where('key', '=', key)
    .where('settled', 'is', null)
    .execute()
  return ok(undefined)
}
