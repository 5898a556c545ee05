// Deutsche Wörter für Anmeldung und Konto. Was ein Knopf tut, steht auf ihm; auch was noch nicht geschehen ist.
import type { Formats } from './formats.ts'
import type { AccountWords } from './vocabulary.ts'

export function germanAccounts(formats: Formats): AccountWords {
  return {
    ...ACCOUNTS,
    errorTitle: (title) => `Fehler: ${title}`,
    limited: (minutes) =>
      `Das wurde zu oft angefordert. Versuchen Sie es in ${minutes === 1 ? 'einer Minute' : `${minutes} Minuten`} noch einmal.`,
    logIn: (publication) => ({
      title: 'Anmelden oder registrieren',
      text: `${publication} schickt Ihnen einen sechsstelligen Code; ein Passwort gibt es nicht. Wenn Sie neu hier sind, entsteht damit Ihr Konto. Es kostet nichts.`,
      label: 'Ihre E-Mail-Adresse',
      button: 'Code schicken',
    }),
    link: (purpose, publication) =>
      purpose === 'log-in'
        ? { ...LINKS[purpose], title: `Anmelden: ${publication}` }
        : LINKS[purpose],
    code: (minutes) => ({
      ...CODE,
      text: `Er gilt ${minutes} Minuten, und nur in diesem Browser. Der Link in der Mail gilt in jedem.`,
    }),
    worn: (minutes) => ({
      ...WORN,
      code: {
        title: 'Dieser Code gilt nicht mehr',
        text: `Er wurde schon benutzt, fünfmal falsch eingegeben oder ist älter als ${minutes} Minuten. Ein neuer ist gleich da.`,
      },
    }),
    own: {
      ...OWN,
      until: (end, timeZone) => `bis ${formats.lastDay(end, timeZone)}`,
      lastUsed: (instant, timeZone) =>
        `Zuletzt benutzt am ${formats.date(instant, timeZone)}, ${formats.time(instant, timeZone)} Uhr`,
    },
    passkeys: {
      ...PASSKEYS,
      have: (count) => (count === 1 ? 'Sie haben einen Passkey.' : `Sie haben ${count} Passkeys.`),
      added: (instant, timeZone) => `Hinzugefügt am ${formats.date(instant, timeZone)}`,
      stale: (minutes) =>
        `Um einen Passkey hinzuzufügen, müssen Sie sich in den letzten ${minutes} Minuten angemeldet haben. So kann niemand einen eigenen hinzufügen, der diesen Browser offen findet.`,
      full: (most) =>
        `Sie haben ${most} Passkeys; mehr sind nicht möglich. Entfernen Sie einen, um einen neuen hinzuzufügen.`,
    },
    feed: {
      ...FEED,
      since: (instant, timeZone) => `Eingeschaltet seit ${formats.date(instant, timeZone)}.`,
      label: (form) => `Adresse für ${form}`,
    },
  }
}

const LINKS = {
  'log-in': {
    title: 'Anmelden',
    address: 'Damit melden Sie sich in diesem Browser an als',
    text: 'Das Öffnen dieser Seite hat nichts verändert. Wenn Sie sich nicht anmelden wollten, schließen Sie sie.',
    button: (address: string) => `Als ${address} anmelden`,
  },
  'change-address': {
    title: 'Ab jetzt diese Adresse verwenden?',
    address: 'Codes und Mails zu Ihrem Konto gehen dann an',
    text: 'Das Öffnen dieser Seite hat nichts verändert. Wenn Sie das nicht wollten, schließen Sie sie.',
    button: (address: string) => `${address} verwenden`,
  },
  'undo-address': {
    title: 'Die alte Adresse wieder verwenden?',
    address: 'Codes und Mails zu Ihrem Konto gehen dann wieder an',
    text: 'Damit werden Sie überall abgemeldet, und alle Passkeys werden entfernt: Wer die Adresse geändert hat, ist vielleicht angemeldet. Danach melden Sie sich mit dieser an.',
    button: (address: string) => `Wieder ${address} verwenden`,
  },
  cancel: {
    title: 'Das Abo kündigen?',
    address: 'Es verlängert sich dann nicht mehr, das Abo von',
    text: 'Was bezahlt ist, bleibt bis zum Ende seines Zeitraums offen. Das Öffnen dieser Seite hat nichts verändert.',
    button: () => 'Abo kündigen',
  },
} as const

