/** Every figure of every report on time in a quarter of the demo company, its sums and the period before: exactly what plain SQL says. */
import { expect, test } from 'vitest'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import {
  converted,
  count,
  cut,
  demoQuarter,
  expectSame,
  money,
  rateOf,
  recompute,
  said,
  share,
  whole,
  within,
  type Figures,
  type Range,
} from '#test/demo-quarter.ts'

const { app, db, ada, quarter, before, compared, today, table, figured } = await demoQuarter()
const { from, to } = quarter
const days = `date_from=${from}&date_to=${to}&compare=previous_period`
type Key = RawBuilder<unknown>

/** By something of an entry, or by something of its day. */
type By = Key | ((day: Key) => Key)
const both = async (facts: (key: Key, range: Range) => Key, by: By, figures: Figures, day = sql`on_day`) => {
  const figuresOf = (range: Range) =>
    figured(facts, typeof by === 'function' ? by(compared(range, day)) : by, figures, range)
  return Promise.all([figuresOf(quarter), figuresOf(before)])
}

const elsewhere = sql`case e.status when 'unmapped' then 'waiting' else 'internal' end`
const team = sql`(select team_id::text from users u where u.id = e.user_id)`
const seconds: Figures = {
  seconds: whole(sql`sum(part)`),
  billable_seconds: whole(sql`coalesce(sum(part) filter (where billable), 0)`),
  billable_percent: share(sql`coalesce(sum(part) filter (where billable), 0)`, sql`sum(part)`, 1),
  entries: count(sql`begins`),
}
const worked = (key: Key, range: Range) => sql`
  select ${key} as key, part, billable, begins from (${cut}) e where ${within(sql`on_day`, range)}
`

test.each<[string, By]>([
  ['account', sql`coalesce(e.account_id::text, ${elsewhere})`],
  ['deal', sql`coalesce(e.deal_id::text, e.account_id::text, ${elsewhere})`],
  ['person', sql`e.user_id::text`],
  ['team', team],
  ['task', sql`e.task_id::text`],
  ['day', (day) => sql`${day}::text`],
  ['week', (day) => sql`date_trunc('week', ${day})::date::text`],
  ['month', (day) => sql`left(${day}::text, 7)`],
])('time by %s', async (group, key) => {
  const [now, earlier] = await both(worked, key, seconds)
  expect(now.rows.size).toBeGreaterThan(1)
  for (const report of ['time-per-client', 'time-per-deal', 'time-per-person', 'time-per-task'])
    expectSame(await table(report, `${days}&group_by=${group}`), now, earlier)
})

test.each<[string, string, Key, Key]>([
  ['account', 'week', sql`coalesce(e.account_id::text, ${elsewhere})`, sql`date_trunc('week', on_day)::date::text`],
  ['deal', 'month', sql`coalesce(e.deal_id::text, e.account_id::text, ${elsewhere})`, sql`left(on_day::text, 7)`],
  ['task', 'week', sql`e.task_id::text`, sql`date_trunc('week', on_day)::date::text`],
  ['person', 'day', sql`e.user_id::text`, sql`on_day::text`],
])('time by %s, a column for each %s', async (group, split, key, column) => {
  for (const measure of ['seconds', 'billable_seconds']) {
    const part = measure === 'seconds' ? sql`part` : sql`case when billable then part else 0 end`
    const { columns, data, total, ...others } = await table(
      'time-per-client',
      `date_from=${from}&date_to=${to}&group_by=${group}&split_by=${split}&measure=${measure}`,
    )
    const shown = columns.map((one: any) => one.key).filter((name: string) => /^\d/.test(name))
    const first = shown[0] as string
    const facts = (of: Key) => sql`
      select ${of} as key, ${part} as part, case when ${column} < ${first} then ${columns[1].key} else ${column} end as place
      from (${cut}) e where ${within(sql`on_day`, quarter)}
    `
    const figures = Object.fromEntries(
      columns.map((one: any) => [
        one.key,
        whole(sql`coalesce(sum(part) filter (where ${one.key === measure} or place = ${one.key}), 0)`),
      ]),
    )
    const now = await figured(facts, key, figures, quarter)
    const zeroed = (cells: object) => ({ ...Object.fromEntries(columns.map((one: any) => [one.key, 0])), ...cells })
    const rows = data.map((row: any) => ({ ...row, cells: zeroed(row.cells) }))
    expectSame({ ...others, columns, data: rows, total: { ...total, cells: zeroed(total.cells) } }, now, null)
    // both ways it comes to the same
    expect(total.cells[measure]).toBe(
      columns.slice(1).reduce((sum: number, one: any) => sum + (total.cells[one.key] ?? 0), 0),
    )
    expect([split, shown.length <= 53, columns.length - 1 - shown.length]).toEqual([
      split,
      true,
      split === 'day' ? 1 : 0,
    ])
  }
})

