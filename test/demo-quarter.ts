/**
 * The demo company, with what its quarter has not by itself: deals that came back, changed in value, skipped a stage, or have no value,
 * owner or close date; an amount that leaves half a cent; a deleted deal. And its figures, recomputed by plain SQL over the tables
 * people write: no sums by day, no function of ours.
 */
import { expect } from 'vitest'
import type { ReportColumn } from '#domain/report-tables.ts'
import { loadDemo } from '#server/demo/load-demo.ts'
import { createAdmin } from '#server/people/create-admin.ts'
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { startApp } from './app.ts'

/** Of whoever reads: one with a change of the clock behind it in most quarters, and days of its own. */
export const zone = 'America/New_York'
const password = 'a long enough password'

export type Range = { from: string; to: string }
type Fragment = RawBuilder<unknown>

export async function demoQuarter() {
  const app = await startApp({ cast: false })
  const now_ms = Date.now()
  await loadDemo(app.db, { password, now_ms })
  await createAdmin(app.db, 'ada@crm.example', password)
  await sql`update users set zone = ${zone} where email = 'ada@crm.example'`.execute(app.db)
  await makeUneven(app.db)
  const signIn = async (email: string) =>
    app.bearer((await app.nobody.post('/auth/login', { email, password })).body.access_token)
  const ago = (days: number) => new Date(now_ms - days * 86_400_000).toISOString().slice(0, 10)
  const quarter: Range = { from: ago(80), to: ago(3) }
  const before = earlier(quarter)
  const ada = await signIn('ada@crm.example')
  return {
    app,
    db: app.db,
    ada,
    /** A report as Ada, who sees everything, gets it. */
    table: async (report: string, query: string) => {
      const { status, body } = await ada.get(`/reports/${report}/table?limit=1000&${query}`)
      expect([report, status, body.left_out]).toEqual([report, 200, []])
      return body
    },
    /** The rows of a report by this key, and all of them together. */
    figured: async (
      facts: (key: Fragment, range: Range) => Fragment,
      key: Fragment,
      figures: Figures,
      range: Range,
    ): Promise<Recomputed> => {
      const [rows, total] = await Promise.all([
        recompute(app.db, facts(key, range), figures),
        recompute(app.db, facts(sql`'all'`, range), figures),
      ])
      return { rows, total }
    },
    as: (person: string) => signIn(`${person}@brightwater.example`),
    quarter,
    before,
    /** A day of the period before as the one it stands beside. */
    compared: (range: Range, day: Fragment) => (range === before ? sql`(${day} + ${lengthOf(quarter)}::integer)` : day),
    today: new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now_ms),
  }
}
export type Client = Awaited<ReturnType<typeof demoQuarter>>['ada']

const lengthOf = ({ from, to }: Range) => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1

/** As many days just before. */
function earlier({ from, to }: Range): Range {
  const days = lengthOf({ from, to })
  const back = (day: string) => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)
  return { from: back(from), to: back(to) }
}

async function makeUneven(db: Database): Promise<void> {
  const deal = (name: string) => sql`(select id from deals where name = ${name})`
  const days = (n: number) => sql`(now() - ${n} * interval '1 day')`
  for (const statement of [
    // lost, and open again
    sql`update deals set stage = 'negotiation', closed_at = null, closed_by = null, closed_reason = null where name = 'Loyalty points'`,
    sql`update deals set created_at = ${days(160)} where name = 'Loyalty points'`,
    sql`update deal_stages set entered_at = ${days(160)}, left_at = ${days(120)} where deal_id = ${deal('Loyalty points')} and to_stage = 'prospecting'`,
    sql`update deal_stages set entered_at = ${days(120)}, left_at = ${days(10)} where deal_id = ${deal('Loyalty points')} and to_stage = 'lost'`,
    sql`insert into deal_stages (deal_id, from_stage, to_stage, entered_at, value, currency, probability)
        select id, 'lost', 'negotiation', ${days(10)}, value, currency, 60 from deals where name = 'Loyalty points'`,
    // was in negotiation before it was won
    sql`update deal_stages set left_at = ${days(95)} where deal_id = ${deal('Fleet dashboard')} and to_stage = 'prospecting'`,
    sql`insert into deal_stages (deal_id, from_stage, to_stage, entered_at, left_at, value, currency, probability)
        select d.id, 'prospecting', 'negotiation', ${days(95)}, d.closed_at, d.value - 1000.01, d.currency, 60 from deals d where name = 'Fleet dashboard'`,
    sql`update deal_stages set from_stage = 'negotiation' where deal_id = ${deal('Fleet dashboard')} and to_stage = 'won'`,
    // worth less when it was entered
    sql`update deal_stages set value = value - 1234.56 where deal_id = ${deal('Broker self-service')} and to_stage = 'prospecting'`,
    // half a cent in each stage
    sql`update deals set value = value + 0.10, probability = 35 where name in ('Sample catalogue', 'Carbon reporting', 'Rights database')`,
    sql`update deals set value = null, currency = null where name in ('Tenant portal', 'Trip planner', 'Care plan archive')`,
    sql`update deals set owner_id = null where name in ('Store locator', 'Online ordering')`,
    sql`update deals set end_date = null where name = 'Wholesale portal'`,
    sql`update deals set deleted_at = now() where name in ('Shade finder', 'Menu translation')`,
    // money of another currency than its value, for hours that do not divide it
    sql`update deals set budget_money = 10000, budget_currency = 'EUR', budget_hours = 37 where name = 'Claims migration'`,
    sql`update deals set budget_hours = 30 where name in ('Meter data import', 'Driver mobile app', 'Franchise rollout')`,
    sql`update tasks set estimated_hours = null where title = 'Tune slow search'`,
    sql`update tasks set assigned_to = null where title = 'Verify backup restore'`,
  ])
    await statement.execute(db)
}

