/**
 * Every figure of a quarter of the demo company, recomputed by plain SQL over the tables people write: no sums by day, no function of
 * ours. It agrees to the second and to the cent.
 */
import { expect, test } from 'vitest'
import { loadDemo } from '#server/demo/load-demo.ts'
import { createAdmin } from '#server/people/create-admin.ts'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'

const app = await startApp({ cast: false })
const secret = 'a long enough password'
const now_ms = Date.now()
await loadDemo(app.db, { password: null, now_ms })
await createAdmin(app.db, 'ada@crm.example', secret)
// a zone with a change of the clock behind it in most quarters, and days of its own
await sql`update users set zone = 'America/New_York' where email = 'ada@crm.example'`.execute(app.db)
const ada = app.bearer(
  (await app.nobody.post('/auth/login', { email: 'ada@crm.example', password: secret })).body.access_token,
)
const zone = 'America/New_York'
const day = (days_ago: number) => new Date(now_ms - days_ago * 86_400_000).toISOString().slice(0, 10)
const [from, to] = [day(80), day(3)]
const days = `date_from=${from}&date_to=${to}`

const table = async (report: string, query: string) => {
  const { status, body } = await ada.get(`/reports/${report}/table?limit=1000&${query}`)
  expect([report, status, body.left_out]).toEqual([report, 200, []])
  return body
}
/** Rows as the key and the cells that are compared, in the order of the keys. */
async function told(report: string, query: string, ...keys: string[]) {
  const { data } = await table(report, query)
  return data
    .map((row: any) => [row.key, ...keys.map((key) => plain(row.cells[key]))])
    .toSorted((a: any[], b: any[]) => order(a) - order(b) || (String(a[0]) < String(b[0]) ? -1 : 1))
}
const order = ([key]: any[]) => (key === null ? 1 : 0)
/** Money as its amount, several as "EUR 1.00 USD 2.00". */
const plain = (cell: any): unknown =>
  Array.isArray(cell) ? cell.map(({ amount, currency }) => `${currency} ${amount}`).join(' ') : (cell?.amount ?? cell)

async function figured(query: RawBuilder<any>) {
  const { rows } = await query.execute(app.db)
  return rows
    .map((row: any) => Object.values(row))
    .toSorted((a: any[], b: any[]) => order(a) - order(b) || (String(a[0]) < String(b[0]) ? -1 : 1))
}

/** Each entry cut at the midnights of its person, by the clock alone. */
const cut = sql`
  select e.*, c.day as on_day, extract(epoch from least(e.end_time, (c.day + 1)::timestamp at time zone e.zone) - greatest(e.start_time, c.day::timestamp at time zone e.zone)) as part
  from time_entries e
  cross join lateral (
    select d::date as day
    from generate_series((e.start_time at time zone e.zone)::date, (e.end_time at time zone e.zone)::date, interval '1 day') d
  ) c
  where e.status <> 'quarantined' and (c.day::timestamp at time zone e.zone) < e.end_time
`
const within = sql`on_day between ${from}::date and ${to}::date`
const asInteger = (text: RawBuilder<unknown>) => sql`round(${text})::bigint`

test.each([
  ['account', sql`coalesce(e.account_id::text, case e.status when 'unmapped' then 'waiting' else 'internal' end)`],
  [
    'deal',
    sql`coalesce(e.deal_id::text, e.account_id::text, case e.status when 'unmapped' then 'waiting' else 'internal' end)`,
  ],
  ['person', sql`e.user_id::text`],
  ['team', sql`(select team_id::text from users u where u.id = e.user_id)`],
  ['task', sql`e.task_id::text`],
  ['day', sql`on_day::text`],
  ['week', sql`date_trunc('week', on_day)::date::text`],
  ['month', sql`left(on_day::text, 7)`],
])('time by %s', async (group, key) => {
  const expected = await figured(sql`
    select ${key} as key, ${asInteger(sql`sum(part)`)} as seconds, ${asInteger(sql`coalesce(sum(part) filter (where billable), 0)`)} as billable,
           count(*) filter (where on_day = (e.start_time at time zone e.zone)::date) as entries
    from (${cut}) e where ${within} group by 1
  `)
  expect(expected.length).toBeGreaterThan(1)
  expect(await told('time-per-client', `${days}&group_by=${group}`, 'seconds', 'billable_seconds', 'entries')).toEqual(
    expected,
  )
})