test('weeks begin where one says', async () => {
  const sundays = (day: Key) => sql`(${day} - extract(dow from ${day})::integer)::text`
  const [now, earlier] = await both(worked, sundays, seconds)
  expectSame(await table('time-per-client', `${days}&group_by=week&week_start=sunday`), now, earlier)
})

test('time by account, of the deals of one person, of one currency, of one team', async () => {
  const { rows } = await sql<{ owner: string; team: string }>`
    select (select owner_id from deals where name = 'Fleet dashboard') as owner, (select id from teams where name = 'Delivery') as team
  `.execute(db)
  const { owner, team: delivery } = rows[0]!
  const narrowed: [string, Key][] = [
    [`owner_id=${owner}`, sql`e.deal_id in (select id from deals where owner_id = ${owner})`],
    ['currency=USD', sql`e.deal_id in (select id from deals where currency = 'USD')`],
    [`team_id=${delivery}`, sql`e.user_id in (select id from users where team_id = ${delivery})`],
  ]
  for (const [query, where] of narrowed) {
    const facts = (key: Key, range: Range) => sql`
      select ${key} as key, part, billable, begins from (${cut}) e where ${within(sql`on_day`, range)} and ${where}
    `
    const [now, earlier] = await both(facts, sql`coalesce(e.account_id::text, ${elsewhere})`, seconds)
    expect([query, now.rows.size > 1]).toEqual([query, true])
    expectSame(await table('time-per-client', `${days}&${query}`), now, earlier)
  }
})

/** What a deal is planned to bring for how long. */
const planned = sql`
  select id, account_id, coalesce(budget_money, value) as money, case when budget_money is null then currency else budget_currency end as unit, budget_hours as hours
  from deals where stage <> 'lost' and deleted_at is null and budget_hours > 0 and coalesce(budget_money, value) > 0
`
/** Of an account the currency most hours are planned in. */
const plannedTogether = sql`
  select distinct on (account_id) account_id, sum(money) as money, unit, sum(hours) as hours
  from (${planned}) p group by account_id, unit order by account_id, sum(hours) desc
`
const aged = (as_of: string) => sql`
  case when ${as_of}::date - on_day <= 30 then 'to_30' when ${as_of}::date - on_day <= 60 then 'to_60' when ${as_of}::date - on_day <= 90 then 'to_90' else 'older' end
`
/** A place and an age are priced once. */
const unbilled = (as_of: string, key: Key) => sql`
  select key, age, seconds, unit as currency, round(money * seconds / (hours * 3600), 2) as value, ${as_of}::date as on_day,
         ${rateOf(sql`x.unit`, sql`${as_of}::date`)} as rate
  from (
    select ${key} as key, e.age, sum(e.part) as seconds, e.money, e.unit, e.hours
    from (
      select e.*, ${aged(as_of)} as age, coalesce(p.money, t.money) as money, coalesce(p.unit, t.unit) as unit, coalesce(p.hours, t.hours) as hours
      from (${cut}) e
      left join (${planned}) p on p.id = e.deal_id
      left join (${plannedTogether}) t on t.account_id = e.account_id
      where e.billable and e.status = 'synced' and e.account_id is not null and e.on_day <= ${as_of}::date
    ) e
    group by 1, 2, e.account_id, e.deal_id, e.money, e.unit, e.hours
  ) x
`

