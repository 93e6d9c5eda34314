import { captureOf, type Capture } from './capture.ts'

/**
 * The privacy notice people read before their first page: only what Daybook really does. Whoever changes what is recorded,
 * shown or kept changes these words and the version with it, and everybody is asked to read it again.
 */

export const jurisdictions = ['eu', 'germany', 'india', 'us', 'other'] as const
export type Jurisdiction = (typeof jurisdictions)[number]

/** What the words depend on. */
export type NoticeOf = { jurisdiction: Jurisdiction; capture: Capture | null }

const wordsVersion = '2026-11-30'
/** The words, the law they name, and how much they say is kept. */
export const noticeVersion = (of: NoticeOf) => `${wordsVersion}-${of.jurisdiction}-${captureOf(of)}`

/** What an agent sends beside the times, as far as it is kept. */
const keptWords: Record<Capture, string> = {
  titles:
    'when a stretch of work began and ended, the app, the window title, the web address, and the project name, tags and productivity score the agent adds',
  apps_and_sites:
    'when a stretch of work began and ended, the app, the site, and the project name, tags and productivity score the agent adds',
  nothing: 'when a stretch of work began and ended, and the project name, tags and productivity score the agent adds',
}
const switchedOn = [
  'Where you switch it on under My data, the name of the project your editor has open: no file, no path, no language.',
]
const editorWords: Record<Capture, string[]> = { titles: switchedOn, apps_and_sites: switchedOn, nothing: [] }
const notKeptWords: Record<Capture, string[]> = {
  titles: [],
  apps_and_sites: [
    'No window titles, and of a web address no more than its site: the rest is dropped before it is stored.',
  ],
  nothing: ['No apps, no window titles and no web addresses: they are dropped before anything is stored.'],
}

type Section = { title: string; items: string[] }

export const noticeOf = (of: NoticeOf): Section[] => [
  {
    title: 'What is recorded about you',
    items: [
      `From the activity agent: ${keptWords[captureOf(of)]}.`,
      ...editorWords[captureOf(of)],
      'Your name, work e-mail, time zone, role and team, the number your agent goes by and the computers it runs on.',
      'How much of your time you kept out, by day and by which of your own rules: the length alone, for you alone. And how many entries came with something that is not kept, by day.',
      'When and from where you sign in: time, network address and the name your browser gives itself.',
      'What you type yourself, as you wrote it: titles of entries made by hand, notes, and names and texts of records.',
      'What you change in Daybook, with the time and your network address.',
    ],
  },
  {
    title: 'Why it is recorded',
    items: [
      'So that hours are put on the customer and deal they were worked for, and can be charged.',
      grounds[of.jurisdiction],
    ],
  },
  {
    title: 'What is not recorded',
    items: [
      ...notKeptWords[captureOf(of)],
      'Names and passwords in a web address, and what follows ? or # in it, unless your company chose to keep the latter.',
      'No screenshots, no keystrokes, no sound, no camera and no location: Daybook takes nothing of the kind, whatever an agent sends.',
      'What you keep out: apps, sites, hours of your day, and everything while you are private. It is left out before anything of it is stored. Whoever sends it learns that, and not why; the record of changes says when you were private or changed these rules, and not what is in them.',
      'Daybook records nothing by itself. It keeps what your company’s agent sends and what people type in.',
    ],
  },
  {
    title: 'Who sees what',
    items: [
      'Window titles, web addresses, apps and the project your editor had open: you alone. Your manager and admins see those of an entry after you release it.',
      'Somebody with the right to open titles can do so without your release, for a written reason and for at most 72 hours. You find who, when and why under My data.',
      'Times, durations, customers, deals, tasks, project names that are sent or typed as such, tags and scores: you, the managers of your team, finance, admins, whoever they gave that right, and programs they made a key for.',
      'Nobody is ranked by a score.',
      'Whoever runs the server can reach the database itself.',
    ],
  },
  {
    title: 'How long it is kept',
    items: [
      'Recorded time and its titles stay until your company removes them, or until the time it set for them is over: My data says how long that is. You can take single entries out yourself, and ask to have days or all titles erased.',
      'Before something of yours is removed for its age for the first time you are told, on My data and by mail, at least 48 hours ahead. The sums of your hours by day stay.',
      'A sign-in is forgotten 30 days after it ended.',
      'That something was changed is kept for good; what it says about you can be erased, and what it says of your time may have its time too. Window titles and web addresses never enter that record.',
    ],
  },
  {
    title: 'What you can do',
    items: [
      'Keep apps, sites and hours out of Daybook, and be private for a while or until you end it.',
      'Take an entry of yours out for good.',
      'Release single entries to your manager, and take that back.',
      'Correct which customer, deal or task your time belongs to.',
      'See who can see your time, what your manager sees of it, who read your titles, and take a copy of everything held about you: My data.',
      'End sign-ins on other devices: Settings › Security.',
      'Ask to have an entry, days or all titles corrected or erased: My data. You are answered within a month. What was erased leaves the record of changes too; approved weeks and closed periods stay as hours, without title, address and app.',
    ],
  },
  { title: 'Your rights by law', items: rights[of.jurisdiction] },
]

