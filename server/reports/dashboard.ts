/** The first page in one answer: each part of what this actor may see, with the period before it to compare. */
import { openStages } from '#domain/deals.ts'
import { byUrgency, periodBefore, type Dashboard, type DashboardQuery, type Decided } from '#domain/dashboard.ts'
import { sumByCurrency, weighByCurrency } from '#domain/money.ts'
import { dayOf } from '#domain/zones.ts'
import { maySeeValues } from '#server/fields/worth.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { sumReview } from '#server/time/review.ts'
import {
  activityOf,
  attentionOf,
  decidedRows,
  hoursOf,
  openDeals,
  openValues,
  type DecidedRow,
  type OpenRow,
} from './dashboard-queries.ts'
import { convert, worthsOf } from './dashboard-worths.ts'
import { placedHours, type AccountHours } from './placed-hours.ts'
import { timeOf } from './time-per-deal.ts'

const [mostDeals, mostAccounts, mostHappenings] = [8, 8, 12]

export async function dashboard(db: Database, actor: Actor, query: DashboardQuery, now_ms: number): Promise<Dashboard> {
  const { date_from, date_to, owner_id } = query
  if (date_to < date_from) throw invalid('/date_to', 'before_date_from', 'The last day lies before the first.')
  const before = periodBefore(query)
  const deals = scopeOf(actor, 'deals:read') !== null
  const time = { date_from, date_to, ...(owner_id && { user_id: [owner_id] }) }
  const [placed, earlier, open, decided, waiting, attention, activity, { base_currency: base }] = await Promise.all([
    placedHours(db, actor, time, { places: mostDeals, accounts: mostAccounts }),
    hoursOf(db, actor, owner_id, before),
    deals ? openDeals(db, actor, owner_id) : null,
    deals ? decidedRows(db, actor, owner_id, query, before) : null,
    sumReview(db, actor, owner_id === undefined ? {} : { user_id: [owner_id] }, now_ms),
    attentionOf(db, actor, owner_id),
    activityOf(db, actor, mostHappenings),
    findWorkspace(db),
  ])
  const whole = open && openOf(open.sums)
  const worths = whole && decided && maySeeValues(actor) ? worthsOf(whole, decided, dayOf(now_ms, actor.zone)) : null
  const converted = worths && (await convert(db, base, worths))
  return {
    date_from,
    date_to,
    before,
    pipeline: open && openStages.map((stage) => ({ stage, ...openOf(open.sums.filter((row) => row.stage === stage)) })),
    open: whole,
    decided: decided && {
      now: decidedOf(decided.filter(({ now }) => now)),
      before: decidedOf(decided.filter(({ now }) => !now)),
    },
    together: converted && converted.together,
    hours: { now: timeOf(placed, time), before: earlier },
    accounts: scopeOf(actor, 'accounts:read') ? await accountsOf(db, actor, placed.accounts) : null,
    waiting,
    attention: [...attention, ...(open?.rotting ?? [])].toSorted(byUrgency),
    activity,
    left_out: [...leftOut(actor), ...(converted?.left_out ?? [])],
    rules: [
      `Compared with as many days before, ${before.date_from} to ${before.date_to}.`,
      ...(deals ? ofDeals : []),
      ...(converted?.rules ?? []),
    ],
  }
}

const ofDeals = [
  'Deals count on the day they were won or lost in your time zone.',
  'The weighted value is the sum of value × probability, rounded half up once in each currency; currencies are never added.',
  'Revenue per hour is the value of the deals won, by all hours ever placed on them.',
]

/** What stands behind the figures is said where it is not everything, in one sentence. */
function leftOut(actor: Actor): string[] {
  const nouns = { 'reports:read': 'hours', 'deals:read': 'deals', 'tasks:read': 'tasks' } as const
  const within = (scope: 'own' | 'team') =>
    Object.entries(nouns).flatMap(([right, noun]) =>
      scopeOf(actor, right as keyof typeof nouns) === scope ? noun : [],
    )
  const whose = [
    ['your own', within('own')],
    ['your team’s', within('team')],
  ] as const
  const parts = whose.flatMap(([owner, list]) => (list.length > 0 ? `${owner} ${inWords.format(list)}` : []))
  return parts.length > 0 ? [`Only ${inWords.format(parts)} are counted.`] : []
}
const inWords = new Intl.ListFormat('en-GB')

const openOf = (rows: OpenRow[]): NonNullable<Dashboard['open']> => ({
  deals: rows.reduce((sum, { deals }) => sum + deals, 0),
  rotting: rows.reduce((sum, row) => sum + row.rotting, 0),
  value: sumByCurrency(rows.flatMap(({ value }) => value ?? [])),
  weighted_value: weighByCurrency(
    rows.flatMap(({ value, probability }) => (value ? { money: value, percent: probability } : [])),
  ),
})

function decidedOf(rows: DecidedRow[]): Decided {
  const count = (some: DecidedRow[]) => some.reduce((sum, { deals }) => sum + deals, 0)
  const won = rows.filter(({ stage }) => stage === 'won')
  const valued = won.filter(({ value }) => value !== null)
  return {
    won: count(won),
    lost: count(rows.filter(({ stage }) => stage === 'lost')),
    value: sumByCurrency(valued.map(({ value }) => value!)).map((money) => {
      const own = valued.filter(({ value }) => value!.currency === money.currency)
      return { ...money, deals: count(own), seconds: own.reduce((sum, { seconds }) => sum + seconds, 0) }
    }),
    won_without_value: count(won.filter(({ value }) => value === null)),
  }
}

/** Those with the most hours in these days, and what is open with them. */
async function accountsOf(db: Database, actor: Actor, top: AccountHours[]): Promise<Dashboard['accounts']> {
  const open = await openValues(
    db,
    actor,
    top.map(({ account_id }) => account_id),
  )
  return top.map(({ account_id, account_name, seconds, billable_seconds }) => ({
    account_id,
    account_name,
    seconds,
    billable_seconds,
    open_value: open.filter((row) => row.account_id === account_id).map(({ value }) => value),
  }))
}
