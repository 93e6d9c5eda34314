/** Nothing goes that is kept, nobody's unannounced, and what goes leaves the sums as they were. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, openPool, sql } from '#server/platform/database.ts'
import { based, nowhere, startApp, walk } from '#test/app.ts'
import { keepTerms } from './remove-old.ts'

const app = await startApp()
const { users, deals, tasks } = app.cast
const [dana, noah, grace, felix] = [
  await app.as('dana'),
  await app.as('noah'),
  await app.as('grace'),
  await app.as('felix'),
]
const agent = await app.agent()

const day_ms = 86_400_000
const ago = (days: number, hour = 9) => {
  const day = new Date(Date.now() - days * day_ms).toISOString().slice(0, 10)
  return `${day}T${String(hour).padStart(2, '0')}:00:00Z`
}
const month = (months: number) => {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)).toISOString().slice(0, 10)
}
let number = 0
const claim = (start_time: string, extra: object = {}) => ({
  user_id: users.noah,
  start_time,
  end_time: new Date(Date.parse(start_time) + 3_600_000).toISOString(),
  source: 'agent',
  external_id: `old-${number++}`,
  deal_id: deals.fleet,
  title: 'Salary talk.docx',
  url: 'https://wiki.example/salary',
  app: 'Writer',
  ...extra,
})
const arrive = async (...entries: object[]) => (await agent.post('/time-entries/batch', { entries })).body.results
const idOf = async (start: string, extra: object = {}): Promise<string> => (await arrive(claim(start, extra)))[0].id

const term = async (of: string) =>
  (await dana.get('/retention')).body.data.find((one: { class: string }) => one.class === of)
const keep = (of: string, body: object, client = dana) =>
  term(of).then(({ id, version }) => client.put(`/retention/${id}`, body, based(version)))
const run = () => keepTerms(app.db, Date.now())
/** As if everybody had been told two days and an hour ago. */
const elapse = () => sql`update retention_notices set told_at = told_at - interval '49 hours'`.execute(app.db)
const evidenceOf = async (id: string) => {
  const { title, url, app: program, duration_seconds } = (await noah.get(`/time-entries/${id}`)).body
  return { title, url, program, duration_seconds }
}
const full = {
  title: 'Salary talk.docx',
  url: 'https://wiki.example/salary',
  program: 'Writer',
  duration_seconds: 3_600,
}
const blank = { title: null, url: null, program: null, duration_seconds: 3_600 }
const report = async () => (await dana.get('/reports/time-per-deal?date_from=2020-01-01&date_to=2030-01-01')).body
const mails = async (): Promise<{ to: string; text: string }[]> =>
  (
    await sql<{ payload: { to: string; text: string } }>`
      select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'send_mail' order by j.id
    `.execute(app.db)
  ).rows.map(({ payload }) => payload)
const deeds = async () =>
  (await walk(dana, '/audit?limit=200&sort=occurred_at')).filter(({ object_type }) => object_type === 'retention_term')

beforeEach(async () => {
  await dana.patch('/workspace', { capture: 'titles' })
})
afterEach(async () => {
  await sql`delete from retention_notices`.execute(app.db)
  await sql`update retention_terms set keep = null, also_approved = false, done_through = null, removed_before = null`.execute(
    app.db,
  )
  await sql`delete from timesheets`.execute(app.db)
  await sql`delete from time_entries`.execute(app.db)
  await sql`delete from former_entries`.execute(app.db)
  for (const sums of [
    'time_by_day',
    'time_by_month',
    'time_by_deal',
    'task_time_by_day',
    'task_time_by_month',
    'placed_by_day',
    'placed_by_month',
  ])
    await sql`delete from ${sql.table(sums)}`.execute(app.db)
  await sql`delete from graphile_worker._private_jobs`.execute(app.db)
})

test('off until somebody says how long: nothing is due, nobody is told, and a run removes nothing', async () => {
  const id = await idOf(ago(1_000))
  for (const { keep: kept, due } of (await dana.get('/retention')).body.data)
    expect([kept, due.count, due.before, due.next_run_at]).toEqual([null, 0, null, null])
  await run()
  expect(await evidenceOf(id)).toEqual(full)
  expect((await noah.get('/me/retention')).body.data.map((one: { keep: null }) => one.keep)).toEqual([null, null, null])
  expect(await mails()).toEqual([])
})

