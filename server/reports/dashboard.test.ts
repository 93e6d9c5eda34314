import { expect, test } from 'vitest'
import { based, startApp } from '#test/app.ts'
import { grants } from '#domain/permissions.ts'
import { systemActor } from '#server/platform/actor.ts'
import { sql, transact } from '#server/platform/database.ts'
import { changeState } from '#server/rules/change-state.ts'

const app = await startApp()
const { deals, users, accounts } = app.cast
const dana = await app.as('dana')
const agent = await app.agent()
const days = 'date_from=2026-03-01&date_to=2026-03-31'
const ask = async (query = days, who: 'dana' | 'sam' | 'noah' | 'lena' = 'dana') =>
  (await (await app.as(who)).get(`/reports/dashboard?${query}`)).body
const eur = (amount: string) => ({ amount, currency: 'EUR' })

const won = async (name: string, value: object | null, closed_on: string) => {
  const { body } = await dana.post('/deals', { account_id: accounts.quill, name, owner_id: users.sam, value })
  await dana.post(`/deals/${body.id}/close`, { stage: 'won', closed_on })
  return body.id as string
}
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
const inMarch = await won('March', eur('1000.00'), '2026-03-31')
await won('March too', { amount: '500', currency: 'JPY' }, '2026-03-01')
await won('March, worth nobody knows', null, '2026-03-02')
await won('February', eur('700.00'), '2026-02-28')
await won('April', eur('9.00'), '2026-04-01')
await agent.post('/time-entries/batch', {
  entries: [
    ['2026-03-10T08:00:00Z', '2026-03-10T10:00:00Z', { deal_id: inMarch }],
    ['2026-03-11T08:00:00Z', '2026-03-11T09:00:00Z', { deal_id: deals.fleet, billable: false }],
    ['2026-03-12T08:00:00Z', '2026-03-12T08:30:00Z', { project_name: 'Who knows' }],
    ['2026-02-10T08:00:00Z', '2026-02-10T09:00:00Z', { deal_id: deals.fleet }],
  ].map(([start_time, end_time, extra]) => ({
    user_id: users.noah,
    source: 'agent',
    external_id: start_time,
    start_time,
    end_time,
    ...(extra as object),
  })),
})

test('what was won is told per currency with its hours, beside as many days before', async () => {
  const { before, decided } = await ask()
  expect(before).toEqual({ date_from: '2026-01-29', date_to: '2026-02-28' })
  expect(decided.now).toEqual({
    won: 3,
    lost: 0,
    won_without_value: 1,
    value: [
      { ...eur('1000.00'), deals: 1, seconds: 7_200 },
      { amount: '500', currency: 'JPY', deals: 1, seconds: 0 },
    ],
  })
  expect(decided.before).toMatchObject({ won: 1, value: [eur('700.00')] })
})

test('a last day of 25 hours ends when it is over', async () => {
  const id = await won('The last hour of summer time', eur('80.00'), '2025-10-26')
  await sql`update deals set closed_at = '2025-10-26T22:30:00Z' where id = ${id}`.execute(app.db)
  const { decided } = await ask('date_from=2025-10-26&date_to=2025-10-26')
  expect(decided.now).toMatchObject({ won: 1, value: [eur('80.00')] })
  expect((await ask('date_from=2025-10-27&date_to=2025-10-27')).decided.now.won).toBe(0)
})