/** What was decided, with the rate of its day. */
const decided = sql`
  select d.*, (d.closed_at at time zone ${zone})::date as closed_day,
         case when d.currency = 'EUR' then 1 else (
           select r.rate from exchange_rates r where r.currency = d.currency and r.day <= (d.closed_at at time zone ${zone})::date order by r.day desc limit 1
         ) end as rate
  from deals d
  where d.stage in ('won', 'lost') and (d.closed_at at time zone ${zone})::date between ${from}::date and ${to}::date
`
/** One sum of each currency and day is rounded by itself. */
const converted = (key: RawBuilder<unknown>, stages: RawBuilder<unknown>) => sql`
  select key, sum(amount)::text as amount from (
    select ${key} as key, round(sum(value) / min(rate), 2) as amount from (${decided}) d where stage in (${stages}) group by 1, currency, closed_day
  ) x group by 1
`
const perCurrency = (what: RawBuilder<unknown>, of: RawBuilder<unknown>, key: RawBuilder<unknown>) => sql`
  select key, string_agg(currency || ' ' || amount, ' ' order by currency) as amounts
  from (select ${key} as key, currency, (${what})::text as amount from ${of} d group by 1, 2) x group by 1
`

test.each([
  ['owner', sql`owner_id::text`],
  ['account', sql`account_id::text`],
  ['currency', sql`currency`],
])('won and lost by %s', async (group, key) => {
  const expected = await figured(sql`
    select c.key, c.won, c.lost, coalesce(v.amounts, '') as won_value, coalesce(x.amount, '0.00') as converted_won, c.median::float, c.p90::float
    from (
      select ${key} as key, count(*) filter (where stage = 'won') as won, count(*) filter (where stage = 'lost') as lost,
             round((percentile_cont(0.5) within group (order by extract(epoch from closed_at - created_at) / 86400) filter (where stage = 'won' and closed_at >= created_at))::numeric, 1) as median,
             round((percentile_cont(0.9) within group (order by extract(epoch from closed_at - created_at) / 86400) filter (where stage = 'won' and closed_at >= created_at))::numeric, 1) as p90
      from (${decided}) d group by 1
    ) c
    left join (${perCurrency(sql`sum(value)`, sql`(select * from (${decided}) w where stage = 'won')`, key)}) v on v.key = c.key
    left join (${converted(key, sql`'won'`)}) x on x.key = c.key
  `)
  const all = await told(
    'win-rate',
    `${days}&group_by=${group}`,
    'won',
    'lost',
    'won_value',
    'converted_won',
    'cycle_median',
    'cycle_p90',
  )
  // the report has rows of what is only open, too
  expect(all.filter(([, won, lost]: any) => won + lost > 0)).toEqual(expected)
})

test('the win rate of all, by number and by value', async () => {
  const { total } = await table('win-rate', days)
  const [[won, decided_count, rate, by_value]] = (await figured(sql`
    select count(*) filter (where stage = 'won') as won, count(*) as decided, round(100.0 * count(*) filter (where stage = 'won') / count(*), 1)::float as rate,
           round(100 * sum(value / rate) filter (where stage = 'won') / sum(value / rate), 1)::float as by_value
    from (${decided}) d
  `)) as any
  expect(total.cells).toMatchObject({ won, decided: decided_count, win_rate: rate, win_rate_by_value: by_value })
  expect(rate).toBeGreaterThan(0)
  const { cycle_median, velocity, open, converted_won } = total.cells
  const [[open_now]] = (await figured(sql`select count(*) from deals where closed_at is null`)) as any
  expect(open).toBe(open_now)
  // half a cent in a day comes of the median, which is said with one decimal
  const expected = (open * (Number(converted_won.amount) / won) * (won / decided_count)) / cycle_median
  expect(Math.abs(Number(velocity.amount) / expected - 1)).toBeLessThan(0.005)
})