test('who may not change the settings sees and changes none of it, and nobody takes a term that is not one', async () => {
  for (const client of [noah, felix]) {
    expect((await client.get('/retention')).status).toBe(403)
    expect((await client.get('/retention/due?class=evidence&keep=30')).status).toBe(403)
    expect((await keep('evidence', { keep: 30 }, client)).status).toBe(403)
  }
  const { id } = await term('evidence')
  expect((await dana.put(`/retention/${id}`, { keep: 30 })).status).toBe(428)
  expect((await dana.put(`/retention/${id}`, { keep: 30 }, based(99))).status).toBe(412)
  expect((await dana.put(`/retention/${nowhere}`, { keep: 30 }, based(1))).status).toBe(404)
  for (const [of, body, pointer] of [
    ['evidence', { keep: 6 }, '/keep'],
    ['evidence', { keep: 3_651 }, '/keep'],
    ['time_entries', { keep: 2 }, '/keep'],
    ['time_entries', { keep: 241 }, '/keep'],
    ['ledger', { keep: 11 }, '/keep'],
    ['evidence', { keep: 30, also_approved: true }, '/also_approved'],
    ['evidence', { keep: '30' }, '/keep'],
    ['evidence', {}, '/keep'],
  ] as const) {
    const { status, body: problem } = await keep(of, body)
    expect([status, problem.errors[0].pointer]).toEqual([422, pointer])
  }
  expect((await dana.get('/retention/due?class=ledger&keep=3')).status).toBe(422)
  expect((await dana.get('/retention/due?class=ledger&keep=13&until=now')).status).toBe(400)
})

test('evidence goes once it is old and its person was told for 48 hours; the hours stay, and others keep theirs', async () => {
  const [old, fresh] = [await idOf(ago(100)), await idOf(ago(10))]
  const gone = await idOf(ago(99))
  await noah.delete(`/time-entries/${gone}`, based(1))
  const before = await report()
  const due = (await dana.get('/retention/due?class=evidence&keep=30')).body
  expect(due).toMatchObject({ count: 2, more: false, people: 1, months: [] })
  expect((await term('evidence')).keep).toBe(null)

  const { status, body } = await keep('evidence', { keep: 30 })
  expect([status, body.keep, body.due.count]).toEqual([200, 30, 2])
  expect(Date.parse(body.due.next_run_at) - Date.now()).toBeGreaterThan(48 * 3_600_000)
  const [own] = (await noah.get('/me/retention')).body.data
  expect(own).toMatchObject({ class: 'evidence', keep: 30, removed_at: body.due.next_run_at, before: body.due.before })
  expect((await grace.get('/me/retention')).body.data[0]).toMatchObject({ keep: 30, told_at: null, removed_at: null })
  expect(await mails()).toMatchObject([
    { to: 'noah@northlight.example', text: expect.stringMatching(/older than 30 days/) },
  ])

  await run()
  expect(await evidenceOf(old)).toEqual(full)
  await elapse()
  // told too late for this run: hers stays
  const hers = await idOf(ago(98), { user_id: users.grace })
  expect(
    (await sql<{ title: string | null }>`select title from time_entries where id = ${hers}`.execute(app.db)).rows[0]!
      .title,
  ).toBe(null)
  await sql`update time_entries set title = 'Hers' where id = ${hers}`.execute(app.db)
  await run()
  expect(await evidenceOf(old)).toEqual(blank)
  expect(await evidenceOf(fresh)).toEqual(full)
  expect(
    (await sql<{ title: string | null }>`select title from former_entries where id = ${gone}`.execute(app.db)).rows[0]!
      .title,
  ).toBe(null)
  expect(
    (await sql<{ title: string | null }>`select title from time_entries where id = ${hers}`.execute(app.db)).rows[0]!
      .title,
  ).toBe('Hers')
  await sql`delete from time_entries where id = ${hers}`.execute(app.db)
  expect((await report()).totals).toEqual(before.totals)
  expect((await deeds()).map(({ action, after }) => [action, after?.entries ?? null])).toEqual([
    ['retention_term.changed', null],
    ['retention_term.announced', null],
    ['retention_term.announced', null],
    ['retention_term.removed', 2],
  ])
})