test('its figures are those of the reports and lists they open', async () => {
  const { pipeline, hours, waiting, accounts: top } = await ask()
  const report = (await dana.get('/reports/pipeline')).body.data
  for (const { stage, deals: count, value, weighted_value } of pipeline)
    expect(report.find((row: any) => row.stage === stage)).toMatchObject({ deals: count, value, weighted_value })
  const time = (await dana.get(`/reports/time-per-deal?${days}&limit=8`)).body
  expect(hours.now).toEqual(time)
  expect(hours.before).toEqual({ seconds: 3_600, billable_seconds: 3_600, entries: 1 })
  const queue = (await dana.get('/unmapped-time-entries?limit=1')).body
  expect(waiting).toMatchObject({ entries: queue.total, seconds: queue.total_seconds })
  const rows = (await dana.get('/deals?stage=won&closed_from=2026-03-01&closed_to=2026-03-31')).body.data
  expect(rows.map(({ name }: any) => name).toSorted()).toEqual(['March', 'March too', 'March, worth nobody knows'])
  expect(top.map(({ account_id, seconds }: any) => [account_id, seconds])).toEqual([
    [accounts.quill, 7_200],
    [accounts.kestrel, 3_600],
  ])
})

test('what waits is what the queue offers: not the time others may still place themselves', async () => {
  const start = new Date(Date.now() - 3_600_000)
  await agent.post('/time-entries', {
    user_id: users.noah,
    project_name: 'Who knows, this morning',
    external_id: 'fresh',
    start_time: start.toISOString(),
    end_time: new Date(start.getTime() + 600_000).toISOString(),
  })
  for (const who of ['dana', 'noah'] as const) {
    const queue = (await (await app.as(who)).get('/unmapped-time-entries?limit=1')).body
    const { waiting } = await ask(days, who)
    expect(waiting).toMatchObject({ entries: queue.total, seconds: queue.total_seconds })
    // and what is not in it yet makes up for what the sums say
    const sums = await (await app.as(who)).get('/reports/time-per-deal?date_from=2026-01-01&date_to=2100-01-01')
    const { entries, seconds } = sums.body.totals.waiting
    expect([waiting.entries + waiting.later_entries, waiting.seconds + waiting.later_seconds]).toEqual([
      entries,
      seconds,
    ])
  }
  const danas = (await ask()).waiting
  expect((await ask(days, 'noah')).waiting.entries).toBe(danas.entries + 1)
  expect([danas.later_entries, danas.later_seconds]).toEqual([1, 600])
})

test('a deal counts as rotting here where its own list says so', async () => {
  await sql`update deals set updated_at = now() - interval '100 days' where id in (${deals.fleet}, ${deals.rights})`.execute(
    app.db,
  )
  // somebody worked on one of them yesterday
  await dana.post('/time-entries', {
    user_id: users.noah,
    source: 'manual',
    deal_id: deals.fleet,
    start_time: `${yesterday}T10:00:00Z`,
    end_time: `${yesterday}T10:10:00Z`,
  })
  const { pipeline, attention } = await ask()
  const listed = (await dana.get('/deals?limit=200')).body.data.filter((deal: any) => deal.rotting)
  expect(listed.map(({ id }: any) => id)).toEqual([deals.rights])
  for (const { stage, rotting } of pipeline)
    expect(rotting).toBe(listed.filter((deal: any) => deal.stage === stage).length)
  expect(attention.find(({ kind }: any) => kind === 'deal_rotting')).toMatchObject({
    object_id: deals.rights,
    account_name: 'Quill Publishing GmbH',
  })
})

test('what needs somebody is named: budgets from four fifths on, important tasks that are late or idle', async () => {
  const deal = (await dana.get(`/deals/${deals.author}`)).body
  await dana.patch(`/deals/${deals.author}`, { budget_hours: '1' }, based(deal.version))
  await dana.post('/time-entries', {
    user_id: users.grace,
    source: 'manual',
    deal_id: deals.author,
    start_time: `${yesterday}T00:00:00Z`,
    end_time: `${yesterday}T00:47:00Z`,
  })
  const budgets = async () => (await ask()).attention.filter(({ kind }: any) => kind === 'over_budget')
  expect(await budgets()).toEqual([])
  await sql`update time_entries set end_time = start_time + interval '48 min', duration_seconds = 2880 where deal_id = ${deals.author}`.execute(
    app.db,
  )
  expect(await budgets()).toMatchObject([{ object_id: deals.author, spent_percent: 80, days: null }])

  const task = async (title: string, fields: object) =>
    (await dana.post('/tasks', { title, account_id: accounts.quill, assigned_to: users.sam, ...fields })).body.id
  await task('Late and important', { priority: 'urgent', due_date: '2026-03-01' })
  await task('Late, and it can wait', { priority: 'low', due_date: '2026-03-01' })
  const quiet = await task('Nobody looks at it', { priority: 'high' })
  await sql`update tasks set updated_at = now() - interval '9 days' where id = ${quiet}`.execute(app.db)
  const names = (items: any[]) => items.filter(({ kind }) => kind.startsWith('task')).map(({ name }) => name)
  expect(names((await ask()).attention)).toEqual(['Late and important', 'Nobody looks at it'])
  expect(names((await ask(`${days}&owner_id=${users.lena}`)).attention)).toEqual([])
})

