/** Every figure of every report on deals in a quarter of the demo company, its sums and the period before: exactly what plain SQL says. */
import { expect, test } from 'vitest'
import { sql, type RawBuilder } from '#server/platform/database.ts'
import {
  amounts,
  converted,
  count,
  cut,
  demoQuarter,
  expectSame,
  inEuros,
  money,
  rateOf,
  recompute,
  said,
  share,
  whole,
  within,
  zone,
  type Figures,
  type Range,
} from '#test/demo-quarter.ts'

const { db, quarter, before, compared, today, table, figured } = await demoQuarter()
const { from, to } = quarter
const days = `date_from=${from}&date_to=${to}&compare=previous_period`
type Key = RawBuilder<unknown>

const keys: Record<string, Key> = {
  stage: sql`d.stage`,
  outcome: sql`d.stage`,
  deal: sql`d.id::text`,
  account: sql`d.account_id::text`,
  owner: sql`d.owner_id::text`,
  team: sql`(select team_id::text from users u where u.id = d.owner_id)`,
  currency: sql`d.currency`,
}
const worked = sql`(select coalesce(sum(duration_seconds), 0) from time_entries e where e.deal_id = d.id)`

const idleSince = sql`greatest(
  (d.updated_at at time zone ${zone})::date,
  (select max((t.done_at at time zone ${zone})::date) from tasks t where t.deal_id = d.id),
  (select max(on_day) from (${cut}) e where e.deal_id = d.id)
)`
const open = (key: Key, on_day: string, where: Key) => sql`
  select ${key} as key, d.value, d.currency, ${on_day}::date as on_day, ${rateOf(sql`d.currency`, sql`${on_day}::date`)} as rate,
         coalesce(d.probability, case d.stage when 'prospecting' then 20 else 60 end) as p, ${worked} as worked,
         ${today}::date - ${idleSince} > case d.stage when 'prospecting' then 14 else 30 end as rotting
  from deals d where d.closed_at is null and d.deleted_at is null and ${where}
`
const weighed = sql`round(sum(value * p) / 100, 2)`

test.each(['stage', 'owner', 'team', 'account', 'deal', 'currency', 'month'])('the pipeline by %s', async (group) => {
  const key = keys[group] ?? sql`to_char(d.end_date, 'YYYY-MM')`
  const figures = {
    deals: count(sql`true`),
    value: money(sql`sum(value)`),
    weighted_value: money(weighed),
    converted_value: converted(sql`sum(value)`),
    converted_weighted: converted(weighed),
    without_value: count(sql`value is null`),
    rotting: count(sql`rotting`),
    seconds: whole(sql`sum(worked)`),
  }
  const now = await figured((of) => open(of, today, sql`true`), key, figures, quarter)
  expect(now.rows.size).toBeGreaterThan(1)
  expect(now.total.get('all')).toMatchObject({ rotting: expect.any(Number), without_value: 1 })
  expectSame(await table('pipeline', `group_by=${group}`), now, null)
  const inDays = within(sql`d.end_date`, { from, to: today })
  const due = await figured((of) => open(of, today, inDays), key, figures, quarter)
  expectSame(await table('pipeline', `group_by=${group}&date_from=${from}&date_to=${today}`), due, null)
})

const closedDay = sql`(d.closed_at at time zone ${zone})::date`
/** What was decided, with the rate of its day and its hours. */
const decided = (key: Key, range: Range) => sql`
  select ${key} as key, d.id, d.stage, d.value, d.currency, ${closedDay} as on_day, ${rateOf(sql`d.currency`, closedDay)} as rate,
         case when d.stage = 'won' and d.closed_at >= d.created_at then extract(epoch from d.closed_at - d.created_at)::double precision end as cycle,
         ${worked} as worked, (select coalesce(sum(part), 0) from (${cut}) e where e.deal_id = d.id and e.on_day <= ${closedDay}) as worked_before
  from deals d where d.stage in ('won', 'lost') and d.deleted_at is null and ${within(closedDay, range)}
`
const [won, lost] = [sql`stage = 'won'`, sql`stage = 'lost'`]
const wonCount = sql`count(*) filter (where stage = 'won')`
const decidedCount = sql`count(*) filter (where stage <> 'open')`
const valuedCount = sql`count(value) filter (where stage <> 'open')`
const inDays = (quantile: number) =>
  said(sql`round((percentile_cont(${sql.lit(quantile)}) within group (order by cycle) / 86400)::numeric, 1)`)

