/** Every figure of the first page over a quarter of the demo company: exactly what plain SQL over the tables people write says. */
import { expect, test } from 'vitest'
import { sql, type RawBuilder } from '#server/platform/database.ts'
import { cut, demoQuarter, within, zone, type Range } from '#test/demo-quarter.ts'

const { db, ada, quarter, before, today } = await demoQuarter()
const { body: shown } = await ada.get(`/reports/dashboard?date_from=${quarter.from}&date_to=${quarter.to}`)
type Part = RawBuilder<unknown>

const rowsOf = async (query: Part): Promise<any[]> => (await sql<any>`${query}`.execute(db)).rows
const moneyOf = (amount: Part) => sql`jsonb_build_object('amount', ${amount}::text, 'currency', currency)`
const list = (amount: Part, from: Part) => sql`
  (select coalesce(jsonb_agg(${moneyOf(sql`amount`)} order by currency), '[]') from (select currency, ${amount} as amount ${from} and currency is not null group by 1) m)
`

test('its days are those before', () => expect(shown.before).toEqual({ date_from: before.from, date_to: before.to }))

const idle = sql`
  (${today}::date - greatest(
    (d.updated_at at time zone ${zone})::date,
    (select max((t.done_at at time zone ${zone})::date) from tasks t where t.deal_id = d.id),
    (select max(on_day) from (${cut}) e where e.deal_id = d.id)
  ) > case d.stage when 'prospecting' then 14 else 30 end)
`
const open = sql`
  (select d.*, coalesce(probability, case stage when 'prospecting' then 20 else 60 end) as p, ${idle} as rotting
   from deals d where closed_at is null and deleted_at is null) d
`
const opened = (where: Part) => sql`
  select count(*) as deals, count(*) filter (where rotting) as rotting, ${list(sql`sum(value)`, sql`from ${open} where ${where}`)} as value,
         ${list(sql`round(sum(value * p) / 100, 2)`, sql`from ${open} where ${where}`)} as weighted_value
  from ${open} where ${where}
`

test('what is open, of each stage and together: weighed together it is rounded once', async () => {
  const stages = []
  for (const stage of ['prospecting', 'negotiation'])
    stages.push({ stage, ...(await rowsOf(opened(sql`stage = ${stage}`)))[0] })
  expect(shown.pipeline).toEqual(stages)
  expect(shown.open).toEqual((await rowsOf(opened(sql`true`)))[0])
  expect(shown.open.rotting).toBeGreaterThan(0)
  // the cent between them that two roundings make is there
  const cents = (amount: string) => BigInt(amount.replace('.', ''))
  const euros = (values: any[]) => cents(values.find(({ currency }) => currency === 'EUR').amount)
  const apart = shown.pipeline.reduce((sum: bigint, stage: any) => sum + euros(stage.weighted_value), 0n)
  expect(apart).not.toBe(euros(shown.open.weighted_value))
})

const decided = (range: Range) => sql`
  (select d.*, (select coalesce(sum(duration_seconds), 0) from time_entries e where e.deal_id = d.id) as worked from deals d
   where deleted_at is null and closed_at is not null and ${within(sql`(closed_at at time zone ${zone})::date`, range)}) d
`
test('what was won and lost, its worth and its hours, in these days and before', async () => {
  for (const [name, range] of [
    ['now', quarter],
    ['before', before],
  ] as const) {
    const [counts] = await rowsOf(sql`
      select count(*) filter (where stage = 'won') as won, count(*) filter (where stage = 'lost') as lost,
             count(*) filter (where stage = 'won' and value is null) as won_without_value
      from ${decided(range)}
    `)
    const value = await rowsOf(sql`
      select sum(value)::text as amount, currency, count(*) as deals, sum(worked)::bigint as seconds
      from ${decided(range)} where stage = 'won' and value is not null group by currency order by currency
    `)
    expect(shown.decided[name]).toEqual({ ...counts, value })
  }
  expect(shown.decided.now.won_without_value).toBe(1)
})

const sums = sql`
  round(coalesce(sum(part), 0))::bigint as seconds, round(coalesce(sum(part) filter (where billable), 0))::bigint as billable_seconds,
  count(*) filter (where begins) as entries
`
const worked = (range: Range) => sql`(select * from (${cut}) c where ${within(sql`on_day`, range)}) e`

test('all hours, where they went, and those before', async () => {
  const of = async (where: Part, range = quarter) =>
    (await rowsOf(sql`select ${sums} from ${worked(range)} where ${where}`))[0]
  expect(shown.hours.before).toEqual(await of(sql`true`, before))
  expect(shown.hours.now.totals).toEqual({
    all: await of(sql`true`),
    on_deals: await of(sql`deal_id is not null`),
    on_accounts: await of(sql`deal_id is null and account_id is not null`),
    internal: await of(sql`account_id is null and status = 'synced'`),
    waiting: await of(sql`status = 'unmapped'`),
  })
  const places = await rowsOf(sql`
    select e.deal_id, d.name as deal_name, e.account_id, a.name as account_name, d.stage, d.budget_hours::text as budget_hours, ${sums}
    from ${worked(quarter)} join accounts a on a.id = e.account_id left join deals d on d.id = e.deal_id
    group by 1, 2, 3, 4, 5, 6 order by sum(part) desc, 1, 3
  `)
  expect(shown.hours.now.data).toEqual(places.slice(0, 8))
  const add = (name: string) => places.slice(8).reduce((sum, place) => sum + place[name], 0)
  expect(shown.hours.now.other).toEqual({
    deals: places.length - 8,
    seconds: add('seconds'),
    billable_seconds: add('billable_seconds'),
    entries: add('entries'),
  })
})

