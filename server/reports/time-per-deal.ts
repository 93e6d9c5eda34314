import type { TimePerDeal, TimePerDealQuery } from '#domain/reports.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { timeRows, type PlaceRow, type Sums } from './queries.ts'

/** Hours per deal; what is not on a deal stands beside it, so that the parts always sum to the whole. */
export async function timePerDeal(db: Database, actor: Actor, query: TimePerDealQuery): Promise<TimePerDeal> {
  return timeOf(await timeRows(db, actor, query), query)
}

export function timeOf(rows: PlaceRow[], query: TimePerDealQuery): TimePerDeal {
  const onDeals = rows.filter((row) => row.deal_id !== null)
  const onAccounts = rows.filter((row) => row.deal_id === null && row.account_id !== null)
  const listed = rows.filter((row) => row.account_id !== null)
  const limit = query.limit ?? 200
  const beyond = listed.slice(limit)
  return {
    date_from: query.date_from ?? null,
    date_to: query.date_to ?? null,
    data: listed.slice(0, limit).map(({ waiting: _waiting, ...row }) => row),
    other: { deals: beyond.length, ...sum(beyond) },
    totals: {
      on_deals: sum(onDeals),
      on_accounts: sum(onAccounts),
      internal: sum(rows.filter((row) => row.account_id === null && !row.waiting)),
      waiting: sum(rows.filter((row) => row.waiting)),
      all: sum(rows),
    },
    rules: [
      'A day is the day of the person who worked, in their own time zone; work across midnight is split.',
      'An entry counts once, on the day it begins.',
      'Seconds are counted as recorded: nothing is rounded.',
      'Entries in quarantine are not counted.',
    ],
  }
}

const sum = (rows: PlaceRow[]): Sums =>
  rows.reduce(
    (total, row) => ({
      seconds: total.seconds + row.seconds,
      billable_seconds: total.billable_seconds + row.billable_seconds,
      entries: total.entries + row.entries,
    }),
    { seconds: 0, billable_seconds: 0, entries: 0 },
  )