const legitimateInterest =
  'Unless your company told you of another ground, it relies on its legitimate interest in accounting for what was worked (General Data Protection Regulation, Article 6 (1) (f)), and not on your consent. You may object (Article 21).'
const grounds: Record<Jurisdiction, string> = {
  eu: legitimateInterest,
  germany: legitimateInterest,
  india:
    'Unless your company told you of another ground, it relies on the purposes of employment (Digital Personal Data Protection Act, 2023, section 7 (i)).',
  us: 'Your company decides on what ground. Ask the people named below.',
  other: 'Your company decides on what ground. Ask the people named below.',
}

const gdpr = [
  'Under the General Data Protection Regulation (Articles 15 to 22) you may ask for a copy of what is held about you, have it corrected or erased, restrict its use and object to it.',
  'You may complain to the data protection authority where you live or work.',
]
const rights: Record<Jurisdiction, string[]> = {
  eu: gdpr,
  germany: [
    ...gdpr,
    'Where there is a works council, it has a say in technical devices that can monitor conduct or performance (Works Constitution Act, section 87 (1) no. 6). Ask it what was agreed.',
  ],
  india: [
    'Under the Digital Personal Data Protection Act, 2023 (sections 11 to 14) you may ask what is held about you, have it corrected or erased, raise a grievance and name somebody to act for you.',
    'If your grievance is not settled you may turn to the Data Protection Board of India.',
  ],
  us: [
    'Your rights depend on your state. Some, like California, let you ask what is held about you, correct it and have it deleted; some, like New York, Connecticut and Delaware, ask that you are told of electronic monitoring in writing.',
  ],
  other: ['Which law protects you depends on where you work. Ask the people named below.'],
}

const advice: Record<Capture, string> = {
  nothing: 'Nothing of titles, addresses and apps is kept unless you choose otherwise.',
  apps_and_sites: 'Apps and sites are kept and no titles, unless you choose otherwise.',
  titles: 'Apps, titles and addresses are kept, unless you choose otherwise.',
}
const lawWords: Record<Jurisdiction, string> = {
  eu: 'The privacy notice names the rights of the GDPR and the data protection authority.',
  germany: 'The privacy notice names the rights of the GDPR, the data protection authority and the works council.',
  india: 'The privacy notice names the rights of the DPDP Act and the Data Protection Board of India.',
  us: 'The privacy notice says that rights depend on the state, and names examples.',
  other: 'The privacy notice names no law and tells people whom to ask.',
}

/** Plain words for what a profile changes today: nothing else depends on it. */
export const jurisdictionEffect = Object.fromEntries(
  jurisdictions.map((jurisdiction) => [
    jurisdiction,
    `${lawWords[jurisdiction]} ${advice[captureOf({ capture: null, jurisdiction })]}`,
  ]),
) as Record<Jurisdiction, string>