test('the customers with the most hours, and what is open with each', async () => {
  const accounts = await rowsOf(sql`
    select e.account_id, a.name as account_name, round(sum(part))::bigint as seconds, round(coalesce(sum(part) filter (where billable), 0))::bigint as billable_seconds,
           ${list(sql`sum(value)`, sql`from deals d where closed_at is null and deleted_at is null and d.account_id = e.account_id`)} as open_value
    from ${worked(quarter)} join accounts a on a.id = e.account_id
    group by 1, 2 order by sum(part) desc limit 8
  `)
  expect(shown.accounts).toEqual(accounts)
})

test('what waits for review, where every week may be looked at', async () => {
  await sql`update workspace set team_review_days = 0`.execute(db)
  const { waiting } = (await ada.get(`/reports/dashboard?date_from=${quarter.from}&date_to=${quarter.to}`)).body
  const past = sql`(start_time at time zone e.zone)::date < (now() at time zone (select w.zone from workspace w))::date`
  const [expected] = await rowsOf(sql`
    select count(*) filter (where ${past}) as entries, coalesce(sum(duration_seconds) filter (where ${past}), 0)::bigint as seconds,
           count(*) filter (where not ${past}) as later_entries, coalesce(sum(duration_seconds) filter (where not ${past}), 0)::bigint as later_seconds
    from time_entries e where status = 'unmapped'
  `)
  expect(waiting).toEqual(expected)
})

test('what needs somebody, by how much, the worst of each kind', async () => {
  const money = sql`case when value is not null then ${moneyOf(sql`value`)} end`
  const kinds = [
    sql`
      select 'over_budget' as kind, d.id as object_id, null::integer as days, round(100 * worked / (budget_hours * 3600))::integer as spent_percent, ${money} as value
      from (select d.*, (select sum(duration_seconds) from time_entries e where e.deal_id = d.id) as worked,
                   (select max(on_day) from (${cut}) e where e.deal_id = d.id) as last_day from deals d) d
      where deleted_at is null and worked >= 0.8 * budget_hours * 3600 and last_day >= current_date - 30
      order by worked / budget_hours desc limit 5`,
    sql`
      select 'task_overdue' as kind, id as object_id, ${today}::date - due_date as days, null::integer as spent_percent, null::jsonb as value
      from tasks where deleted_at is null and status in ('open', 'in_progress', 'blocked') and priority in ('high', 'urgent') and due_date < ${today}::date
      order by due_date, id limit 5`,
    sql`
      select 'deal_rotting' as kind, id as object_id, ${today}::date - (updated_at at time zone ${zone})::date as days, null::integer as spent_percent, ${money} as value
      from ${open} where rotting order by updated_at limit 5`,
    sql`
      select 'task_idle' as kind, id as object_id, ${today}::date - (updated_at at time zone ${zone})::date as days, null::integer as spent_percent, null::jsonb as value
      from tasks t where deleted_at is null and status in ('open', 'in_progress', 'blocked') and priority in ('high', 'urgent') and account_id is not null
        and updated_at < now() - interval '3 days' and (due_date is null or due_date >= ${today}::date)
        and not exists (select from time_entries e where e.task_id = t.id and e.end_time > now() - interval '3 days')
        and not exists (select from notes n where n.task_id = t.id and n.created_at > now() - interval '3 days')
      order by updated_at limit 5`,
  ]
  for (const kind of kinds) {
    const expected = await rowsOf(kind)
    const [{ kind: name }] = expected
    const told = shown.attention.filter((item: any) => item.kind === name)
    const bare = ({ kind: _kind, object_id, days, spent_percent, value }: any) => ({
      object_id,
      days,
      spent_percent,
      value,
    })
    expect([name, told.map(bare).toSorted(byId)]).toEqual([name, expected.map(bare).toSorted(byId)])
  }
})
const byId = (a: any, b: any) => (a.object_id < b.object_id ? -1 : 1)

test('when what happened last did', async () => {
  const expected = await rowsOf(sql`
    select at from (
      select entered_at as at from deal_stages s join deals d on d.id = s.deal_id where d.deleted_at is null
      union all select done_at from tasks where done_at is not null and deleted_at is null
      union all select created_at from notes where deleted_at is null
    ) h order by at desc limit 12
  `)
  const told = ({ at }: any) => Date.parse(at)
  expect(shown.activity.map(told)).toEqual(expected.map(told))
})
