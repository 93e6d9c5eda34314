/** Where recorded time went: there can be tens of thousands of places, and what is shown of them is all that leaves the database. */
import type { ReportGroup } from '#domain/report-tables.ts'
import { all, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { atOneMoment } from '#server/platform/one-moment.ts'
import { inHalf, inHalves, joined, type Half } from './halves.ts'
import type { Asked, Found, Range } from './kind.ts'
import { narrow, sumsWithin, type Sums } from './sums.ts'
import { placedWhere, timeWhere, type TimeFact } from './time-queries.ts'

export type Place = {
  id: RawBuilder<unknown>
  label: RawBuilder<unknown>
  beside: RawBuilder<unknown>
  joins: RawBuilder<unknown>
}

/** What is on no account is internal, or waits for its place. */
const elsewhere = sql`case when m.waiting then 'Waiting to be placed' else 'Internal' end`
export const places: Partial<Record<ReportGroup, Place>> = {
  account: {
    id: sql`t.account_id`,
    label: sql`coalesce(a.name, ${elsewhere})`,
    beside: sql`null`,
    joins: sql`left join accounts a on a.id = m.id`,
  },
  // what is on an account and on no deal stands under the account
  deal: {
    id: sql`coalesce(t.deal_id, t.account_id)`,
    label: sql`coalesce(d.name, case when a.id is not null then 'No deal' end, ${elsewhere})`,
    beside: sql`a.name`,
    joins: sql`left join deals d on d.id = m.id left join accounts a on a.id = coalesce(d.account_id, m.id)`,
  },
  task: {
    id: sql`t.task_id`,
    label: sql`coalesce(k.title, 'No task')`,
    beside: sql`a.name`,
    joins: sql`left join tasks k on k.id = m.id left join accounts a on a.id = k.account_id`,
  },
}

type Row = TimeFact & {
  seconds_before: number
  billable_seconds_before: number
  entries_before: number
  /** So many places it stands for; null of one that is shown. */
  beyond: number | null
}

/** The places with the most time, and all others as one: together every second, once. */
export async function mostPlaces(
  asked: Asked,
  range: Range,
  earlier: Range | null,
  limit: number,
): Promise<Found<TimeFact>> {
  const placed = (half: Half, db: Database) => placesIn({ ...asked, db }, [range, earlier], limit, half)
  if (asked.group !== 'task') return joined(await inHalves(asked.db, placed))
  const [one, other, whole] = await atOneMoment<[Found<TimeFact>, Found<TimeFact>, Record<'now' | 'before', Amounts>]>(
    asked.db,
    [(db) => placed(0, db), (db) => placed(1, db), (db) => wholeTime({ ...asked, db }, range, earlier)],
  )
  const found = joined([one, other])
  const off = (of: 'now' | 'before') => onNoTask(whole[of], [...(found[of] ?? []), ...(found.beyond[of] ?? [])])
  return { ...found, now: [...found.now, ...off('now')], before: found.before && [...found.before, ...off('before')] }
}

type Amounts = Pick<TimeFact, 'seconds' | 'billable_seconds' | 'entries'>
const amounts = ['seconds', 'billable_seconds', 'entries'] as const

/** Sums by task name only what is on one: the rest is what all time holds beyond them. */
function onNoTask(whole: Amounts, tasks: readonly TimeFact[]): TimeFact[] {
  const [seconds, billable_seconds, entries] = amounts.map((name) =>
    tasks.reduce((rest, task) => rest - task[name], whole[name]),
  ) as [number, number, number]
  if (seconds === 0 && entries === 0) return []
  return [{ key: null, label: 'No task', beside: null, seconds, billable_seconds, entries, placed: false }]
}

async function wholeTime(
  asked: Asked,
  range: Range,
  earlier: Range | null,
): Promise<Record<'now' | 'before', Amounts>> {
  const { rows } = await sql<Row>`
    select ${totals(earlier !== null)} from ${both('time', asked, [range, earlier], sql`null`, timeWhere(asked))} t
  `.execute(asked.db)
  return { now: rows[0]!, before: formerOf(rows[0]!) }
}

const elsewhereKey = sql`case when m.waiting then 'waiting' else 'internal' end`
async function placesIn(
  asked: Asked,
  ranges: readonly [Range, Range | null],
  limit: number,
  half: Half,
): Promise<Found<TimeFact>> {
  const { label, beside, joins } = places[asked.group]!
  const [, earlier] = ranges
  const { rows } = await sql<Row>`
    with ${summed(asked, ranges, half)},
    most as materialized (
      select * from summed order by seconds desc, id, waiting limit ${limit}
    )
    select coalesce(m.id::text, ${elsewhereKey}) as key, ${label} as label, ${beside} as beside, m.seconds, m.billable_seconds, m.entries,
           m.seconds_before, m.billable_seconds_before, m.entries_before, ${asked.group === 'deal' ? sql`d.id is not null` : sql`false`} as placed,
           null::bigint as beyond
    from most m
    ${joins}
    union all
    select null, '', null, ${sql.join(sums.map((name) => sql`coalesce(w.${sql.ref(name)} - m.${sql.ref(name)}, 0)`))}, false, w.places - m.places
    from (select ${together} from summed) w, (select ${together} from most) m
    order by beyond nulls first
  `.execute(asked.db)
  const nows = rows.filter(({ beyond }) => beyond === null)
  const rest = rows.at(-1)!
  return {
    now: nows.filter(({ seconds, entries }) => seconds !== 0 || entries !== 0),
    before: earlier && nows.map(formerOf).filter(({ seconds, entries }) => seconds !== 0 || entries !== 0),
    beyond: { rows: rest.beyond!, now: [rest], before: earlier && [formerOf(rest)] },
  }
}

const sums = ['seconds', 'billable_seconds', 'entries', 'seconds_before', 'billable_seconds_before', 'entries_before']
const together = sql.join([
  sql`count(*) as places`,
  ...sums.map((name) => sql`sum(${sql.ref(name)})::bigint as ${sql.ref(name)}`),
])

const formerOf = ({ key, label, beside, placed, ...row }: Row): TimeFact => ({
  key,
  label,
  beside,
  ...(placed !== undefined && { placed }),
  seconds: row.seconds_before,
  billable_seconds: row.billable_seconds_before,
  entries: row.entries_before,
})

const totals = (compared: boolean) =>
  sql.join(
    ['seconds', 'billable_seconds', 'entries'].flatMap((name) => {
      const sum = sql`sum(t.${sql.ref(name)})`
      const [now, before] = compared
        ? [sql`coalesce(${sum} filter (where not t.earlier), 0)`, sql`coalesce(${sum} filter (where t.earlier), 0)`]
        : [sql`coalesce(${sum}, 0)`, sql`0`]
      return [sql`${now}::bigint as ${sql.ref(name)}`, sql`${before}::bigint as ${sql.ref(`${name}_before`)}`]
    }),
  )

/** The sums of both periods, each row marked with its own. */
function both(
  of: Sums,
  asked: Asked,
  ranges: readonly [Range, Range | null],
  columns: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const within = (range: Range, earlier: boolean) =>
    sumsWithin(
      of,
      range,
      () => sql`${columns}, t.seconds, t.billable_seconds, t.entries, ${sql.lit(earlier)} as earlier`,
      where,
      !narrow(asked),
    )
  const [range, earlier] = ranges
  return earlier ? sql`(${within(range, false)} union all ${within(earlier, true)})` : within(range, false)
}

/** What is on no place of its own lies in the half of an id that nothing has. */
export const nowhere = sql`'00000000-0000-0000-0000-000000000000'::uuid`
function summed(asked: Asked, ranges: readonly [Range, Range | null], half: Half): RawBuilder<unknown> {
  const { id } = places[asked.group]!
  const own = inHalf(sql`coalesce(${id}, ${nowhere})`, half)
  const time =
    asked.group === 'task'
      ? both('task_time', asked, ranges, sql`t.task_id, false as waiting`, all(placedWhere(asked), own))
      : both(
          'time',
          asked,
          ranges,
          sql`t.account_id, t.deal_id, t.status = 'unmapped' as waiting`,
          all(timeWhere(asked), own),
        )
  return sql`
    summed as materialized (
      select ${id} as id, case when ${id} is null then t.waiting end as waiting, ${totals(ranges[1] !== null)}
      from ${time} t
      group by 1, 2
      having sum(t.seconds) <> 0 or sum(t.entries) <> 0
    )
  `
}