test.each([
  ['stage', sql`stage`],
  ['owner', sql`owner_id::text`],
  ['month', sql`to_char(end_date, 'YYYY-MM')`],
])('the pipeline by %s', async (group, key) => {
  const open = sql`(select d.*, coalesce(probability, case stage when 'prospecting' then 20 else 60 end) as p from deals d where closed_at is null)`
  const rate = sql`(case currency when 'EUR' then 1 else (select r.rate from exchange_rates r where r.currency = x.currency and r.day <= (now() at time zone ${zone})::date order by day desc limit 1) end)`
  const together = (amount: RawBuilder<unknown>, places: number) => sql`
    select key, sum(round(amount / ${rate}, 2))::text as amount
    from (select ${key} as key, currency, round(${amount}, ${places}) as amount from ${open} d group by 1, 2) x group by 1
  `
  const expected = await figured(sql`
    select c.key, c.deals, v.amounts, w.amounts as weighted, vx.amount as value_converted, wx.amount as weighted_converted
    from (select ${key} as key, count(*) as deals from ${open} d group by 1) c
    join (${perCurrency(sql`sum(value)`, open, key)}) v on v.key = c.key
    join (${perCurrency(sql`round(sum(value * p) / 100, 2)`, open, key)}) w on w.key = c.key
    join (${together(sql`sum(value)`, 2)}) vx on vx.key = c.key
    join (${together(sql`sum(value * p) / 100`, 2)}) wx on wx.key = c.key
  `)
  expect(
    await told(
      'pipeline',
      `group_by=${group}`,
      'deals',
      'value',
      'weighted_value',
      'converted_value',
      'converted_weighted',
    ),
  ).toEqual(expected)
})

test('the movement of the pipeline', async () => {
  const standing = (at: RawBuilder<unknown>) => sql`
    select distinct on (s.deal_id) s.deal_id, s.to_stage as stage, s.value, s.currency from deal_stages s where s.entered_at < ${at} order by s.deal_id, s.entered_at desc
  `
  const begins = sql`(${from}::timestamp at time zone ${zone})`
  const ends = sql`((${to}::date + 1)::timestamp at time zone ${zone})`
  const open = sql`in ('prospecting', 'negotiation')`
  const [[before, created, won, lost, after]] = (await figured(sql`
    select count(*) filter (where a.stage ${open}) as before, count(*) filter (where a.deal_id is null) as created,
           -count(*) filter (where b.stage = 'won' and a.stage is distinct from 'won') as won, -count(*) filter (where b.stage = 'lost' and a.stage is distinct from 'lost') as lost,
           count(*) filter (where b.stage ${open}) as after
    from (${standing(ends)}) b left join (${standing(begins)}) a on a.deal_id = b.deal_id
  `)) as any
  const movement = await table('pipeline-movement', days)
  const steps = Object.fromEntries(movement.data.map(({ key, cells }: any) => [key, cells.deals]))
  expect(steps).toEqual({ open_before: before, created, reopened: 0, changed: 0, won, lost })
  expect(movement.total.cells.deals).toBe(after)
  const [[amounts]] = (await figured(
    sql`select string_agg(currency || ' ' || amount, ' ' order by currency) from (select currency, sum(value)::text as amount from (${standing(ends)}) b where stage ${open} group by 1) x`,
  )) as any
  expect(plain(movement.total.cells.value)).toBe(amounts)
})

test('how far deals get', async () => {
  const [[deals, negotiated, won]] = (await figured(sql`
    select count(*) as deals, count(*) filter (where exists (select from deal_stages s where s.deal_id = d.id and s.to_stage in ('negotiation', 'won'))) as negotiated,
           count(*) filter (where stage = 'won') as won
    from deals d
  `)) as any
  const { data } = await table('stage-conversion', '')
  expect(data.map(({ cells }: any) => cells.reached)).toEqual([deals, negotiated, won])
  expect(data[0].cells.conversion).toBe(Math.round((1_000 * negotiated) / deals) / 10)
})

