/**
 * An invented company whose people's time is partly unclear, for measuring guesses: what is sent says little, half of it is the same for
 * everybody, work moves from deal to deal over the weeks, and people sometimes decide wrongly. The truth is known.
 */
import type { CatalogAccount, CatalogDeal } from '#domain/mapping.ts'
import type { Spot } from '#domain/habits.ts'
import type { Facts } from '#domain/rule-facts.ts'
import { chance, type Chance } from '../server/demo/random.ts'

export type Worked = Facts & { start_ms: number; end_ms: number; user: number; day: number; truth: Spot; chosen: Spot }
export type ReviewCompany = { accounts: CatalogAccount[]; deals: CatalogDeal[]; days: number; worked: Worked[] }

const people = 24
const days = 55
const syllables = 'bra cor dun fel gar hol jun kel lor mar nev pol quin ros sel tor ulm ver wex zan'.split(' ')
const trades = ['Logistics', 'Foods', 'Energy', 'Systems', 'Health', 'Retail', 'Group']
const works = [
  'Website',
  'Migration',
  'Support',
  'Rollout',
  'Portal',
  'Onboarding',
  'Audit',
  'App',
  'Dashboard',
  'Training',
]
const topics =
  'budget layout contract invoice header checkout schema import login search survey pricing photos menu release tickets stock routes slots forms roles export alerts maps vendors'.split(
    ' ',
  )
const everywhere = [
  'Inbox – Outlook',
  'Weekly call | Microsoft Teams',
  'New Tab',
  'Calendar – Outlook',
  'Untitled – Figma',
]
const apps = ['Figma', 'Visual Studio Code', 'Google Chrome', 'Microsoft Teams', 'Excel', 'Outlook']
const commonHosts = ['github.com', 'docs.google.com', 'figma.com', 'stackoverflow.com', 'mail.google.com']
const idle = ['Lunch menu', 'Team retro', 'Holiday request', 'Tax form', 'Office move']

type Plan = CatalogDeal & {
  from: number
  to: number
  documents: string[]
  hosts: string[]
  apps: string[]
  account: string
}
const internal: Spot = { account_id: null, deal_id: null }
/** A good name has its words; half of one names nobody for sure. */
const lastWord = (name: string) => name.split(' ').at(-1)!
const title = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** `rough`: fewer telling titles, more jumping about and more mistakes than in the companies the weights were found on. */
export function reviewCompany(seed: number, rough = false): ReviewCompany {
  const luck = chance(seed)
  const accounts = Array.from({ length: 60 }, (_, n) => ({
    id: `a${n}`,
    name: `${title(luck.pick(syllables) + luck.pick(syllables))} ${luck.pick(trades)}`,
  }))
  const deals = Array.from({ length: 150 }, (_, n) => planDeal(luck, n, accounts[luck.int(0, 59)]!))
  const worked = Array.from({ length: people }, (_, user) => workOf(luck, user, deals, rough)).flat()
  return { accounts, deals, days, worked: worked.sort((a, b) => a.start_ms - b.start_ms) }
}

function planDeal(luck: Chance, n: number, { id: account_id, name }: CatalogAccount): Plan {
  const work = luck.pick(works)
  // what people work in changes: of these, two or three at a time
  const own = Array.from({ length: 24 }, () => `${title(luck.pick(topics))} ${luck.pick(topics)}`)
  const from = luck.int(-40, 40)
  return {
    id: `d${n}`,
    account_id,
    account: name,
    name: luck.next() < 0.4 ? `${work} ${title(luck.pick(syllables))}` : work,
    open: true,
    won: luck.next() < 0.4,
    from,
    to: from + luck.int(15, 70),
    documents: own,
    hosts:
      luck.next() < 0.5
        ? [`${name.split(' ')[0]!.toLowerCase()}.example`, luck.pick(commonHosts)]
        : [luck.pick(commonHosts)],
    apps: [luck.pick(apps), luck.pick(apps)],
  }
}

/** A person stays on one thing for a while and has a handful of deals at a time, which come and go. */
function workOf(luck: Chance, user: number, deals: Plan[], rough: boolean): Worked[] {
  const mine = Array.from({ length: luck.int(8, 14) }, () => luck.pick(deals))
  const mess = (rough ? 0.45 : 0.2) + luck.next() * 0.5
  return Array.from({ length: days }, (_, day) => day)
    .filter((day) => day % 7 < 5)
    .flatMap((day) => {
      const current = mine.filter(({ from, to }) => from <= day && day < to)
      const choices = current.length > 0 ? current : mine.slice(0, 2)
      let at = Date.UTC(2026, 2, 2 + day, 8) + luck.int(0, 40) * 60_000
      let deal: Plan | null = luck.pick(choices)
      return Array.from({ length: luck.int(6, 14) }, () => {
        if (luck.next() > (rough ? 0.3 : 0.55))
          deal = luck.next() < 0.12 ? null : choices[Math.floor(luck.next() ** 1.6 * choices.length)]!
        const start_ms = at
        at += luck.int(8, 60) * 60_000
        const truth = deal ? { account_id: deal.account_id, deal_id: deal.id } : internal
        // now and then the wrong key
        const chosen = luck.next() < (rough ? 0.08 : 0.03) ? spotOf(luck.pick(choices)) : truth
        return { ...hintsOf(luck, deal, mess, day), start_ms, end_ms: at, user, day, truth, chosen }
      })
    })
}

const spotOf = ({ account_id, id }: Plan): Spot => ({ account_id, deal_id: id })

function hintsOf(luck: Chance, deal: Plan | null, mess: number, day: number): Facts {
  if (!deal)
    return { app: luck.pick(apps), title: luck.next() < 0.5 ? luck.pick(idle) : luck.pick(everywhere), url: null }
  const app = luck.pick(deal.apps)
  const said = luck.next()
  const seen =
    said < mess
      ? luck.pick(everywhere)
      : said < mess + 0.15
        ? `${lastWord(deal.account)} ${luck.pick(topics)} – ${app}`
        : said < mess + 0.25
          ? `${deal.account.split(' ')[0]} – notes`
          : `${deal.documents[(Math.floor(day / 5) + luck.int(0, 2)) % deal.documents.length]} – ${app}`
  const named = luck.next()
  const project_name =
    named < 0.3
      ? `${deal.account} ${deal.name}`
      : named < 0.36
        ? deal.name
        : named < 0.46
          ? lastWord(deal.account)
          : named < 0.54
            ? luck.pick(works)
            : null
  return {
    app,
    title: seen,
    url: luck.next() < 0.45 ? `https://${luck.pick(deal.hosts)}/x/${luck.int(1, 999)}` : null,
    project_name,
    tags: luck.next() < 0.1 ? [luck.pick(['design', 'call', 'urgent', 'backend'])] : [],
  }
}