test('with old evidence goes what a rule found in it; where the entry is stays', async () => {
  const { body: rule } = await dana.post('/mapping-rules', {
    name: 'Letters',
    condition: 'app is Writer',
    target: { kind: 'deal', deal_id: deals.fleet },
  })
  const state = (to: string) => dana.post(`/mapping-rules/${rule.id}/state`, { state: to, unproven: true })
  await state('active')
  const id = await idOf(ago(40), { deal_id: null })
  const why = async () => (await noah.get(`/time-entries/${id}`)).body.mapping
  expect(await why()).toMatchObject({ rule_id: rule.id, matched: expect.stringContaining('Writer') })
  await keep('evidence', { keep: 30 })
  await elapse()
  await run()
  expect(await why()).toMatchObject({ rule_id: rule.id, matched: null })
  await state('draft')
})

test('evidence that arrives when it is too old is not stored, and its person sees that', async () => {
  await keep('evidence', { keep: 30 })
  const [old, fresh] = [await idOf(ago(31)), await idOf(ago(29))]
  expect([await evidenceOf(old), await evidenceOf(fresh)]).toEqual([blank, full])
  const dropped = (await noah.get(`/me/dropped?date_from=${ago(40).slice(0, 10)}&date_to=${ago(0).slice(0, 10)}`)).body
    .data
  expect(dropped.map(({ part }: { part: string }) => part).toSorted()).toEqual(['address', 'app', 'title'])
})

test('a longer term takes nothing anew; a shorter one is told anew', async () => {
  await idOf(ago(100))
  await keep('evidence', { keep: 60 })
  await elapse()
  await keep('evidence', { keep: 90 })
  const told = async () => (await noah.get('/me/retention')).body.data[0].told_at
  const first = Date.parse(await told())
  expect(Date.now() - first).toBeGreaterThan(48 * 3_600_000)
  await keep('evidence', { keep: 40 })
  expect(Date.parse(await told())).toBeGreaterThan(first)
  expect(await mails()).toHaveLength(2)
  await keep('evidence', { keep: null })
  expect((await noah.get('/me/retention')).body.data[0]).toMatchObject({ keep: null, told_at: null, removed_at: null })
})

test('months go whole, with their keys; what the reports, the week sheet and the tasks say stays', async () => {
  const start = `${month(6)}T10:00:00Z`
  const old = await idOf(start, { task_id: tasks.review })
  const parts = await arrive(claim(`${month(6).slice(0, 8)}02T10:00:00Z`), claim(ago(5)))
  await noah.delete(`/time-entries/${parts[0].id}`, based(1))
  const before = await report()
  const logged = (await dana.get(`/tasks/${tasks.review}`)).body.logged_seconds
  expect(logged).toBe(3_600)
  await keep('time_entries', { keep: 4 })
  const shown = (await term('time_entries')).due
  expect(shown.count).toBe(1)
  expect(shown.months.find((one: { month: string }) => one.month === month(6))).toEqual({
    month: month(6),
    entries: 1,
    hold: null,
  })

  await run()
  expect((await dana.get(`/time-entries/${old}`)).status).toBe(200)
  await elapse()
  await run()
  expect((await dana.get(`/time-entries/${old}`)).status).toBe(404)
  expect((await dana.get(`/time-entries/${parts[1].id}`)).status).toBe(200)
  const { rows } = await sql<{ keys: number; former: number; months: string[] }>`
    select (select count(*) from time_entry_keys) as keys, (select count(*) from former_entries) as former,
           array(select relname::text from pg_class where relname like 'time_entries_2%' order by 1) as months
  `.execute(app.db)
  expect(rows[0]).toMatchObject({ keys: 1, former: 0 })
  expect(rows[0]!.months).not.toContain(`time_entries_${month(6).slice(0, 7).replace('-', '_')}`)
  expect(await report()).toEqual(before)
  expect((await dana.get(`/tasks/${tasks.review}`)).body.logged_seconds).toBe(logged)
  const sheet = (await noah.get(`/me/week?from=${month(6)}`)).body
  expect(sheet.days[0].placed_seconds).toBe(3_600)
  expect((await dana.get('/time-entries?limit=50')).body.data).toHaveLength(1)
  expect((await deeds()).at(-1)).toMatchObject({ action: 'retention_term.month_removed' })
})