test.each<[string, Key]>([
  ['account', sql`e.account_id::text`],
  ['deal', sql`coalesce(e.deal_id, e.account_id)::text`],
  ['owner', sql`(select owner_id::text from deals d where d.id = e.deal_id)`],
  ['person', sql`e.user_id::text`],
  ['age', sql`e.age`],
  ['currency', sql`e.unit`],
])('unbilled work by %s: its worth to the cent, and its age', async (group, key) => {
  const ages = ['to_30', 'to_60', 'to_90', 'older']
  // what nobody knows the worth of is not worth nothing
  const worth = (where: RawBuilder<unknown> = sql`true`) => sql`
    ${converted(sql`sum(value)`, where)}
    union all
    select key, null from f where ${where} group by key having bool_and(currency is null)
  `
  const figures: Figures = {
    seconds: whole(sql`sum(seconds)`),
    value: money(sql`sum(value)`),
    converted_value: worth(),
    unpriced_seconds: whole(sql`coalesce(sum(seconds) filter (where value is null), 0)`),
    ...(group !== 'age' && Object.fromEntries(ages.map((age) => [age, worth(sql`age = ${age}`)]))),
  }
  const facts = (of: Key) => unbilled(to, of)
  const now = await figured(facts, key, figures, quarter)
  expect(now.total.get('all')).toMatchObject({ unpriced_seconds: expect.any(Number) })
  expectSame(await table('unbilled', `date_to=${to}&group_by=${group}`), now, null)
  expectSame(
    await table('unbilled', `group_by=${group}`),
    await figured((of) => unbilled(today, of), key, figures, quarter),
    null,
  )
})

test.each<[string, By]>([
  ['way', sql`e.way`],
  ['person', sql`e.user_id::text`],
  ['day', (day) => sql`${day}::text`],
  ['month', (day) => sql`left(${day}::text, 7)`],
])('how time found its place, by %s', async (group, key) => {
  const of = (...ways: string[]) => count(sql`way in (${sql.join(ways)})`)
  const itself = ['named', 'tag', 'mapping_rule', 'project_name']
  const counted = (...ways: string[]) => sql`count(*) filter (where way in (${sql.join(ways)}))`
  const figures: Figures = {
    entries: count(sql`true`),
    seconds: whole(sql`sum(duration_seconds)`),
    by_itself: of(...itself),
    by_hand: of('person'),
    waiting: of('waiting'),
    quarantined: of('quarantined'),
    by_itself_percent: share(counted(...itself), counted(...itself, 'person', 'waiting'), 1),
  }
  const [now, earlier] = await both(placed, key, figures, sql`e.begun`)
  expectSame(await table('mapping-health', `${days}&group_by=${group}`), now, earlier)
})
const placed = (key: Key, range: Range) => sql`
  select ${key} as key, e.* from (
    select e.user_id, e.duration_seconds, e.mapping, (e.start_time at time zone e.zone)::date as begun,
           case e.status when 'unmapped' then 'waiting' when 'quarantined' then case when e.discarded_at is null then 'quarantined' else 'discarded' end
             else coalesce(e.mapping ->> 'rule', 'person') end as way
    from time_entries e
  ) e
  where ${within(sql`begun`, range)}
`

