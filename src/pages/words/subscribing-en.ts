// English words of subscribing. What it costs, on which day, and how it ends, before anything is bought.
import type { SubscribingWords } from './subscribing.ts'

export const englishSubscribing: SubscribingWords = {
  plans: {
    title: 'Subscribe',
    text: 'Choose one. The next page says what it costs on which day and how it ends; nothing is bought before that.',
    gone: 'That offer is not sold any more. These are.',
    closed: 'Nothing can be bought just now, and nothing is charged. These are the plans.',
  },
  offer: {
    today: (price) => (price === undefined ? 'You pay nothing today.' : `You pay ${price} today.`),
    once: (until) => `It is open until ${until}. Nothing renews: it ends by itself.`,
    next: (date, price, every) => `It renews on ${date} for ${price}, and so on every ${every}.`,
    full: (date, price, every) => `From ${date} it costs ${price} a ${every}.`,
    end: 'You can cancel at any time: one page, one button, no phone call. What is paid for stays open.',
    consent: (price, every) =>
      `I agree that this subscription renews every ${every} until I cancel it. The price: ${price}`,
    button: 'Go on to payment',
    others: 'Other plans and prices',
    openAlready: (until) =>
      `This is open to you until ${until} already, without a subscription. What you buy now begins today.`,
    news: {
      declined: 'The payment was declined. Nothing was charged. You can try again.',
      changed:
        'This offer has changed since you opened the page. Nothing was bought: read it once more.',
      refused: 'This offer cannot be paid just now. Nothing was charged.',
      limited:
        'You have begun many payments in the last hour. Nothing was charged: try again in an hour.',
    },
  },
  owned: {
    name: (plan) => `You have ${plan}`,
    title: 'You have this already',
    text: 'There is nothing to buy, and nothing more was charged.',
    toAccount: 'To your account',
  },
  practice: {
    title: 'Practice payment',
    text: 'No money moves here and no card is asked for. This newspaper practises: choose what the bank says.',
    price: (price) => (price === undefined ? 'Nothing to pay at first.' : `To pay: ${price}.`),
    accept: 'Paid',
    decline: 'Declined',
    twice: 'Paid, said twice',
    back: 'Go back without paying',
  },
  unknown: {
    title: 'There is no such payment',
    text: 'It is too old, or belongs to another account. Nothing was charged.',
  },
  states: {
    trialing: (until, price) => `Free until ${until}, then ${price}.`,
    active: (until, price) => `Renews on ${until} for ${price}.`,
    once: (until) => `Open until ${until}. It ends by itself.`,
    pastDue: (until) => `The renewal has not been paid yet. You can read on until ${until}.`,
    canceled: (until) => `Cancelled. Open until ${until}; nothing more is charged.`,
  },
  cancel: {
    link: 'Cancel',
    title: (plan) => `Cancel ${plan}?`,
    until: (date) => `It stays open until ${date}.`,
    atOnce:
      'Its period is over and the next one is not paid: it ends at once, and nothing more is charged.',
    text: 'Nothing more is charged. Until it ends you can take this back in your account.',
    button: 'Cancel the subscription',
    keep: 'Keep it',
    nothing: {
      title: 'There is nothing to cancel',
      text: 'No subscription of yours renews. What you have ends by itself.',
    },
    ask: {
      title: 'Cancel a subscription',
      text: 'You need not log in: we mail you a link, and you confirm there.',
      label: 'The email address of the subscription',
      button: 'Mail me the link',
    },
    done: {
      title: 'It is cancelled',
      text: 'Nothing more is charged. We have mailed you this as well.',
      each: (plan, until) => `${plan} stays open until ${until}.`,
    },
  },
  resume: 'Let it renew again',
  receipts: 'Receipts',
  receipt: {
    title: 'Receipt',
    number: 'Number',
    date: 'Paid on',
    paidFor: 'For',
    period: 'Period',
    span: (from, until) => `${from} to ${until}`,
    amount: 'Amount',
    reader: 'Paid by',
    practice: 'This was a practice payment: no money moved.',
    unknown: {
      title: 'There is no such receipt',
      text: 'Your account lists all of yours.',
    },
  },
}