test('a rule that was put back by night needs whoever may mend it, until somebody looks at it', async () => {
  const make = async (name: string) => {
    const target = { kind: 'deal', deal_id: deals.fleet }
    const { id } = (await dana.post('/mapping-rules', { name, condition: `app is ${name}`, target })).body
    await dana.post(`/mapping-rules/${id}/state`, { state: 'active', unproven: true })
    return id as string
  }
  const [demoted, chosen] = [await make('fleet'), await make('depot')]
  const byNight = { state: 'suggest', reason: 'People put 4 of 9 entries elsewhere.' } as const
  await transact(app.db, (tx) => changeState(tx, systemActor('job', grants.admin), demoted, byNight, null))
  // somebody decided this one, for now
  await dana.post(`/mapping-rules/${chosen}/state`, { state: 'suggest', reason: 'Until the new board is there' })
  await sql`update mapping_rules set state_since = state_since - interval '2 days' where id = ${demoted}`.execute(
    app.db,
  )
  const rules = async (...asked: Parameters<typeof ask>) =>
    (await ask(...asked)).attention.filter(({ kind }: any) => kind === 'rule_demoted')
  expect(await rules()).toMatchObject([
    { object_id: demoted, name: 'fleet', account_name: 'Kestrel Logistics', days: 2, spent_percent: null, value: null },
  ])
  expect(await rules(`${days}&owner_id=${users.dana}`)).toEqual([])
  expect(await rules(days, 'lena')).toEqual([])
  await dana.post(`/mapping-rules/${demoted}/state`, { state: 'shadow' })
  expect(await rules()).toEqual([])
})

test('everybody is shown what they may see: an employee’s page has their hours and nothing of deals', async () => {
  const noah = await ask(days, 'noah')
  expect([noah.pipeline, noah.decided, noah.accounts]).toEqual([null, null, null])
  expect(noah.hours.now.totals.all.seconds).toBe(3 * 3_600 + 1_800)
  expect(noah.activity.filter(({ kind }: any) => kind === 'stage')).toEqual([])
  expect(noah.left_out).toEqual(['Only your own hours and tasks are counted.'])
  expect(noah.together).toBe(null)
  expect(noah.rules.join(' ')).not.toContain('won')
  const sam = await ask(days, 'sam')
  expect(sam.left_out).toContain('Only your own hours and your team’s deals and tasks are counted.')
  const theirs = (await (await app.as('sam')).get('/deals?limit=200')).body.data
  expect(sam.pipeline.reduce((sum: number, { deals: count }: any) => sum + count, 0)).toBe(
    theirs.filter(({ closed_at }: any) => closed_at === null).length,
  )
  // support may not see what deals are worth
  const lena = await ask(days, 'lena')
  expect(lena.decided.now).toMatchObject({ won: 3, value: [], won_without_value: 3 })
  expect(JSON.stringify(lena)).not.toContain('1000.00')
  expect(lena.together).toBe(null)
})