test('how often each rule is right, of what people looked at', async () => {
  const { rows: found } = await sql<{ person: string; meant: string; other: string }>`
    select (select id from users where email = 'noah@brightwater.example') as person, (select id from deals where name = 'Fleet dashboard') as meant,
           (select id from deals where name = 'Lab notebook') as other
  `.execute(db)
  const { person, meant, other } = found[0]!
  const key = (await ada.post('/api-keys', { name: 'agent', scopes: ['time:ingest'] })).body.key
  // what the rules of the demo placed by themselves
  const { rows: demo } = await sql<{ entries: number }>`
    select count(*) as entries from (${placed(sql`null`, quarter)}) e where way = 'mapping_rule'
  `.execute(db)
  const rules: string[] = []
  for (const [app_name, entries] of [
    ['Blender', 14],
    ['Ardour', 3],
  ] as const) {
    const target = { kind: 'deal', deal_id: meant }
    const { body } = await ada.post('/mapping-rules', { name: app_name, condition: `app is ${app_name}`, target })
    expect((await ada.post(`/mapping-rules/${body.id}/state`, { state: 'active', unproven: true })).status).toBe(200)
    const at = (n: number) => `${from}T0${rules.length}:${String(n * 4).padStart(2, '0')}:`
    const sent = Array.from({ length: entries }, (_, n) => ({
      user_id: person,
      source: 'agent',
      external_id: `${app_name} ${n}`,
      start_time: `${at(n)}00Z`,
      end_time: `${at(n)}${String(20 + n)}Z`,
      app: app_name,
    }))
    const { results } = (await app.bearer(key).post('/time-entries/batch', { entries: sent })).body
    expect(new Set(results.map(({ status }: any) => status))).toEqual(new Set(['created']))
    // five of many are put elsewhere, and one of few
    for (const { id } of results.slice(0, entries > 10 ? 5 : 1))
      expect((await ada.patch(`/time-entries/${id}`, { deal_id: other })).status).toBe(200)
    rules.push(body.id)
  }
  await sql`update mapping_rules set proof = ${JSON.stringify({ share: 0.9125, low: 0.8444, reviewed: 80 })}::jsonb where id = ${rules[0]}`.execute(
    db,
  )
  const corrected = [0, 0, 0, 0, 0, 1].map((place) => rules[place])
  const byRule = sql`
    select mapping ->> 'rule_id' as key, mapping ->> 'rule_id' as rule, 1 as standing, 0 as corrected, duration_seconds as seconds
    from (${placed(sql`null`, quarter)}) e where way = 'mapping_rule'
    union all
    select rule, rule, 0, 1, 0 from unnest(${corrected}::text[]) rule
  `
  const together = sql`select 'all' as key, standing, corrected, seconds from (${byRule}) f`
  const right = sql`round(100.0 * sum(standing) / (sum(standing) + sum(corrected)), 1)`
  const proof = (value: Key) => sql`
    select f.key, to_jsonb(${value}) as value from (select distinct key from f) f join mapping_rules r on r.id::text = f.key
  `
  const percent = (name: string) => sql`round(100 * (r.proof ->> ${name})::numeric, 1)`
  const figures: Figures = {
    entries: said(sql`sum(standing)`),
    seconds: whole(sql`sum(seconds)`),
    confirmed: said(sql`0`),
    corrected: said(sql`sum(corrected)`),
    precision: said(sql`case when sum(standing) + sum(corrected) >= 10 then ${right} end`),
  }
  const of = { proved: percent('share'), proved_low: percent('low'), reviewed: sql`(r.proof ->> 'reviewed')::integer` }
  const proved = Object.fromEntries(Object.entries(of).map(([name, value]) => [name, proof(value)]))
  const now = {
    rows: await recompute(db, byRule, { ...figures, ...proved }),
    total: await recompute(db, together, figures),
  }
  expect(now.total.get('all')).toMatchObject({ corrected: 6, entries: 11 + demo[0]!.entries })
  const health = await table('mapping-health', `date_from=${from}&date_to=${to}&group_by=rule`)
  // what a rule was measured at is said of one rule
  expectSame(health, now, null, ['reviewed'])
})

