/** Time entered by hand: believed or refused at the field that is wrong, and never kept aside. */
import { beforeEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { users, deals, accounts, tasks } = app.cast
const [noah, dana] = await Promise.all([app.as('noah'), app.as('dana')])
const agent = await app.agent()
beforeEach(async () => {
  await sql`delete from timesheets`.execute(app.db)
  await sql`delete from time_entries`.execute(app.db)
})

const nine = { start_time: '2026-09-15T07:00:00Z', end_time: '2026-09-15T08:30:00Z' }
const enter = (fields: object, person = noah) => person.post('/me/time-entries', fields)
const aside = async () =>
  (
    await sql<{ count: number }>`select count(*) as count from time_entries where status = 'quarantined'`.execute(
      app.db,
    )
  ).rows[0]!.count

test('from when to when, on a deal: it is one’s own, billable, by hand, and on record', async () => {
  const { status, body } = await enter({
    ...nine,
    place: { deal_id: deals.fleet },
    title: 'Workshop',
    tags: ['on site'],
  })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    user_id: users.noah,
    deal_id: deals.fleet,
    account_id: accounts.kestrel,
    start_time: '2026-09-15T07:00:00.000Z',
    duration_seconds: 5_400,
    source: 'manual',
    activity_type: 'manual',
    billable: true,
    status: 'synced',
    title: 'Workshop',
    tags: ['on site'],
    zone: 'Europe/Berlin',
  })
  const { data } = (await dana.get(`/audit?object_id=${body.id}`)).body
  expect(data).toMatchObject([{ action: 'time_entry.created', actor_id: users.noah }])
  // what it was called is the person’s own
  expect((await dana.get(`/time-entries/${body.id}`)).body.title).toBe(null)
})

test.each([
  ['a task, and its deal with it', { place: { task_id: 'review' } }, { deal_name: 'Fleet dashboard', billable: true }],
  ['an account', { place: { account_id: 'quill' } }, { account_name: 'Quill Publishing GmbH', deal_id: null }],
  ['internal work', { place: {} }, { account_id: null, status: 'synced', billable: false }],
  ['nothing: it waits', {}, { status: 'unmapped', billable: true }],
  ['a deal, not billable', { place: { deal_id: 'fleet' }, billable: false }, { billable: false }],
] as [string, { place?: Record<string, string> }, object][])('it is put on %s', async (_, fields, expected) => {
  const ids: Record<string, string> = { ...deals, ...accounts, ...tasks }
  const place = fields.place && Object.fromEntries(Object.entries(fields.place).map(([name, key]) => [name, ids[key]!]))
  const { status, body } = await enter({ ...nine, ...fields, ...(place && { place }) })
  expect(status).toBe(201)
  expect(body).toMatchObject(expected)
})

test('only how long is laid into what the day has free, from nine on', async () => {
  await agent.post('/time-entries', { user_id: users.noah, deal_id: deals.fleet, ...nine, external_id: 'taken' })
  const { body } = await enter({ day: '2026-09-15', duration_seconds: 3_600, place: { deal_id: deals.author } })
  expect([body.start_time, body.end_time]).toEqual(['2026-09-15T08:30:00.000Z', '2026-09-15T09:30:00.000Z'])
  const second = await enter({ day: '2026-09-15', duration_seconds: 3_600, place: { deal_id: deals.author } })
  expect(second.body.start_time).toBe('2026-09-15T09:30:00.000Z')
})

test('two that are entered at once by their length lie one after the other', async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(() => enter({ day: '2026-09-15', duration_seconds: 3_600, place: { deal_id: deals.fleet } })),
  )
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  expect(answers.map(({ body }) => body.start_time.slice(11, 16)).toSorted()).toEqual(['07:00', '08:00', '09:00'])
})