/** Open deals are opportunities, and of no day. */
const withOpen = (key: Key, range: Range) => sql`
  select key, stage, value, currency, on_day, rate, cycle from (${decided(key, range)}) x
  union all
  select ${key}, 'open', null, null, null, null, null from deals d where d.closed_at is null and d.deleted_at is null
`
const winRate: Figures = {
  won: count(won),
  lost: count(lost),
  decided: count(sql`stage <> 'open'`),
  win_rate: share(wonCount, decidedCount),
  won_value: money(sql`sum(value)`, won),
  lost_value: money(sql`sum(value)`, lost),
  converted_won: converted(sql`sum(value)`, won),
  valued: said(valuedCount),
  win_rate_by_value: sql`
    select n.key, to_jsonb(case when n.valued >= 10 then round(100 * coalesce(w.amount, 0) / a.amount, 1) end) as value
    from (select key, ${valuedCount} as valued from f group by key) n
    left join (${amounts(sql`sum(value)`, won)}) w on w.key is not distinct from n.key
    left join (
      select key, sum(amount) as amount from (${amounts(sql`sum(value)`, won)} union all ${amounts(sql`sum(value)`, lost)}) b group by key
    ) a on a.key is not distinct from n.key
  `,
  cycle_median: inDays(0.5),
  cycle_p90: inDays(0.9),
  cycles: said(sql`count(cycle)`),
}
const velocity: Figures = {
  open: count(sql`stage = 'open'`),
  velocity: sql`
    select n.key, case when n.decided >= 10 and n.open > 0 and n.won > 0 and n.valued > 0
      then ${inEuros(sql`n.open * w.amount * n.won * 86400 / (n.valued * n.decided * n.cycle)`)} else 'null'::jsonb end as value
    from (
      select key, ${decidedCount} as decided, ${wonCount} as won, count(*) filter (where stage = 'open') as open,
             count(value) filter (where stage = 'won') as valued, (percentile_cont(0.5) within group (order by cycle))::numeric as cycle
      from f group by key
    ) n
    left join (${amounts(sql`sum(value)`, won)}) w on w.key is not distinct from n.key
  `,
}

test.each(['owner', 'team', 'account', 'currency', 'month'])('what was won and lost by %s', async (group) => {
  const byMonth = group === 'month'
  const key = (range: Range) => keys[group] ?? sql`to_char(${compared(range, closedDay)}, 'YYYY-MM')`
  const facts = byMonth ? decided : withOpen
  const figures = byMonth ? winRate : { ...winRate, ...velocity }
  const [now, earlier] = await Promise.all([
    figured(facts, key(quarter), figures, quarter),
    figured(facts, key(before), figures, before),
  ])
  const all = now.total.get('all')!
  expect(all['win_rate']).toBeGreaterThan(0)
  if (!byMonth) expect(all['velocity']).toMatchObject({ currency: 'EUR' })
  expectSame(await table('win-rate', `${days}&group_by=${group}`), now, earlier, ['velocity'])
})

test.each(['month', 'owner', 'team', 'account', 'currency'])(
  'what became of those entered in some days, by %s',
  async (group) => {
    const createdDay = sql`(d.created_at at time zone ${zone})::date`
    const key = keys[group] ?? sql`to_char(${createdDay}, 'YYYY-MM')`
    const facts = (of: Key, range: Range) => sql`
    select ${of} as key, case when d.closed_at is null then 'open' else d.stage end as stage, d.value, d.currency, ${closedDay} as on_day,
           ${rateOf(sql`d.currency`, closedDay)} as rate
    from deals d where d.deleted_at is null and ${within(createdDay, range)}
  `
    const figures = {
      entered: count(sql`true`),
      won: count(won),
      lost: count(lost),
      open: count(sql`stage = 'open'`),
      win_rate: share(wonCount, sql`count(*)`),
      decided_percent: share(sql`count(*) filter (where stage <> 'open')`, sql`count(*)`),
      won_value: money(sql`sum(value)`, won),
      converted_won: converted(sql`sum(value)`, won),
    }
    const half: Range = { from: before.from, to }
    const now = await figured(facts, key, figures, half)
    expect(now.total.get('all')!['win_rate']).toBeGreaterThan(0)
    expectSame(await table('cohort-win-rate', `date_from=${half.from}&date_to=${to}&group_by=${group}`), now, null)
  },
)

