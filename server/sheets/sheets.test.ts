import { beforeEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp } from '#test/app.ts'
import { nothingYet } from '#test/random-time.ts'
import { faultsOfTime } from '#test/time-faults.ts'

const app = await startApp()
const { users, deals, accounts } = app.cast
const noah = await app.as('noah')
const agent = await app.agent()
beforeEach(() => sql`delete from time_entries`.execute(app.db))

const from = '2026-09-14'
const week = async (start = from) => (await noah.get(`/me/week?from=${start}`)).body
const type = (fields: object, person = noah) =>
  person.send('PUT', '/me/week/cell', { from, day: '2026-09-15', deal_id: deals.fleet, was_seconds: 0, ...fields })
const record = (start_time: string, end_time: string, extra: object = {}) =>
  agent.post('/time-entries', {
    user_id: users.noah,
    deal_id: deals.fleet,
    start_time,
    end_time,
    external_id: start_time,
    ...extra,
  })
const entries = async () =>
  (
    await sql<{ start_time: string; end_time: string; source: string }>`
      select start_time, end_time, source from time_entries order by start_time
    `.execute(app.db)
  ).rows.map(({ start_time, end_time, source }) => `${source} ${start_time.slice(8, 16)}–${end_time.slice(11, 16)}`)

test('typed hours are an entry of that day and deal, in the sums every report has', async () => {
  const { status, body } = await type({ seconds: 7_200 })
  expect(status).toBe(200)
  expect(body.zone).toBe('Europe/Berlin')
  expect(body.rows).toMatchObject([
    { kind: 'deal', deal_id: deals.fleet, deal_name: 'Fleet dashboard', account_name: 'Kestrel Logistics' },
  ])
  expect(body.rows[0].cells.map(({ seconds }: any) => seconds)).toEqual([0, 7_200, 0, 0, 0, 0, 0])
  expect(body.days[1]).toEqual({
    day: '2026-09-15',
    hours: 24,
    placed_seconds: 7_200,
    waiting_seconds: 0,
    quarantined_seconds: 0,
    locked: null,
    submitted: false,
  })
  // nine o'clock in Berlin
  expect(await entries()).toEqual(['manual 15T07:00–09:00'])
  expect(await week()).toEqual(body)
})

test('what an agent recorded stays: the sheet adds to it, around it, and never takes from it', async () => {
  await record('2026-09-15T07:30:00Z', '2026-09-15T09:00:00Z')
  expect((await type({ seconds: 9_000, was_seconds: 5_400 })).body.rows[0].cells[1]).toEqual({
    seconds: 9_000,
    typed_seconds: 3_600,
  })
  expect(await entries()).toEqual(['agent 15T07:30–09:00', 'manual 15T09:00–10:00'])
  const less = await type({ seconds: 3_600, was_seconds: 9_000 })
  expect([less.status, less.body.errors[0]]).toMatchObject([422, { pointer: '/seconds', code: 'less_than_recorded' }])
  expect((await type({ seconds: 5_400, was_seconds: 9_000 })).body.rows[0].cells[1].typed_seconds).toBe(0)
  expect(await entries()).toEqual(['agent 15T07:30–09:00'])
})

test('hours that say their times lie there, or are refused with the reason', async () => {
  const at = (fields: object) => type({ at_minutes: 14 * 60, ...fields })
  expect((await at({ seconds: 5_400 })).status).toBe(200)
  expect(await entries()).toEqual(['manual 15T12:00–13:30'])
  // as long as before, and moved
  await type({ seconds: 5_400, was_seconds: 5_400, at_minutes: 16 * 60 })
  expect(await entries()).toEqual(['manual 15T14:00–15:30'])
  const refused = async (fields: object) => {
    const { status, body } = await at(fields)
    return [status, body.errors[0].pointer, body.errors[0].code]
  }
  await record('2026-09-15T11:30:00Z', '2026-09-15T12:30:00Z', { deal_id: deals.author })
  expect(await refused({ seconds: 3_600, was_seconds: 5_400 })).toEqual([422, '/seconds', 'no_room'])
  await record('2026-09-15T08:00:00Z', '2026-09-15T09:00:00Z')
  expect(await refused({ seconds: 10_800, was_seconds: 9_000 })).toEqual([422, '/seconds', 'part_recorded'])
  expect(await refused({ seconds: 36_100, day: '2026-09-16' })).toEqual([422, '/seconds', 'in_the_future'])
})

test('a cell is changed and emptied, each on record', async () => {
  await type({ seconds: 3_600 })
  await type({ seconds: 5_400, was_seconds: 3_600 })
  expect(await entries()).toEqual(['manual 15T07:00–08:30'])
  expect((await type({ seconds: 0, was_seconds: 5_400 })).body.rows).toEqual([])
  const { rows } = await sql<{ action: string }>`
    select action from changes where object_type = 'time_entry' and actor_id = ${users.noah} order by id desc limit 3
  `.execute(app.db)
  expect(rows.map(({ action }) => action)).toEqual(['time_entry.deleted', 'time_entry.changed', 'time_entry.created'])
})