test.each<[string, Key]>([
  ['person', sql`u.id::text`],
  ['team', sql`u.team_id::text`],
])('the load of each %s', async (group, key) => {
  const facts = (of: Key, range: Range) => sql`
    select ${of} as key, coalesce(w.seconds, 0) as seconds, coalesce(w.billable, 0) as billable, coalesce(w.waiting, 0) as waiting, coalesce(w.days, 0) as days,
           coalesce(t.open, 0) as open, coalesce(t.late, 0) as late, coalesce(t.left_over, 0) as left_over, coalesce(t.unknown, 0) as unknown
    from users u
    left join (
      select user_id, sum(part) as seconds, sum(part) filter (where billable) as billable, sum(part) filter (where status = 'unmapped') as waiting,
             count(distinct on_day) as days
      from (${cut}) c where ${within(sql`on_day`, range)} group by 1
    ) w on w.user_id = u.id
    left join (
      select assigned_to, count(*) as open, count(*) filter (where due_date < ${today}::date) as late, count(*) filter (where estimated_hours is null) as unknown,
             sum(greatest(estimated_hours * 3600 - (select coalesce(sum(duration_seconds), 0) from time_entries e where e.task_id = k.id), 0)) as left_over
      from tasks k where status in ('open', 'in_progress', 'blocked') and deleted_at is null group by 1
    ) t on t.assigned_to = u.id
  `
  const [now, earlier] = await both(facts, key, {
    seconds: whole(sql`sum(seconds)`),
    billable_percent: share(sql`sum(billable)`, sql`sum(seconds)`, 1),
    waiting_seconds: whole(sql`sum(waiting)`),
    days: said(sql`sum(days)::bigint`),
    per_day: said(sql`case when sum(days) > 0 then round(sum(seconds) / sum(days)) end`),
    open_tasks: said(sql`sum(open)::bigint`),
    overdue_tasks: said(sql`sum(late)::bigint`),
    left_seconds: whole(sql`coalesce(sum(left_over), 0)`),
    unestimated_tasks: said(sql`sum(unknown)::bigint`),
  })
  for (const name of ['waiting_seconds', 'overdue_tasks', 'left_seconds', 'unestimated_tasks'])
    expect([name, Number(now.total.get('all')![name]) > 0]).toEqual([name, true])
  expectSame(await table('team-load', `${days}&group_by=${group}`), now, earlier, ['per_day'])
})

const back = (months: number) =>
  new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - months, 10)).toISOString().slice(0, 10)
const plain = `date_from=${from}&date_to=${to}`
test.each([
  ['time-per-client', plain],
  ['time-per-client', days],
  ['time-per-client', `${plain}&split_by=week`],
  ['time-per-deal', ''],
  ['time-per-deal', `date_from=${back(4)}&date_to=${back(1)}`],
  ['time-per-task', plain],
  ['time-per-task', `${plain}&split_by=month`],
  ['time-per-task', `date_from=${back(2)}&date_to=${back(0)}&compare=previous_period`],
  ['revenue-vs-hours', plain],
  ['revenue-vs-hours', 'hour_cost=45.50'],
  ['cost-of-sale', ''],
  ['cost-of-sale', days],
  ['unbilled', ''],
  ['unbilled', `${plain}&group_by=deal`],
  ['revenue-vs-hours', 'group_by=account'],
  ['cost-of-sale', 'group_by=account'],
  ['win-rate', 'group_by=account'],
  ['win-rate', `${days}&group_by=account`],
  ['cohort-win-rate', 'group_by=account'],
  ['time-per-person', `${plain}&split_by=day`],
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
    expect([key, type, body.other.cells[key] ?? 0]).toEqual([key, type, sum(({ cells }) => cells)])
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
    const { rows } = await sql<{ worked: number }>`
      select count(distinct (user_id, day)) filter (where seconds > 0) as worked from time_by_day
      where ${all(sql`status <> 'quarantined'`, ...[...new URLSearchParams(range)].map(([name, value]) => (name === 'date_from' ? sql`day >= ${value}::date` : sql`day <= ${value}::date`)))}
    `.execute(db)
    expect(load.total.cells.days).toBe(rows[0]!.worked)
  }
})