test.each(['deal', 'account', 'owner', 'team', 'currency', 'month'])(
  'revenue by the hours of deals, by %s',
  async (group) => {
    const key = (range: Range) => keys[group] ?? sql`to_char(${compared(range, closedDay)}, 'YYYY-MM')`
    const facts = (of: Key, range: Range) => sql`select * from (${decided(of, range)}) x where stage = 'won'`
    const sum = amounts(sql`sum(value)`)
    const together = (value: Key) => sql`
    select n.key, ${value} as value
    from (select key, sum(worked) as worked, sum(worked) filter (where value is not null) as valued from f group by key) n
    left join (${sum}) w on w.key is not distinct from n.key
  `
    const none = sql`'null'::jsonb`
    const figures = {
      deals: count(sql`true`),
      value: money(sql`sum(value)`),
      converted_value: converted(sql`sum(value)`),
      seconds: whole(sql`sum(worked)`),
      per_hour: money(sql`sum(value) * 3600 / nullif(sum(worked), 0)`),
      converted_per_hour: together(
        sql`case when n.valued > 0 then ${inEuros(sql`coalesce(w.amount, 0) * 3600 / n.valued`)} else ${none} end`,
      ),
      cost: together(inEuros(sql`n.worked * 60.5 / 3600`)),
      margin: together(inEuros(sql`coalesce(w.amount, 0) - round(n.worked * 60.5 / 3600, 2)`)),
      break_even: together(sql`to_jsonb(round(coalesce(w.amount, 0) * 3600 / 60.5))`),
      without_value: count(sql`value is null`),
    }
    const [now, earlier] = await Promise.all([
      figured(facts, key(quarter), figures, quarter),
      figured(facts, key(before), figures, before),
    ])
    expect(now.total.get('all')).toMatchObject({ without_value: 1 })
    const query = `${days}&group_by=${group}&hour_cost=60.5`
    expectSame(await table('revenue-vs-hours', query), now, earlier, ['converted_per_hour'])
  },
)

test.each(['deal', 'outcome', 'account', 'owner', 'team', 'currency', 'month'])(
  'what it takes to win, by %s',
  async (group) => {
    const key = (range: Range) => keys[group] ?? sql`to_char(${compared(range, closedDay)}, 'YYYY-MM')`
    const figures = {
      won: count(won),
      lost: count(lost),
      seconds_before: whole(sql`sum(worked_before)`),
      seconds_lost: whole(sql`coalesce(sum(worked_before) filter (where stage = 'lost'), 0)`),
      per_won: said(sql`case when ${wonCount} > 0 then round(sum(worked_before) / ${wonCount}) end`),
      won_value: money(sql`sum(value)`, won),
      converted_won: converted(sql`sum(value)`, won),
      cost: sql`select key, ${inEuros(sql`sum(worked_before) * 60.5 / 3600`)} as value from f group by key`,
    }
    const [now, earlier] = await Promise.all([
      figured(decided, key(quarter), figures, quarter),
      figured(decided, key(before), figures, before),
    ])
    expect(now.total.get('all')!['seconds_lost']).toBeGreaterThan(0)
    expectSame(await table('cost-of-sale', `${days}&group_by=${group}&hour_cost=60.5`), now, earlier, ['per_won'])
  },
)

test('how far deals get, of all and of those entered in some days', async () => {
  const entered = (range: Range | null) => sql`
    select d.id, d.stage,
           d.stage = 'prospecting' or exists (select from deal_stages s where s.deal_id = d.id and s.to_stage = 'prospecting') as first,
           d.stage = 'negotiation' or exists (select from deal_stages s where s.deal_id = d.id and s.to_stage = 'negotiation') as second,
           d.stage = 'won' as third
    from deals d where d.deleted_at is null and ${range ? within(sql`(d.created_at at time zone ${zone})::date`, range) : sql`true`}
  `
  const step = (stage: string, value: Key) => sql`select ${stage}::text as key, to_jsonb(${value}) as value from f`
  const of = (where: Key) => sql`count(*) filter (where ${where})`
  const rate = (part: Key, all: Key) =>
    sql`case when ${of(all)} >= 10 then round(100.0 * ${of(part)} / ${of(all)}, 1) end`
  const stays = (stage: string, value: Key) => sql`
    select ${stage}::text as key, to_jsonb(${value}) as value from f join deal_stages s on s.deal_id = f.id where s.to_stage = ${stage}
  `
  const both = (one: (stage: string) => Key) => sql`${one('prospecting')} union all ${one('negotiation')}`
  const each = (...values: [Key, Key, Key]) =>
    sql`${step('prospecting', values[0])} union all ${step('negotiation', values[1])} union all ${step('won', values[2])}`
  const past = sql`(second or third)`
  const figures = {
    reached: each(of(sql`true`), of(past), of(sql`third`)),
    conversion: each(rate(past, sql`true`), rate(sql`third`, past), sql`null::integer`),
    touched: each(of(sql`first`), of(sql`second`), of(sql`third`)),
    conversion_touched: each(
      rate(sql`first and second`, sql`first`),
      rate(sql`second and third`, sql`second`),
      sql`null::integer`,
    ),
    median_days: both((stage) =>
      stays(
        stage,
        sql`round((percentile_cont(0.5) within group (order by extract(epoch from left_at - entered_at)) filter (where left_at is not null) / 86400)::numeric, 1)`,
      ),
    ),
    stays: both((stage) => stays(stage, sql`count(left_at)`)),
    still: both((stage) => stays(stage, sql`count(*) filter (where left_at is null)`)),
  }
  const totals = {
    reached: sql`select 'all' as key, to_jsonb(count(*)) as value from f`,
    conversion: sql`select 'all' as key, to_jsonb(${rate(sql`third`, sql`true`)}) as value from f`,
    ...Object.fromEntries(
      ['touched', 'stays', 'still'].map((name) => [name, sql`select 'all' as key, null::jsonb as value`]),
    ),
  }
  const figuredIn = async (range: Range | null) => ({
    rows: await recompute(db, entered(range), figures),
    total: await recompute(db, entered(range), totals),
  })
  const all = await figuredIn(null)
  expect(all.rows.get('prospecting')!['touched']).not.toBe(all.rows.get('negotiation')!['reached'])
  expectSame(await table('stage-conversion', ''), all, null)
  expectSame(await table('stage-conversion', days), await figuredIn(quarter), await figuredIn(before))
})