const CODE = {
  title: 'Code aus der Mail eingeben',
  sent: 'Ein sechsstelliger Code ist unterwegs an',
  outbox:
    'Diese Zeitung verschickt noch keine Mails: Sie schreibt sie in einen Ordner. Fragen Sie die Betreiber nach dem Code für',
  label: 'Sechsstelliger Code',
  button: 'Anmelden',
  again: 'Nach ein, zwei Minuten keine Mail? Sehen Sie im Spam-Ordner nach, oder:',
  againButton: 'Neuen Code schicken',
  otherAddress: 'Andere Adresse verwenden',
} as const

const WORN = {
  link: {
    title: 'Dieser Link gilt nicht mehr',
    text: 'Er wurde schon benutzt, oder seine Zeit ist um. Melden Sie sich mit einem neuen Code an; was der Link sonst sollte, können Sie in Ihrem Konto noch einmal anfordern.',
  },
  taken: {
    title: 'Zu dieser Adresse gibt es schon ein Konto',
    text: 'Eine Adresse gehört zu einem Konto. Es wurde nichts geändert: Melden Sie sich mit ihr an, oder wählen Sie eine andere.',
  },
} as const

const OWN = {
  title: 'Ihr Konto',
  loggedIn: 'Sie sind angemeldet als',
  news: {
    'logged-in': 'Willkommen. Dieser Browser bleibt angemeldet, bis Sie sich abmelden.',
    'logged-out-others':
      'Überall sonst sind Sie abgemeldet. Was dort offen ist, bleibt vielleicht noch ein paar Minuten lesbar.',
    'address-changed':
      'Ihre Adresse ist geändert. An die alte ging eine Mail mit einem Link, der das rückgängig macht.',
    subscribed: 'Danke. Was Sie gekauft haben, ist ab jetzt offen.',
    canceled:
      'Es ist gekündigt, und es wird nichts mehr abgebucht. Das haben wir Ihnen auch gemailt.',
    resumed: 'Es verlängert sich wieder wie zuvor.',
    'feed-off': 'Ihr privater Feed ist ausgeschaltet. Seine Adresse gilt nicht mehr.',
  },
  open: 'Was Sie haben',
  nothingOpen: 'Sie haben kein Abo.',
  devices: 'Wo Sie angemeldet sind',
  thisDevice: 'Dieser Browser',
  someDevice: 'Ein Browser, der seinen Namen nicht nennt',
  logOut: 'Abmelden',
  logOutHere: 'Hier abmelden',
  logOutEverywhere: 'Überall abmelden',
  data: 'Ihre Daten',
  exportText: 'Alles, was wir über Sie speichern, in einer Datei (JSON).',
  exportButton: 'Meine Daten herunterladen',
} as const

const PASSKEYS = {
  title: 'Passkeys',
  text: 'Mit einem Passkey melden Sie sich so an, wie Sie Ihr Gerät entsperren: mit Fingerabdruck, Gesicht oder PIN, ohne auf eine Mail zu warten. Die Mail geht weiterhin auch.',
  news: {
    added: 'Der Passkey ist hinzugefügt. Das haben wir Ihnen auch gemailt.',
    removed:
      'Der Passkey ist entfernt und meldet niemanden mehr an. Ihr Gerät bietet ihn vielleicht noch an: Löschen Sie ihn auch dort.',
  },
  change: 'Passkey hinzufügen oder entfernen',
  none: 'Sie haben noch keinen Passkey.',
  remove: 'Entfernen',
  add: 'Passkey hinzufügen',
  without:
    'Um einen Passkey hinzuzufügen, öffnen Sie diese Seite mit eingeschalteten Skripten in einem Browser, der Passkeys kennt.',
  logInAgain: 'Noch einmal anmelden',
  logIn: 'Mit Passkey anmelden',
  nothing: {
    create: 'Es wurde kein Passkey hinzugefügt. Sie können es noch einmal versuchen.',
    get: 'Es wurde kein Passkey benutzt. Versuchen Sie es noch einmal, oder lassen Sie sich einen Code schicken.',
  },
} as const