/** The rate of the last day on or before this one. */
export const rateOf = (currency: Fragment, day: Fragment) => sql`
  (case when ${currency} = 'EUR' then 1 else (
    select r.rate from exchange_rates r where r.base = 'EUR' and r.currency = ${currency} and r.day <= ${day} order by r.day desc limit 1
  ) end)
`

/** Each believed entry cut at the midnights of its person, by the clock alone. */
export const cut = sql`
  select e.*, c.day as on_day, c.day = (e.start_time at time zone e.zone)::date as begins,
         extract(epoch from least(e.end_time, (c.day + 1)::timestamp at time zone e.zone) - greatest(e.start_time, c.day::timestamp at time zone e.zone)) as part
  from time_entries e
  cross join lateral (
    select d::date as day
    from generate_series((e.start_time at time zone e.zone)::date, (e.end_time at time zone e.zone)::date, interval '1 day') d
  ) c
  where e.status <> 'quarantined' and (c.day::timestamp at time zone e.zone) < e.end_time
`
export const within = (day: Fragment, { from, to }: Range) => sql`${day} between ${from}::date and ${to}::date`

/** Out of the facts `f`, which have a `key`: each gives a key and the value of a cell. Money needs `currency`, `on_day` and `rate`. */
export const count = (where: Fragment) =>
  sql`select key, to_jsonb(count(*) filter (where ${where})) as value from f group by key`
export const whole = (seconds: Fragment) =>
  sql`select key, to_jsonb(round(${seconds})::bigint) as value from f group by key`
export const said = (value: Fragment) => sql`select key, to_jsonb(${value}) as value from f group by key`
export const share = (part: Fragment, all: Fragment, fewest = 10) =>
  said(sql`case when ${all} >= ${fewest} then round(100.0 * ${part} / nullif(${all}, 0), 1) end`)
export const money = (amount: Fragment, where: Fragment = sql`true`) => sql`
  select key, jsonb_agg(jsonb_build_object('amount', round(amount, 2)::text, 'currency', currency) order by currency) as value
  from (select key, currency, ${amount} as amount from f where currency is not null and ${where} group by 1, 2) m
  where amount is not null
  group by key
`
export const amounts = (amount: Fragment, where: Fragment = sql`true`) => sql`
  select key, sum(amount) as amount from (
    select key, round(${amount} / min(rate), 2) as amount from f where currency is not null and ${where} group by key, currency, on_day
  ) m
  group by key
`
export const inEuros = (amount: Fragment) =>
  sql`jsonb_build_object('amount', round(${amount}, 2)::text, 'currency', 'EUR')`
export const converted = (amount: Fragment, where: Fragment = sql`true`) =>
  sql`select key, ${inEuros(sql`amount`)} as value from (${amounts(amount, where)}) c`

export type Figures = Record<string, Fragment>
type Found = Map<string | null, Record<string, unknown>>

/** Cells by key. */
export async function recompute(db: Database, facts: Fragment, figures: Figures): Promise<Found> {
  const parts = Object.entries(figures).map(
    ([cell, query]) => sql`select ${cell} as cell, q.key::text as key, q.value::jsonb as value from (${query}) q`,
  )
  const { rows } = await sql<{ cell: string; key: string | null; value: unknown }>`
    with f as materialized (${facts}) ${sql.join(parts, sql` union all `)}
  `.execute(db)
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key)].map(([key, own]) => [
      key,
      Object.fromEntries(own.map(({ cell, value }) => [cell, value])),
    ]),
  )
}

const nothing = { count: 0, seconds: 0, money: [], converted: { amount: '0.00', currency: 'EUR' } } as const
/** What a row has of which there is nothing to count. */
const filled = (columns: ReportColumn[], found: Record<string, unknown> = {}, absent: readonly string[]) =>
  Object.fromEntries(
    columns.map(({ key, type }) => [
      key,
      key in found ? found[key] : absent.includes(key) ? null : (nothing[type as 'count'] ?? null),
    ]),
  )

type Recomputed = { rows: Found; total: Found }
/**
 * Every row, every column and the sum of a table, and of the period before: exactly what SQL found, no row more and none less.
 * `absent`: money that cannot be said where there is nothing.
 */
export function expectSame(
  table: any,
  now: Recomputed,
  before: Recomputed | null,
  absent: readonly string[] = [],
): void {
  const name = [table.report, table.group_by]
  const cells = (found: Record<string, unknown> | undefined) => filled(table.columns, found, absent)
  const keys = table.columns.map(({ key }: ReportColumn) => key).toSorted()
  expect([...name, Object.keys(now.total.get('all') ?? {}).filter((key) => !keys.includes(key))]).toEqual([...name, []])
  for (const row of [...table.data, { ...table.total, key: undefined }]) {
    const of = ({ rows, total }: Recomputed) => (row.key === undefined ? total.get('all') : rows.get(row.key))
    expect([...name, row.label, row.cells]).toEqual([...name, row.label, cells(of(now))])
    expect([...name, row.label, row.before]).toEqual([...name, row.label, before && cells(of(before))])
  }
  const told = (found: Found) => [...found.keys()].map(String)
  expect(new Set(table.data.map(({ key }: any) => String(key)))).toEqual(
    new Set([...told(now.rows), ...(before ? told(before.rows) : [])]),
  )
}