test.each([
  ['of days that are over', quarter],
  ['until now', { from, to: today }],
])('the movement of the pipeline %s', async (_, range) => {
  const steps = ({ from: first, to: last }: Range) => {
    const begins = sql`(${first}::timestamp at time zone ${zone})`
    const ends = sql`((${last}::date + 1)::timestamp at time zone ${zone})`
    const stood = (at: Key) => sql`
      (select distinct on (deal_id) deal_id, to_stage, value, currency from deal_stages where entered_at < ${at} order by deal_id, entered_at desc)
    `
    // both periods at the rates of one day
    const on_day = range.to < today ? range.to : today
    return sql`
      with deal as (
        select b.to_stage in ('prospecting', 'negotiation') is true as was_open, b.deal_id is null as is_new, b.value as old_value, b.currency as old_currency,
               case when d.closed_at < ${ends} then d.stage else e.to_stage end as stage,
               case when d.closed_at < ${ends} or ${ends} > now() then d.value else e.value end as value,
               case when d.closed_at < ${ends} or ${ends} > now() then d.currency else e.currency end as currency
        from deals d
        join ${stood(ends)} e on e.deal_id = d.id
        left join ${stood(begins)} b on b.deal_id = d.id
        where d.deleted_at is null and (d.closed_at is null or d.closed_at >= ${begins})
      ),
      step as (
        select 'open_before' as key, 1 as deals, old_value as value, old_currency as currency from deal where was_open
        union all select 'created', 1, value, currency from deal where is_new
        union all select 'reopened', 1, value, currency from deal where not is_new and not was_open and stage in ('prospecting', 'negotiation')
        union all select 'changed', 0, -old_value, old_currency from deal where was_open and (old_value, old_currency) is distinct from (value, currency)
        union all select 'changed', 0, value, currency from deal where was_open and (old_value, old_currency) is distinct from (value, currency)
        union all select stage, -1, -value, currency from deal where stage in ('won', 'lost') and (was_open or is_new)
        union all select unnest(array['open_before', 'created', 'reopened', 'changed', 'won', 'lost']), 0, null, null
      )
      select *, ${on_day}::date as on_day, ${rateOf(sql`step.currency`, sql`${on_day}::date`)} as rate from step
    `
  }
  const figures = {
    deals: said(sql`sum(deals)`),
    value: money(sql`sum(value)`, sql`value is not null`),
    converted_value: converted(sql`sum(value)`, sql`value is not null`),
  }
  const figuredIn = async (of: Range) => ({
    rows: await recompute(db, steps(of), figures),
    total: await recompute(
      db,
      sql`select 'all' as key, deals, value, currency, on_day, rate from (${steps(of)}) s`,
      figures,
    ),
  })
  const now = await figuredIn(range)
  for (const step of ['open_before', 'created', 'reopened', 'won', 'lost'])
    expect([step, now.rows.get(step)!['deals']]).not.toEqual([step, 0])
  const movement = await table('pipeline-movement', `date_from=${range.from}&date_to=${range.to}`)
  expectSame(movement, now, null)
  // what is open at the end of days that reach until now is what is open
  if (range.to === today) expect(movement.total.cells.value).toEqual((await table('pipeline', '')).total.cells.value)
  if (range === quarter) expectSame(await table('pipeline-movement', days), now, await figuredIn(before))
})