const FEED = {
  title: 'Ihr privater Feed',
  text: 'Für einen Feedreader: die neuesten Artikel, mit dem ganzen Text, wo Sie ihn lesen dürfen. Von den anderen die Vorschau.',
  metered:
    'Er verbraucht keinen Ihrer freien Artikel: Einer davon kommt ganz, wenn Sie ihn hier gelesen haben.',
  pictures:
    'Statt mancher Bilder steht dort ein Link: Ein Feedreader kann sich nicht anmelden, um sie zu holen.',
  warning:
    'Wer diese Adresse hat, liest mit Ihrem Abo. Geben Sie sie niemandem, auch keinem Dienst, dem Sie nicht vertrauen.',
  makeButton: 'Adresse für meinen Feed anlegen',
  show: 'Adresse zeigen, ändern oder ausschalten',
  news: {
    made: 'Das ist Ihre Adresse. Sie finden sie hier jederzeit wieder.',
    replaced: 'Das ist Ihre neue Adresse. Die alte gilt nicht mehr.',
  },
  which: 'Was der Feed umfasst',
  everything: 'Die ganze Zeitung',
  copy: 'Kopieren Sie eine davon in Ihren Feedreader. Die meisten nehmen jede.',
  replace:
    'Wenn jemand anderes die Adresse haben könnte, legen Sie eine neue an. Die alte gilt dann sofort nicht mehr.',
  replaceButton: 'Neue Adresse anlegen',
  ends: 'Der Feed endet auch, wenn Sie sich überall abmelden oder Ihr Konto löschen.',
  offButton: 'Feed ausschalten',
} as const