test('what happened last is the newest of stages, notes and tasks done, and a note says what it is about', async () => {
  const { deals: deal, accounts: account, tasks: task } = app.cast
  const contact = (await dana.post('/contacts', { first_name: 'Ines', last_name: 'Moreau' })).body.id
  const notes = [
    ['account_id', 'account', account.quill, 'Quill Publishing GmbH'],
    ['contact_id', 'contact', contact, 'Ines Moreau'],
    ['task_id', 'task', task.review, 'Review wireframes'],
    ['deal_id', 'deal', deal.fleet, 'Fleet dashboard'],
  ]
  for (const [name = '', , id] of notes) await dana.post('/notes', { [name]: id, text: 'They called back' })
  const { activity } = await ask()
  expect(activity[0]).toMatchObject({ kind: 'note', text: 'They called back', person_name: 'dana' })
  expect(activity.slice(0, 4).map(({ about }: any) => about)).toEqual(
    expect.arrayContaining(notes.map(([, type, id, name]) => ({ type, id, name }))),
  )
  expect(activity.map(({ at }: any) => at)).toEqual(
    activity
      .map(({ at }: any) => at)
      .toSorted()
      .toReversed(),
  )
  expect(activity.length).toBeLessThanOrEqual(12)
})

test('who finished a task is whoever set it done, alone or with others, and not whose task it is', async () => {
  const make = async (title: string) =>
    (await dana.post('/tasks', { title, account_id: accounts.quill, assigned_to: users.noah })).body.id as string
  const [one, bulk, again] = [await make('Alone'), await make('Among others'), await make('Twice')]
  const finished = async () =>
    Object.fromEntries(
      (await ask()).activity
        .filter(({ kind }: any) => kind === 'task_done')
        .map(({ text, person_id, person_name }: any) => [text, [person_id, person_name]]),
    )
  await dana.patch(`/tasks/${one}`, { status: 'done' })
  await (await app.as('noah')).patch(`/tasks/${again}`, { status: 'done' })
  // of one that is done already it is no other who did it
  await dana.post('/tasks/bulk', { ids: [bulk, again], change: { status: 'done', priority: 'low' } })
  await dana.post('/tasks', { title: 'Done before it was written down', account_id: accounts.quill, status: 'done' })
  const danas = [users.dana, 'dana']
  expect(await finished()).toMatchObject({
    Alone: danas,
    'Among others': danas,
    Twice: [users.noah, 'noah'],
    'Done before it was written down': danas,
  })
  await dana.patch(`/tasks/${again}`, { status: 'open' })
  expect(await finished()).not.toHaveProperty('Twice')
  await dana.patch(`/tasks/${again}`, { status: 'done' })
  expect(await finished()).toMatchObject({ Twice: danas })
  const { body: key } = await dana.post('/api-keys', { name: 'Board', scopes: ['tasks:read', 'tasks:write'] })
  await dana.patch(`/tasks/${one}`, { status: 'open' })
  await app.bearer(key.key).patch(`/tasks/${one}`, { status: 'done' })
  expect(await finished()).toMatchObject({ Alone: [null, null] })
})

test('days in the wrong order, missing or unknown are refused by name', async () => {
  const wrong = await dana.get('/reports/dashboard?date_from=2026-03-02&date_to=2026-03-01')
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/date_to'])
  for (const query of ['', 'date_from=2026-03-01', `${days}&colour=red`, `${days}&owner_id=me`])
    expect((await dana.get(`/reports/dashboard?${query}`)).status, query).toBe(400)
})

test.each(['dashboard', 'cost-of-sale/table'])(
  'when a whole team opens %s at once, who asks for something else is answered before them',
  async (report) => {
    let answered = 0
    const team = Array.from({ length: 40 }, async () => {
      const { status } = await dana.get(`/reports/${report}?${days}`)
      answered++
      return status
    })
    // then all of them are inside
    await Promise.race(team)
    expect((await dana.get('/me')).status).toBe(200)
    expect(answered).toBeLessThan(15)
    expect(new Set(await Promise.all(team))).toEqual(new Set([200]))
  },
)
