import { shift, weekOf } from '#domain/periods.ts'
import type { TimePerWeek, TimePerWeekQuery } from '#domain/reports.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import { weekRows, type WeekRow } from './queries.ts'

/**
 * Weeks up to the one `date_to` is in, of the entries this actor may see, as the list of an account's or a deal's time has them.
 * 400 unless one record is named.
 */
export async function timePerWeek(db: Database, actor: Actor, query: TimePerWeekQuery): Promise<TimePerWeek> {
  const { weeks = 26, week_start = 'monday' } = query
  const last = weekOf(query.date_to, week_start)
  const starts = Array.from({ length: weeks }, (_, n) => shift(last, 7 * (n + 1 - weeks)))
  const rows = await weekRows(db, actor, subjectOf(query), { date_from: starts[0]!, date_to: shift(last, 6) })
  const parts = partsOf(rows)
  const secondsOf = new Map(rows.map(({ week, part, seconds }) => [`${week} ${part}`, seconds]))
  return {
    parts: parts.map(({ part, deal_id, deal_name }) => ({ kind: kindOf(part), deal_id, deal_name })),
    data: starts.map((week) => ({ week, seconds: parts.map(({ part }) => secondsOf.get(`${week} ${part}`) ?? 0) })),
  }
}

function subjectOf({ account_id, deal_id }: TimePerWeekQuery) {
  if (account_id !== undefined && deal_id === undefined) return { account_id }
  if (deal_id !== undefined && account_id === undefined) return { deal_id }
  throw new Problem(400, 'invalid_query', 'Name one record whose time this is: account_id=… or deal_id=….')
}

const kindOf = (part: number) => (part > 0 ? 'deal' : part === -1 ? 'no_deal' : 'others')

/** Each once, the deals by their rank, what is on none and the others behind them. */
const partsOf = (rows: WeekRow[]): WeekRow[] =>
  [...new Map(rows.map((row) => [row.part, row])).values()].toSorted((a, b) => order(a) - order(b))
const order = ({ part }: WeekRow) => (part > 0 ? part : 100 - part)