test('revenue by the hours of each deal, and what it took before it was won', async () => {
  const won = sql`(select * from (${decided}) d where stage = 'won')`
  const expected = await figured(sql`
    select d.id::text as key, round(d.value / d.rate, 2)::text as converted, ${asInteger(sql`coalesce(sum(e.part), 0)`)} as seconds,
           round(d.value * 3600 / nullif(sum(e.part), 0), 2)::text as per_hour,
           round(round(d.value / d.rate, 2) * 3600 / nullif(sum(e.part), 0), 2)::text as converted_per_hour
    from ${won} d left join (${cut}) e on e.deal_id = d.id group by d.id, d.value, d.rate
  `)
  expect(expected.length).toBeGreaterThan(3)
  const all = await told('revenue-vs-hours', days, 'converted_value', 'seconds', 'per_hour', 'converted_per_hour')
  expect(
    all.map(([key, value, seconds, per_hour, together]: any) => [
      key,
      value,
      seconds,
      per_hour.slice(4) || null,
      together ?? null,
    ]),
  ).toEqual(expected)
  const before = await figured(sql`
    select d.id::text as key, ${asInteger(sql`coalesce(sum(e.part) filter (where e.on_day <= d.closed_day), 0)`)} as seconds
    from (${decided}) d left join (${cut}) e on e.deal_id = d.id group by d.id
  `)
  expect(await told('cost-of-sale', days, 'seconds_before')).toEqual(before)
})

test('unbilled work by account, its worth and its age', async () => {
  const hour = sql`
    select d.id, d.account_id, coalesce(budget_money, value) as money, case when budget_money is null then currency else budget_currency end as currency, budget_hours
    from deals d where stage <> 'lost' and budget_hours > 0 and coalesce(budget_money, value) is not null
  `
  const expected = await figured(sql`
    select account_id::text as key, ${asInteger(sql`sum(seconds)`)} as seconds, ${asInteger(sql`coalesce(sum(seconds) filter (where rate is null), 0)`)} as unpriced
    from (
      select e.account_id, e.deal_id, sum(e.part) as seconds, (select h.money from (${hour}) h where h.id = e.deal_id or h.account_id = e.account_id limit 1) as rate
      from (${cut}) e where billable and e.account_id is not null and on_day <= ${to}::date group by 1, 2
    ) x group by 1
  `)
  expect(await told('unbilled', `date_to=${to}`, 'seconds', 'unpriced_seconds')).toEqual(expected)
  // of deals with hours and money planned, to the cent
  const deals = await figured(sql`
    select deal_id::text, string_agg(currency || ' ' || amount, ' ') from (
      select e.deal_id, h.currency, sum(round(round(h.money / h.budget_hours, 2) * seconds / 3600, 2))::text as amount
      from (
        select deal_id, case when ${to}::date - on_day <= 30 then 1 when ${to}::date - on_day <= 60 then 2 when ${to}::date - on_day <= 90 then 3 else 4 end as age, sum(part) as seconds
        from (${cut}) c where billable and deal_id is not null and on_day <= ${to}::date group by 1, 2
      ) e join (${hour}) h on h.id = e.deal_id group by 1, 2
    ) x group by 1
  `)
  const priced = new Set(deals.map(([key]: any) => key))
  const all = await told('unbilled', `date_to=${to}&group_by=deal`, 'value')
  expect(all.filter(([key]: any) => priced.has(key))).toEqual(deals)
  expect(deals.length).toBeGreaterThan(3)
})

test('how time found its place', async () => {
  const expected = await figured(sql`
    select case status when 'unmapped' then 'waiting' when 'quarantined' then 'quarantined' else coalesce(mapping ->> 'rule', 'person') end as key,
           count(*), sum(duration_seconds)::bigint
    from time_entries where (start_time at time zone zone)::date between ${from}::date and ${to}::date group by 1
  `)
  expect(await told('mapping-health', days, 'entries', 'seconds')).toEqual(expected)
  const rules = await figured(sql`
    select mapping ->> 'rule_id' as key, count(*) from time_entries
    where mapping ->> 'rule' = 'mapping_rule' and status = 'synced' and (start_time at time zone zone)::date between ${from}::date and ${to}::date group by 1
  `)
  expect(await told('mapping-health', `${days}&group_by=rule`, 'entries')).toEqual(rules)
})