test('a day of 25 hours holds 25, one of 23 no more than 23', async () => {
  const whole = (day: string, hours: number) => enter({ day, duration_seconds: hours * 3_600, place: {} })
  expect((await whole('2025-10-26', 25)).body).toMatchObject({
    start_time: '2025-10-25T22:00:00.000Z',
    end_time: '2025-10-26T23:00:00.000Z',
  })
  expect((await whole('2025-03-30', 24)).body.errors[0]).toMatchObject({
    pointer: '/duration_seconds',
    code: 'no_room',
  })
  expect((await whole('2025-03-30', 23)).status).toBe(201)
})

const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
test.each<[string, object, string, string]>([
  ['what has not passed yet', { start_time: soon(-30), end_time: soon(30) }, '/end_time', 'in_the_future'],
  ['a day that has not begun', { day: '2126-01-01', duration_seconds: 60 }, '/day', 'in_the_future'],
  [
    'an end before the start',
    { start_time: nine.end_time, end_time: nine.start_time },
    '/end_time',
    'end_not_after_start',
  ],
  [
    'the last century',
    { start_time: '1999-01-01T09:00:00Z', end_time: '1999-01-01T10:00:00Z' },
    '/start_time',
    'too_long_ago',
  ],
  ['a start without an end', { start_time: nine.start_time }, '/end_time', 'required'],
  ['a length without a day', { duration_seconds: 60 }, '/day', 'required'],
  ['a day without a length', { day: '2026-09-15' }, '/duration_seconds', 'required'],
  ['neither', {}, '', 'one_of'],
  ['both', { ...nine, day: '2026-09-15', duration_seconds: 60 }, '', 'one_of'],
  ['a deal there is not', { ...nine, place: { deal_id: nowhere } }, '/deal_id', 'unknown_deal'],
  [
    'a task of another deal',
    { ...nine, place: { deal_id: deals.author, task_id: tasks.review } },
    '/task_id',
    'deal_and_task_differ',
  ],
])('%s is refused at its field', async (_, fields, pointer, code) => {
  const { status, body } = await enter(fields)
  expect([status, body.errors[0].pointer, body.errors[0].code]).toEqual([422, pointer, code])
})

test('over other billable time it is refused on the clock of the person, and taken as not billable', async () => {
  await enter({ ...nine, place: { deal_id: deals.fleet } })
  const over = {
    start_time: '2026-09-15T08:00:00Z',
    end_time: '2026-09-15T09:00:00Z',
    place: { deal_id: deals.author },
  }
  const { status, body } = await enter(over)
  expect([status, body.code, body.errors[0].pointer]).toEqual([409, 'overlaps', '/start_time'])
  expect(body.detail).toContain('from 2026-09-15 09:00 to 10:30 (Europe/Berlin)')
  expect((await enter({ ...over, billable: false })).status).toBe(201)
  expect(await aside()).toBe(0)
})

test('in a locked week it is refused at the field that names the day', async () => {
  await sql`insert into timesheets (user_id, week, state) values (${users.noah}, '2026-09-14', 'approved')`.execute(
    app.db,
  )
  const byClock = await enter({ ...nine, place: {} })
  expect([byClock.status, byClock.body.code, byClock.body.errors[0].pointer]).toEqual([409, 'locked', '/start_time'])
  const byLength = await enter({ day: '2026-09-15', duration_seconds: 60, place: {} })
  expect([byLength.status, byLength.body.errors[0].pointer]).toEqual([409, '/day'])
  expect(await aside()).toBe(0)
})

test('the same key is the same entry', async () => {
  const once = () =>
    noah.post('/me/time-entries', { ...nine, place: {} }, { headers: { 'idempotency-key': 'by hand 1' } })
  const [first, second] = [await once(), await once()]
  expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id])
})

test('it is nobody else’s: there is no field for another person', async () => {
  const { status, body } = await enter({ ...nine, user_id: users.grace }, dana)
  expect([status, body.errors[0].pointer]).toEqual([422, '/user_id'])
  expect((await agent.post('/me/time-entries', { ...nine, place: {} })).status).toBe(403)
})