test('what was removed is not taken again, whichever way it comes', async () => {
  await arrive(claim(`${month(6)}T10:00:00Z`, { external_id: 'again' }))
  const fresh = await idOf(ago(5))
  await keep('time_entries', { keep: 4 })
  await elapse()
  await run()
  const resent = await arrive(claim(`${month(6)}T10:00:00Z`, { external_id: 'again' }), claim(ago(4)))
  expect(resent.map(({ status }: { status: string }) => status)).toEqual(['rejected', 'created'])
  expect(resent[0].problem.errors[0]).toMatchObject({ pointer: '/start_time', code: 'removed' })
  const times = { start_time: `${month(6)}T10:00:00Z`, end_time: `${month(6)}T11:00:00Z` }
  const { version } = (await noah.get(`/time-entries/${fresh}`)).body
  expect((await noah.patch(`/time-entries/${fresh}`, times, based(version))).status).toBe(409)
  const typed = await noah.put('/me/week/cell', {
    from: month(6),
    day: month(6),
    deal_id: deals.fleet,
    seconds: 7_200,
    was_seconds: 3_600,
  })
  expect([typed.status, typed.body.code]).toEqual([409, 'locked'])
  expect((await report()).totals.all.seconds).toBe(3 * 3_600)
})

test('a month stays while somebody has to decide something in it, and says why', async () => {
  await arrive(
    claim(`${month(8)}T10:00:00Z`, { deal_id: null }),
    claim(`${month(7)}T10:00:00Z`),
    claim(`${month(6)}T10:00:00Z`),
  )
  await sql`
    insert into timesheets (user_id, week, state) values (${users.noah}, ${month(7)}::date - 3, 'approved')
  `.execute(app.db)
  await sql`insert into timesheets (user_id, week, state) values (${users.grace}, ${month(6)}::date - 3, 'approved')`.execute(
    app.db,
  )
  await keep('time_entries', { keep: 4 })
  const holds = async () =>
    Object.fromEntries(
      (await term('time_entries')).due.months
        .filter(({ entries }: { entries: number }) => entries > 0)
        .map((one: { month: string; hold: string | null }) => [one.month, one.hold]),
    )
  expect(await holds()).toEqual({ [month(8)]: 'waiting', [month(7)]: 'approved', [month(6)]: null })
  await elapse()
  await run()
  expect((await dana.get('/time-entries?limit=50')).body.data).toHaveLength(2)
  // now approved weeks too: that is more than people were told of
  await keep('time_entries', { keep: 4, also_approved: true })
  await run()
  expect((await dana.get('/time-entries?limit=50')).body.data).toHaveLength(2)
  await elapse()
  await run()
  expect(await holds()).toEqual({ [month(8)]: 'waiting' })
})

test('what is due is told however the planner reads the names of months', async () => {
  await arrive(claim(ago(200)))
  const { rows } = await app.db.transaction().execute(async (tx) => {
    await sql`set local enable_nestloop = off`.execute(tx)
    return sql<{ month: string; entries: number; hold: string | null }>`
      select month, entries, hold from time_months_before(${month(1)}::date, false)
    `.execute(tx)
  })
  expect(rows).toContainEqual({ month: `${ago(200).slice(0, 8)}01`, entries: 1, hold: null })
})

test('a run that has much to do lets others before it and goes on where it was', async () => {
  await Promise.all([month(9), month(8), month(6)].map((of) => arrive(claim(`${of}T10:00:00Z`))))
  const titles = async () =>
    (await sql<{ count: number }>`select count(*) as count from time_entries where title is not null`.execute(app.db))
      .rows[0]!.count
  const removed = async () => (await deeds()).filter(({ action }) => action === 'retention_term.removed').length
  const before = await removed()
  await keep('evidence', { keep: 30 })
  await elapse()
  // each month is a portion of its own
  for (const left of [2, 1]) {
    expect(await keepTerms(app.db, Date.now(), 1)).toBe(false)
    expect(await titles()).toBe(left)
  }
  expect(await keepTerms(app.db, Date.now())).toBe(true)
  expect(await titles()).toBe(0)
  expect((await removed()) - before).toBe(3)
  expect((await term('evidence')).due.count).toBe(0)
})