test('the load of each person', async () => {
  const expected = await figured(sql`
    select u.id::text as key, ${asInteger(sql`coalesce(w.seconds, 0)`)} as seconds, coalesce(w.days, 0)::int as days, coalesce(t.open, 0)::int as open,
           ${asInteger(sql`coalesce(t.still, 0)`)} as still
    from users u
    left join (select user_id, sum(part) as seconds, count(distinct on_day) as days from (${cut}) c where ${within} group by 1) w on w.user_id = u.id
    left join (
      select assigned_to, count(*) as open, sum(greatest(round(estimated_hours * 3600) - coalesce((select sum(duration_seconds) from time_entries e where e.task_id = k.id), 0), 0)) as still
      from tasks k where status in ('open', 'in_progress', 'blocked') group by 1
    ) t on t.assigned_to = u.id
  `)
  expect(await told('team-load', days, 'seconds', 'days', 'open_tasks', 'left_seconds')).toEqual(expected)
})

const back = (months: number) =>
  new Date(Date.UTC(new Date(now_ms).getUTCFullYear(), new Date(now_ms).getUTCMonth() - months, 10))
    .toISOString()
    .slice(0, 10)
test.each([
  ['time-per-client', days],
  ['time-per-client', `${days}&compare=previous_period`],
  ['time-per-deal', ''],
  ['time-per-deal', `date_from=${back(4)}&date_to=${back(1)}`],
  ['time-per-task', days],
  ['time-per-task', `date_from=${back(2)}&date_to=${back(0)}&compare=previous_period`],
  ['revenue-vs-hours', days],
  ['revenue-vs-hours', 'hour_cost=45.50'],
  ['cost-of-sale', ''],
  ['cost-of-sale', `${days}&compare=previous_period`],
  ['unbilled', ''],
  ['unbilled', `${days}&group_by=deal`],
])('of %s?%s those with the most are shown, and all others together', async (report, query) => {
  const whole = await table(report, query)
  const { body } = await ada.get(`/reports/${report}/table?limit=2&${query}`)
  expect(whole.data.length).toBeGreaterThan(3)
  expect(whole.other).toBe(null)
  expect(body.data).toEqual(whole.data.slice(0, 2))
  expect(body.total).toEqual(whole.total)
  expect(body.rates).toEqual(whole.rates)
  expect(body.other.rows).toBe(whole.data.length - 2)
  for (const { key, type } of whole.columns.filter((one: any) => one.type === 'seconds' || one.type === 'count')) {
    const sum = (cells: (row: any) => any) =>
      whole.data.slice(2).reduce((so_far: number, row: any) => so_far + (cells(row)?.[key] ?? 0), 0)
    // what is worked out of two sums is no sum
    if (key === 'per_won' || key === 'break_even') continue
    expect([key, type, body.other.cells[key]]).toEqual([key, type, sum(({ cells }) => cells)])
    if (body.other.before) expect([key, body.other.before[key]]).toEqual([key, sum(({ before }) => before)])
  }
})

test('whole months say what their days say', async () => {
  for (const range of [
    '',
    `date_from=${back(3)}`,
    `date_to=${back(1)}`,
    `date_from=${back(3).slice(0, 8)}01&date_to=${back(1)}`,
  ]) {
    const { total } = await table('time-per-client', `${range}&group_by=day`)
    for (const group of ['account', 'deal', 'task', 'person', 'team', 'month'])
      expect([group, (await table('time-per-client', `${range}&group_by=${group}`)).total]).toEqual([group, total])
    const load = await table('team-load', range)
    expect(load.total.cells.seconds).toBe(total.cells.seconds)
    const [[worked]] = (await figured(sql`
      select count(distinct (user_id, day)) filter (where seconds > 0) from time_by_day
      where ${all(sql`status <> 'quarantined'`, ...[...new URLSearchParams(range)].map(([name, value]) => (name === 'date_from' ? sql`day >= ${value}::date` : sql`day <= ${value}::date`)))}
    `)) as any
    expect(load.total.cells.days).toBe(worked)
  }
})
