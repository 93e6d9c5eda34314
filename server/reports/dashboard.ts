/** The first page in one answer: each part of what this actor may see, with the period before it to compare. */
import { openStages } from '#domain/deals.ts'
import { byUrgency, periodBefore, type Dashboard, type DashboardQuery, type Decided } from '#domain/dashboard.ts'
import { sumByCurrency, weighByCurrency } from '#domain/money.ts'
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
import { placedHours, type AccountHours } from './placed-hours.ts'
import { timeOf } from './time-per-deal.ts'

const [mostDeals, mostAccounts, mostHappenings] = [8, 8, 12]

export async function dashboard(db: Database, actor: Actor, query: DashboardQuery, now_ms: number): Promise<Dashboard> {
  const { date_from, date_to, owner_id } = query
  if (date_to < date_from) throw invalid('/date_to', 'before_date_from', 'The last day lies before the first.')
  const before = periodBefore(query)
  const deals = scopeOf(actor, 'deals:read') !== null
  const time = { date_from, date_to, ...(owner_id && { user_id: [owner_id] }) }
  const [placed, earlier, open, decided, waiting, attention, activity] = await Promise.all([
    placedHours(db, actor, time, { places: mostDeals, accounts: mostAccounts }),
    hoursOf(db, actor, owner_id, before),
    deals ? openDeals(db, actor, owner_id) : null,
    deals ? decidedRows(db, actor, owner_id, query, before) : null,
    sumReview(db, actor, owner_id === undefined ? {} : { user_id: [owner_id] }, now_ms),
    attentionOf(db, actor, owner_id),
    activityOf(db, actor, mostHappenings),
  ])
  return {
    date_from,
    date_to,
    before,
    pipeline: open && openStages.map((stage) => ({ stage, ...openOf(open.sums.filter((row) => row.stage === stage)) })),
    open: open && openOf(open.sums),
    decided: decided && {
      now: decidedOf(decided.filter(({ now }) => now)),
      before: decidedOf(decided.filter(({ now }) => !now)),
    },
    hours: { now: timeOf(placed, time), before: earlier },
    accounts: scopeOf(actor, 'accounts:read') ? await accountsOf(db, actor, placed.accounts) : null,
    waiting,
    attention: [...attention, ...(open?.rotting ?? [])].toSorted(byUrgency),
    activity,
    rules: [
      `Compared with as many days before, ${before.date_from} to ${before.date_to}.`,
      ...(deals ? ofDeals : []),
      ...leftOut(actor),
    ],
  }
}

const ofDeals = [
  'Deals count on the day they were won or lost in your time zone.',
  'The weighted value is the sum of value × probability, rounded half up once in each currency; currencies are never added.',
  'Revenue per hour is the value of the deals won, by all hours ever placed on them.',
]

/** What stands behind the figures is said where it is not everything. */
function leftOut(actor: Actor): string[] {
  const whose = { own: 'Only your own', team: 'Only your team’s' }
  return (
    [
      ['reports:read', 'hours'],
      ['deals:read', 'deals'],
      ['tasks:read', 'tasks'],
    ] as const
  ).flatMap(([permission, noun]) => {
    const scope = scopeOf(actor, permission)
    return scope === 'own' || scope === 'team' ? `${whose[scope]} ${noun} are counted.` : []
  })
}

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
  return {
    won: count(won),
    lost: count(rows.filter(({ stage }) => stage === 'lost')),
    value: won
      .flatMap(({ value, deals, seconds }) => (value ? { ...value, deals, seconds } : []))
      .toSorted((a, b) => (a.currency < b.currency ? -1 : 1)),
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