test('what somebody said of the entry in the table stays when its hours are typed again', async () => {
  await type({ seconds: 3_600 })
  const { rows } = await sql<{ id: string }>`select id from time_entries`.execute(app.db)
  await noah.patch(`/time-entries/${rows[0]!.id}`, { billable: false, tags: ['workshop'] })
  await type({ seconds: 7_200, was_seconds: 3_600 })
  expect((await noah.get(`/time-entries/${rows[0]!.id}`)).body).toMatchObject({
    duration_seconds: 7_200,
    billable: false,
    tags: ['workshop'],
  })
})

test('an account and internal work have rows of their own', async () => {
  await type({ deal_id: null, account_id: accounts.quill, seconds: 3_600 })
  const { body } = await type({ deal_id: null, seconds: 1_800 })
  expect(body.rows.map(({ kind, account_name }: any) => [kind, account_name])).toEqual([
    ['account', 'Quill Publishing GmbH'],
    ['internal', null],
  ])
  const { rows } = await sql<{
    billable: boolean
  }>`select billable from time_entries order by duration_seconds`.execute(app.db)
  expect(rows.map(({ billable }) => billable)).toEqual([false, true])
})

test('whoever looked at something else does not write over it', async () => {
  await type({ seconds: 3_600 })
  expect((await type({ seconds: 7_200 })).body).toMatchObject({ status: 409, code: 'changed' })
  expect((await week()).rows[0].cells[1].seconds).toBe(3_600)
})

test('two who type at once into one cell are one after the other', async () => {
  const answers = await Promise.all([1, 2, 3].map((hours) => type({ seconds: hours * 3_600 })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  expect(await entries()).toHaveLength(1)
})

test.each([
  ['a day that has not come', { day: '2126-01-01', seconds: 60 }, '/seconds', 'in_the_future'],
  ['a deal there is not', { deal_id: nowhere, seconds: 60 }, '/deal_id', 'unknown_deal'],
  ['more than a day has', { seconds: 26 * 3_600 }, '/seconds', undefined],
  ['less than nothing', { seconds: -1 }, '/seconds', undefined],
])('%s is refused with the field', async (_, fields, pointer, code) => {
  const { status, body } = await type(fields)
  expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  if (code) expect(body.errors[0].code).toBe(code)
})

test('more than the day has room for in one piece is refused, and nothing is changed', async () => {
  await record('2026-09-15T08:00:00Z', '2026-09-15T14:00:00Z', { deal_id: deals.author })
  const { status, body } = await type({ seconds: 11 * 3_600 })
  expect([status, body.errors[0].code]).toEqual([422, 'no_room'])
  expect((await week()).rows).toHaveLength(1)
})

test('a week that was handed in says so of each of its days', async () => {
  await type({ seconds: 3_600 })
  await noah.post('/timesheets', { week: from })
  expect((await week()).days.map(({ submitted }: any) => submitted)).toEqual(Array(7).fill(true))
  await sql`delete from timesheets`.execute(app.db)
  expect((await week()).days[0].submitted).toBe(false)
})

test('days of 23 and 25 hours say so', async () => {
  expect((await week('2026-03-23')).days.map(({ hours }: any) => hours)).toEqual([24, 24, 24, 24, 24, 24, 23])
  expect((await week('2026-10-19')).days.at(-1).hours).toBe(25)
})

test('where a day has two midnights it begins at the first, in the sheet, the calendar and the sums alike', async () => {
  const live = (zone: string) => sql`update users set zone = ${zone} where id = ${users.noah}`.execute(app.db)
  await live('Atlantic/Azores')
  const azores = await app.as('noah')
  await record('2026-10-24T23:30:00Z', '2026-10-25T00:30:00Z')
  const { days } = (await azores.get('/me/week?from=2026-10-19')).body
  expect(days.slice(-2).map(({ hours, placed_seconds }: any) => [hours, placed_seconds])).toEqual([
    [24, 1_800],
    [25, 1_800],
  ])
  const [sunday] = (await azores.get('/time-calendar?from=2026-10-25')).body.days
  expect(sunday).toMatchObject({ start_time: '2026-10-25T00:00:00.000Z', hours: 25 })
  expect(await faultsOfTime(app.db, nothingYet())).toEqual([])
  await live('Europe/Berlin')
})

test('a week shows what waits and what is kept aside beside what is placed, and nobody else’s', async () => {
  await record('2026-09-16T08:00:00Z', '2026-09-16T09:00:00Z', { deal_id: null, title: 'Something' })
  await type({ seconds: 3_600 })
  expect((await week()).days[2]).toMatchObject({ placed_seconds: 0, waiting_seconds: 3_600 })
  const grace = await app.as('grace')
  expect((await grace.get(`/me/week?from=${from}`)).body.rows).toEqual([])
  expect((await agent.get(`/me/week?from=${from}`)).status).toBe(403)
})

test('an entry of the sheet that was moved elsewhere is no more of this cell', async () => {
  await type({ seconds: 3_600 })
  const { rows } = await sql<{ id: string }>`select id from time_entries`.execute(app.db)
  await noah.patch(`/time-entries/${rows[0]!.id}`, { deal_id: deals.author })
  const { body } = await type({ seconds: 1_800 })
  expect(body.rows.map(({ deal_name, cells }: any) => [deal_name, cells[1].seconds])).toEqual([
    ['Fleet dashboard', 1_800],
    ['Author platform', 3_600],
  ])
  expect(await entries()).toEqual(['manual 15T07:00–08:00', 'manual 15T08:00–08:30'])
})