test('a month goes while time arrives and is read, and nobody is refused', async () => {
  await arrive(...Array.from({ length: 20 }, (_, n) => claim(`${month(6)}T${String(n).padStart(2, '0')}:00:00Z`)))
  await keep('time_entries', { keep: 4 })
  await elapse()
  const meanwhile = async (n: number) => [
    (await arrive(claim(ago(3 + n)), claim(ago(3 + n, 11))))[0].status,
    (await dana.get('/time-entries?limit=50')).status,
    (await dana.get('/unmapped-time-entries?limit=50')).status,
  ]
  const [, ...answers] = await Promise.all([run(), ...Array.from({ length: 8 }, (_, n) => meanwhile(n))])
  expect(answers).toEqual(Array.from({ length: 8 }, () => ['created', 200, 200]))
  expect((await dana.get('/time-entries?limit=50')).body.data).toHaveLength(16)
})

test('a month of somebody who was not told stays for all', async () => {
  await arrive(claim(`${month(6)}T10:00:00Z`))
  await keep('time_entries', { keep: 4 })
  await elapse()
  await arrive(claim(`${month(6)}T10:00:00Z`, { user_id: users.grace }))
  await run()
  expect((await dana.get('/time-entries?limit=50')).body.data).toHaveLength(2)
  expect((await mails()).map(({ to }) => to)).toEqual(['noah@northlight.example', 'grace@northlight.example'])
})

test('the database itself removes no month that is kept, for whoever holds the connection of the application', async () => {
  await arrive(claim(`${month(6)}T10:00:00Z`), claim(`${month(8)}T10:00:00Z`, { deal_id: null }))
  const pool = openPool(app.url)
  const db = openDatabase(pool)
  const remove = (of: string) => sql`select remove_time_month(${of}::date)`.execute(db)
  await expect(remove(month(6))).rejects.toThrow(/is kept/)
  await sql`update retention_terms set keep = 6 where class = 'time_entries'`.execute(db)
  await expect(remove(month(6))).rejects.toThrow(/is kept/)
  await sql`update retention_terms set keep = 4 where class = 'time_entries'`.execute(db)
  await expect(remove(month(6).replace(/01$/, '02'))).rejects.toThrow(/is kept/)
  await expect(remove(month(8))).rejects.toThrow(/held/)
  await expect(sql`drop table time_months.time_entries_2099_01`.execute(db)).rejects.toThrow()
  await pool.end()
  expect((await dana.get('/time-entries?limit=50')).body.data).toHaveLength(2)
})

test('of the ledger what it says of recorded time goes; that something happened, and everything else, stays', async () => {
  const id = await idOf(ago(800))
  const write = (action: string, years: number) =>
    sql`
      insert into changes (id, deed_id, action, object_type, object_id, after, actor_kind, source)
      values (uuidv7(${years}::integer * interval '-1 year'), uuidv7(), ${action}, split_part(${action}, '.', 1), ${id}, '{"seconds":1}', 'system', 'job')
    `.execute(app.db)
  await write('time_entry.assigned', 2)
  await write('deal.changed', 2)
  const said = async () => {
    const { data } = (await dana.get(`/audit?object_id=${id}&sort=occurred_at`)).body
    return Object.fromEntries(
      data.map((one: { action: string; after: object | null }) => [one.action, one.after !== null]),
    )
  }
  await keep('ledger', { keep: 12 })
  expect((await term('ledger')).due).toMatchObject({ count: 1, people: 1 })
  await elapse()
  await run()
  expect(await said()).toEqual({ 'time_entry.created': true, 'time_entry.assigned': false, 'deal.changed': true })
  expect((await term('ledger')).due.count).toBe(0)
})
