import type { TimePerDeal, TimePerDealQuery } from '#domain/reports.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { placedHours, type PlacedHours, type Sums } from './placed-hours.ts'

/** Hours per deal; what is not on a deal stands beside it, so that the parts always sum to the whole. */
export async function timePerDeal(db: Database, actor: Actor, query: TimePerDealQuery): Promise<TimePerDeal> {
  return timeOf(await placedHours(db, actor, query, { places: query.limit ?? 200, accounts: 0 }), query)
}

export function timeOf({ places, sums }: PlacedHours, query: TimePerDealQuery): TimePerDeal {
  const { on_deals, on_accounts, internal, waiting } = sums
  const listed = sum([on_deals, on_accounts])
  const shown = sum(places)
  return {
    date_from: query.date_from ?? null,
    date_to: query.date_to ?? null,
    data: places,
    other: {
      deals: on_deals.places + on_accounts.places - places.length,
      seconds: listed.seconds - shown.seconds,
      billable_seconds: listed.billable_seconds - shown.billable_seconds,
      entries: listed.entries - shown.entries,
    },
    totals: {
      on_deals: sum([on_deals]),
      on_accounts: sum([on_accounts]),
      internal: sum([internal]),
      waiting: sum([waiting]),
      all: sum(Object.values(sums)),
    },
    rules: [
      'A day is the day of the person who worked, in their own time zone; work across midnight is split.',
      'An entry counts once, on the day it begins.',
      'Seconds are counted as recorded: nothing is rounded.',
      'Entries in quarantine are not counted.',
    ],
  }
}

const sum = (rows: readonly Sums[]): Sums => ({
  seconds: rows.reduce((total, { seconds }) => total + seconds, 0),
  billable_seconds: rows.reduce((total, { billable_seconds }) => total + billable_seconds, 0),
  entries: rows.reduce((total, { entries }) => total + entries, 0),
})