const ACCOUNTS = {
  errors: 'Bitte berichtigen',
  problems: {
    any: {
      missing: 'Füllen Sie dieses Feld aus.',
      malformed: 'So lässt sich das nicht lesen.',
      wrong: 'Das stimmt nicht.',
      worn: 'Das gilt nicht mehr.',
      limited: 'Das wurde zu oft angefordert. Versuchen Sie es später noch einmal.',
      unavailable:
        'Das geht gerade nicht. Es ist nichts verloren: Versuchen Sie es in ein paar Minuten noch einmal.',
    },
    address: {
      missing: 'Geben Sie Ihre E-Mail-Adresse ein.',
      malformed: 'Geben Sie eine ganze E-Mail-Adresse ein, etwa name@example.org.',
      wrong: 'Das ist nicht die Adresse Ihres Kontos. Geben Sie die ein, die oben steht.',
    },
    wanted: {
      missing: 'Geben Sie die neue E-Mail-Adresse ein.',
      malformed: 'Geben Sie eine ganze E-Mail-Adresse ein, etwa name@example.org.',
      wrong: 'Geben Sie eine andere Adresse ein als die, die Sie haben.',
    },
    consent: {
      missing: 'Setzen Sie den Haken, wenn Sie zustimmen. Ohne das wird nichts gekauft.',
    },
    passkey: {
      wrong:
        'Mit diesem Passkey hat es nicht geklappt. Versuchen Sie es noch einmal, oder lassen Sie sich einen Code schicken.',
      limited:
        'Es wurden zu viele Passkeys probiert. Lassen Sie sich stattdessen einen Code schicken.',
    },
    'new-passkey': {
      wrong: 'Der Passkey ließ sich nicht hinzufügen. Versuchen Sie es noch einmal.',
      limited: 'Das wurde zu oft versucht. Versuchen Sie es später noch einmal.',
    },
    code: {
      missing: 'Geben Sie den Code aus der Mail ein.',
      malformed: 'Geben Sie die sechs Ziffern aus der Mail ein.',
      wrong: 'Das ist nicht der Code. Vergleichen Sie ihn mit der neuesten Mail.',
      worn: 'Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.',
      limited:
        'Es wurden zu viele Codes probiert. Nehmen Sie den Link aus der Mail, oder versuchen Sie es später noch einmal.',
    },
  },
  returns: 'Danach sind Sie wieder dort, wo Sie waren.',
  newCode: 'Neuen Code anfordern',
  remove: {
    title: 'Konto löschen',
    text: 'Das löscht sofort und für immer:',
    erased: [
      'Ihre Adresse, wo Sie angemeldet sind, Ihre Passkeys und Ihren privaten Feed;',
      'was Sie gelesen haben;',
      'jedes Ihrer Abos, mit der Zeit, die davon übrig ist. In den Büchern bleibt, was bezahlt wurde, ohne Ihren Namen.',
    ],
    label: 'Geben Sie zur Bestätigung Ihre E-Mail-Adresse ein',
    button: 'Mein Konto löschen',
    keep: 'Mein Konto behalten',
  },
  change: {
    title: 'Adresse ändern',
    now: 'Ihre Adresse ist',
    text: 'Die neue Adresse bekommt eine Mail mit einem Link. Bis Sie ihn öffnen und bestätigen, ändert sich nichts; danach lässt es sich von der alten Adresse aus noch rückgängig machen.',
    label: 'Neue E-Mail-Adresse',
    button: 'Link schicken',
    keep: 'Meine Adresse behalten',
  },
  done: {
    'logged-out': {
      title: 'Sie sind abgemeldet',
      text: 'Dieser Browser weiß nicht mehr, wer Sie sind.',
    },
    'logged-out-everywhere': {
      title: 'Sie sind überall abgemeldet',
      text: 'Hier sofort; was auf anderen Geräten offen ist, bleibt vielleicht noch ein paar Minuten lesbar. Falls Sie einen privaten Feed hatten, ist auch er aus. Passkeys bleiben: Entfernen Sie die, die nicht Ihre sind.',
    },
    'address-undone': {
      title: 'Ihre alte Adresse gilt wieder',
      text: 'Sie sind überall abgemeldet, ein privater Feed ist aus, und alle Passkeys sind entfernt. Melden Sie sich mit dieser Adresse an, um weiterzumachen.',
    },
    deleted: {
      title: 'Ihr Konto ist gelöscht',
      text: 'Ihre Adresse und alles, was wir dazu gespeichert hatten, sind gelöscht. Sie können sich jederzeit neu registrieren.',
    },
  },
  asked: {
    'address-asked': {
      title: 'Öffnen Sie die Mail an Ihre neue Adresse',
      address: 'Ein Link ist unterwegs an',
      text: 'Öffnen Sie ihn und bestätigen Sie. Bis dahin bleibt es bei der alten Adresse.',
    },
    'cancel-asked': {
      title: 'Öffnen Sie die Mail, um zu kündigen',
      address: 'Ein Link zum Bestätigen ist unterwegs an',
      text: 'Öffnen Sie ihn und bestätigen Sie. Was bezahlt ist, bleibt bis zum Ende seines Zeitraums offen.',
    },
  },
  unavailable: {
    title: 'Wir erreichen die Konten gerade nicht',
    text: 'Von Ihnen ist nichts verloren, und die Artikel gehen weiter. Versuchen Sie es in ein paar Minuten noch einmal.',
  },
  forged: {
    title: 'Dieses Formular kam nicht von dieser Zeitung',
    text: 'Es wurde nichts getan. Wenn Sie hier einen Knopf gedrückt haben, gehen Sie noch einmal auf die Seite und drücken Sie ihn wieder.',
  },
  toAccount: 'Zu Ihrem Konto',
} as const
