import { beforeEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { users, deals, tasks, accounts } = app.cast
const noah = await app.as('noah')
const agent = await app.agent()
beforeEach(async () => {
  await sql`delete from time_entries`.execute(app.db)
  await sql`delete from running_timers`.execute(app.db)
})

const minute_ms = 60_000
const ago = (minutes: number) => new Date(Date.now() - minutes * minute_ms).toISOString()
const start = async (fields: object = {}, person = noah) => (await person.post('/me/timer/start', fields)).body.timer
const running = async (person = noah) => (await person.get('/me/timer')).body.timer
const minutesOf = ({ duration_seconds }: any) => Math.round(duration_seconds / 60)

test('a timer runs on the server, for one’s own devices alike, and becomes an entry of the deal when it is stopped', async () => {
  const timer = await start({ deal_id: deals.fleet, started_at: ago(30) })
  expect(timer).toMatchObject({ deal_name: 'Fleet dashboard', account_name: 'Kestrel Logistics', task_id: null })
  const phone = await app.as('noah')
  expect(await running(phone)).toEqual(timer)
  expect(await running(await app.as('grace'))).toBeNull()
  const { status, body } = await phone.post('/me/timer/stop', { id: timer.id })
  expect([status, minutesOf(body)]).toEqual([200, 30])
  expect(body).toMatchObject({
    user_id: users.noah,
    deal_id: deals.fleet,
    source: 'manual',
    activity_type: 'manual',
    status: 'synced',
    billable: true,
  })
  expect(await running()).toBeNull()
  const again = await noah.post('/me/timer/stop', { id: timer.id })
  expect([again.status, again.body.code]).toEqual([409, 'not_running'])
})

test('one runs at a time, and only what was looked at is stopped, changed or discarded', async () => {
  const first = await start({ started_at: ago(10) })
  const second = await noah.post('/me/timer/start', { deal_id: deals.author })
  expect([second.status, second.body.code]).toEqual([409, 'timer_running'])
  expect((await noah.post('/me/timer/discard', { id: first.id })).body).toEqual({ timer: null })
  const next = await start({ started_at: ago(5) })
  for (const answer of [
    await noah.post('/me/timer/stop', { id: first.id }),
    await noah.post('/me/timer/change', { id: first.id, deal_id: deals.fleet }),
    await noah.post('/me/timer/discard', { id: first.id }),
  ])
    expect([answer.status, answer.body.code]).toEqual([409, 'not_running'])
  expect((await running()).id).toBe(next.id)
  const both = await Promise.all([1, 2].map(() => noah.post('/me/timer/stop', { id: next.id })))
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
})

test('what it is for and since when can be said while it runs, and without a deal the entry waits for review', async () => {
  const timer = await start({ started_at: ago(60) })
  const change = async (fields: object) => (await noah.post('/me/timer/change', { id: timer.id, ...fields })).body
  expect((await change({ task_id: tasks.review })).timer).toMatchObject({
    task_title: 'Review wireframes',
    deal_id: deals.fleet,
    account_id: accounts.kestrel,
    started_at: timer.started_at,
  })
  const later = ago(20)
  expect((await change({ started_at: later })).timer).toMatchObject({ started_at: later, task_id: tasks.review })
  expect((await change({ deal_id: null })).timer).toMatchObject({ deal_id: null, task_id: null, started_at: later })
  const { body } = await noah.post('/me/timer/stop', { id: timer.id })
  expect([body.status, minutesOf(body)]).toEqual(['unmapped', 20])
})

test('one that was left running says so, and keeps what its person says', async () => {
  const started_at = ago(13 * 60)
  const { id } = await start({ deal_id: deals.fleet, started_at })
  const asked = await noah.post('/me/timer/stop', { id })
  expect([asked.status, asked.body.errors[0]]).toMatchObject([422, { pointer: '/end_time', code: 'forgotten' }])
  expect((await running()).id).toBe(id)
  const end_time = new Date(Date.parse(started_at) + 90 * minute_ms).toISOString()
  expect(minutesOf((await noah.post('/me/timer/stop', { id, end_time })).body)).toBe(90)
})

test('a stop that could not be said at once counts from the moment it was pressed, by whatever clock the device has', async () => {
  const { id } = await start({ deal_id: deals.fleet, started_at: ago(60) })
  const refused = async (fields: object) => {
    const { status, body } = await noah.post('/me/timer/stop', { id, ...fields })
    return [status, body.errors[0].pointer, body.errors[0].code]
  }
  expect(await refused({ pressed_at: ago(90), sent_at: ago(0) })).toEqual([422, '/pressed_at', 'before_start'])
  expect(await refused({ pressed_at: ago(0), sent_at: ago(5) })).toEqual([422, '/pressed_at', 'in_the_future'])
  expect(await refused({ pressed_at: ago(5) })).toEqual([422, '/sent_at', 'required'])
  expect((await running()).id).toBe(id)
  // pressed 20 minutes ago; the device is an hour ahead
  const { body } = await noah.post('/me/timer/stop', { id, pressed_at: ago(20 - 60), sent_at: ago(-60) })
  expect(minutesOf(body)).toBe(40)
  expect(Math.abs(Date.parse(body.end_time) - Date.parse(ago(20)))).toBeLessThan(30_000)
})

test('a stop that was pressed within twelve hours asks nothing, however late it arrives', async () => {
  const { id } = await start({ deal_id: deals.fleet, started_at: ago(30 * 60) })
  const forgotten = await noah.post('/me/timer/stop', { id, pressed_at: ago(60), sent_at: ago(0) })
  expect(forgotten.body.errors[0]).toMatchObject({ pointer: '/end_time', code: 'forgotten' })
  expect(minutesOf((await noah.post('/me/timer/stop', { id, pressed_at: ago(29 * 60), sent_at: ago(0) })).body)).toBe(
    60,
  )
})

test('what would be billable twice is refused and goes on running, until it is kept as not billable', async () => {
  await agent.post('/time-entries', {
    user_id: users.noah,
    deal_id: deals.author,
    start_time: ago(40),
    end_time: ago(20),
    external_id: 'seen by the agent',
  })
  const { id } = await start({ deal_id: deals.fleet, started_at: ago(30) })
  const refused = await noah.post('/me/timer/stop', { id })
  expect([refused.status, refused.body.code]).toEqual([409, 'overlaps'])
  expect((await running()).id).toBe(id)
  expect((await noah.post('/me/timer/stop', { id, billable: false })).body.billable).toBe(false)
})

test('bad starts and places are refused at the field', async () => {
  const refused = async (fields: object) => {
    const { status, body } = await noah.post('/me/timer/start', fields)
    return [status, body.errors[0].pointer, body.errors[0].code]
  }
  expect(await refused({ started_at: ago(-10) })).toEqual([422, '/started_at', 'in_the_future'])
  expect(await refused({ started_at: ago(8 * 24 * 60) })).toEqual([422, '/started_at', 'too_long_ago'])
  expect(await refused({ deal_id: nowhere })).toEqual([422, '/deal_id', 'unknown_deal'])
  expect(await running()).toBeNull()
})

test('a timer on a customer that was merged into another goes on for that one', async () => {
  const dana = await app.as('dana')
  const { id: twin } = (await dana.post('/accounts', { name: 'Quill Twin' })).body
  const timer = await start({ account_id: twin, started_at: ago(30) })
  const { version } = (await dana.get(`/accounts/${accounts.quill}`)).body
  await dana.post(`/accounts/${accounts.quill}/merge`, { other_id: twin, other_version: 1 }, based(version))
  expect(await running()).toMatchObject({ account_name: 'Quill Publishing GmbH' })
  const { status, body } = await noah.post('/me/timer/stop', { id: timer.id, billable: false })
  expect([status, body.account_id]).toEqual([200, accounts.quill])
})
