import { beforeEach, describe, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { users, deals } = app.cast
const [noah, marta, grace, dana, felix] = await Promise.all([
  app.as('noah'),
  app.as('marta'),
  app.as('grace'),
  app.as('dana'),
  app.as('felix'),
])
const agent = await app.agent()

const week = '2026-09-14'
let number = 0
const claim = (extra: object = {}) => ({
  user_id: users.noah,
  deal_id: deals.fleet,
  start_time: '2026-09-15T08:00:00Z',
  end_time: '2026-09-15T09:00:00Z',
  external_id: `week-${number++}`,
  ...extra,
})
const arrive = async (...entries: object[]) => (await agent.post('/time-entries/batch', { entries })).body.results
const submit = async (person = noah, of = week) => (await person.post('/timesheets', { week: of })).body
const read = async (id: string) => (await dana.get(`/timesheets/${id}`)).body
const approve = (id: string, print: string, person = marta) => person.post(`/timesheets/${id}/approve`, { print })

beforeEach(async () => {
  await sql`delete from timesheets`.execute(app.db)
  await sql`delete from time_entries`.execute(app.db)
  await sql`delete from time_by_day`.execute(app.db)
})

test('a week goes to its manager, comes back with a reason, and is approved as it was looked at', async () => {
  await arrive(
    claim(),
    claim({ start_time: '2026-09-16T08:00:00Z', end_time: '2026-09-16T08:30:00Z', deal_id: deals.author }),
  )
  const sheet = await submit()
  expect(sheet).toMatchObject({
    week,
    last_day: '2026-09-20',
    user_name: 'noah',
    state: 'submitted',
    placed_seconds: 5_400,
    waiting_seconds: 0,
    changed: false,
    over: true,
    worked_on: [
      { deal_name: 'Fleet dashboard', account_name: 'Kestrel Logistics', seconds: 3_600 },
      { deal_name: 'Author platform', seconds: 1_800 },
    ],
  })
  expect((await marta.get('/timesheets/to-decide')).body).toEqual({ count: 1 })

  const denied = await marta.post(`/timesheets/${sheet.id}/deny`, { reason: 'Tuesday was on the other deal' })
  expect(denied.body).toMatchObject({
    state: 'denied',
    reason: 'Tuesday was on the other deal',
    decided_by_name: 'marta',
  })
  expect((await noah.get(`/timesheets?user_id=${users.noah}`)).body.data[0]).toMatchObject({
    state: 'denied',
    version: 3,
  })
  expect((await marta.get('/timesheets/to-decide')).body).toEqual({ count: 0 })

  const again = await submit()
  expect(again).toMatchObject({ id: sheet.id, state: 'submitted', reason: null })
  const approved = await approve(sheet.id, again.print)
  expect([approved.status, approved.body.state]).toEqual([200, 'approved'])
  expect(approved.body.steps.map(({ step, actor_name, seconds }: any) => [step, actor_name, seconds])).toEqual([
    ['approved', 'marta', 5_400],
    ['submitted', 'noah', 5_400],
    ['denied', 'marta', 5_400],
    ['submitted', 'noah', 5_400],
  ])
  expect((await noah.get('/me/week?from=2026-09-14')).body.days.map(({ locked }: any) => locked)).toEqual(
    Array.from({ length: 7 }, () => 'approved'),
  )
  expect((await noah.get('/time-entries')).body.data.map(({ locked }: any) => locked)).toEqual(['approved', 'approved'])
})

test('what changes after it was submitted is told, and what was not looked at is not approved', async () => {
  await arrive(claim())
  const { id, print } = await submit()
  await arrive(claim({ start_time: '2026-09-17T08:00:00Z', end_time: '2026-09-17T09:00:00Z' }))
  const { status, body } = await approve(id, print)
  expect([status, body.code]).toEqual([409, 'changed'])
  const now = await read(id)
  expect(now).toMatchObject({ changed: true, placed_seconds: 7_200 })
  expect((await approve(id, now.print)).status).toBe(200)
})

test('the same hours on another deal are something else', async () => {
  const [{ id: entry }] = await arrive(claim())
  const { id, print } = await submit()
  await noah.patch(`/time-entries/${entry}`, { deal_id: deals.author })
  expect((await approve(id, print)).body.code).toBe('changed')
})

test('a week of which something waits for review is submitted and not approved', async () => {
  await arrive(claim({ deal_id: null, project_name: 'Nothing anybody knows' }))
  const { id, print, waiting_seconds } = await submit()
  expect(waiting_seconds).toBe(3_600)
  expect((await approve(id, print)).body.code).toBe('still_waiting')
})

test('it can be taken back until somebody has decided, and by nobody else', async () => {
  const { id, print } = await submit()
  expect((await grace.post(`/timesheets/${id}/withdraw`)).status).toBe(404)
  expect((await noah.post(`/timesheets/${id}/withdraw`)).body).toMatchObject({ state: 'open', submitted_at: null })
  expect((await noah.post(`/timesheets/${id}/withdraw`)).body.code).toBe('not_submitted')
  await submit()
  await approve(id, print)
  expect((await noah.post(`/timesheets/${id}/withdraw`)).status).toBe(409)
  expect(await submit()).toMatchObject({ status: 409, code: 'locked' })
})

test('an approved week is reopened with a reason, changed, and approved again', async () => {
  const { id, print } = await submit()
  await approve(id, print)
  const [late] = await arrive(claim())
  expect(late.status).toBe('quarantined')
  expect((await marta.post(`/timesheets/${id}/reopen`, { reason: ' ' })).body.errors[0].pointer).toBe('/reason')
  expect((await noah.post(`/timesheets/${id}/reopen`, { reason: 'Please' })).status).toBe(403)
  const reopened = await marta.post(`/timesheets/${id}/reopen`, { reason: 'The laptop was offline' })
  expect(reopened.body).toMatchObject({ state: 'open', reason: 'The laptop was offline' })
  await marta.post('/quarantined-time-entries/release', { ids: [late.id], reason: 'It was worked' })
  await noah.post(`/unmapped-time-entries/${late.id}/assign`, { deal_id: deals.fleet })
  const { print: next } = await submit()
  expect((await approve(id, next)).body).toMatchObject({ state: 'approved', placed_seconds: 3_600 })
})

describe('who decides', () => {
  test('a manager about their team, and about nobody else', async () => {
    const { id, print } = await submit(grace)
    expect((await approve(id, print)).status).toBe(404)
    expect((await marta.post(`/timesheets/${id}/deny`, { reason: 'No' })).status).toBe(404)
    expect((await marta.get('/timesheets/to-decide')).body).toEqual({ count: 0 })
    expect((await dana.get('/timesheets/to-decide')).body).toEqual({ count: 1 })
    expect((await approve(id, print, felix)).status).toBe(403)
    expect((await approve(nowhere, print)).status).toBe(404)
  })

  test('nobody about their own week but an admin, and the ledger says so', async () => {
    const hers = await submit(marta)
    const { status, body } = await approve(hers.id, hers.print)
    expect([status, body.detail]).toEqual([403, 'Nobody approves their own week.'])
    expect((await marta.post(`/timesheets/${hers.id}/deny`, { reason: 'No' })).status).toBe(403)
    expect((await marta.get('/timesheets/to-decide')).body).toEqual({ count: 0 })
    const admins = await submit(dana)
    expect((await approve(admins.id, admins.print, dana)).status).toBe(200)
    const { rows } = await sql<{ after: object }>`
      select after from changes where object_id = ${admins.id} and action = 'timesheet.approved'
    `.execute(app.db)
    expect(rows[0]!.after).toMatchObject({ own_week: true })
  })

  test('a program decides about nothing and submits nothing', async () => {
    expect((await agent.post('/timesheets', { week })).status).toBe(403)
    expect((await agent.get('/timesheets')).status).toBe(403)
  })
})

test.each([
  ['2026-09-15', 'not_a_first_day'],
  ['2126-09-17', 'not_a_first_day'],
  ['2126-09-16', 'in_the_future'],
])('the week %s is refused at its field', async (day, code) => {
  const { body } = await noah.post('/timesheets', { week: day })
  expect(body.errors[0]).toMatchObject({ pointer: '/week', code })
})

test('many are approved at once, each with its own answer', async () => {
  const first = await submit()
  const second = await submit(noah, '2026-09-07')
  const other = await submit(grace)
  const { body } = await marta.post('/timesheets/approve', {
    sheets: [
      { id: first.id, print: first.print },
      { id: second.id, print: 'something else' },
      { id: other.id, print: other.print },
      { id: nowhere, print: 'x' },
    ],
  })
  expect(body.results.map(({ status, code }: any) => [status, code])).toEqual([
    ['approved', null],
    ['skipped', 'changed'],
    ['skipped', 'not_found'],
    ['skipped', 'not_found'],
  ])
})

test('weeks never share a day, also after the company counts them from another one', async () => {
  const { id, print } = await submit()
  await approve(id, print)
  const { version } = (await dana.get('/me')).body.workspace
  const changed = await dana.patch('/workspace', { week_start: 'sunday' }, based(version))
  expect(await submit(noah, '2026-09-13')).toMatchObject({ status: 409, code: 'overlaps' })
  expect((await submit(noah, '2026-09-20')).code).toBe('overlaps')
  expect((await submit(noah, '2026-09-27')).state).toBe('submitted')
  await dana.patch('/workspace', { week_start: 'monday' }, based(changed.body.version))
})

test('the list is narrowed by person, state, days and what waits for me, and shows what a person usually works', async () => {
  await arrive(claim(), claim({ start_time: '2026-09-08T08:00:00Z', end_time: '2026-09-08T10:00:00Z' }))
  const { id } = await submit()
  await submit(noah, '2026-09-07')
  await submit(marta)
  const weeks = async (query: string) =>
    (await marta.get(`/timesheets?${query}`)).body.data.map(({ user_name, week: of }: any) => `${user_name} ${of}`)
  expect(await weeks('sort=week')).toEqual(['noah 2026-09-07', 'noah 2026-09-14', 'marta 2026-09-14'])
  expect(await weeks('mine_to_decide=true&sort=week')).toEqual(['noah 2026-09-07', 'noah 2026-09-14'])
  expect(await weeks(`user_id=${users.marta}`)).toEqual(['marta 2026-09-14'])
  expect(await weeks('date_from=2026-09-14&state=submitted')).toHaveLength(2)
  expect(await weeks('state=approved')).toEqual([])
  expect(await read(id)).toMatchObject({ usual_seconds: 7_200, placed_seconds: 3_600 })
  expect((await noah.get('/timesheets')).body.data).toHaveLength(2)
})

test('nothing slips in while a week is approved: every second is in what was approved, or refused and kept aside', async () => {
  for (let round = 0; round < 4; round++) {
    await sql`delete from timesheets`.execute(app.db)
    await sql`delete from time_entries`.execute(app.db)
    await arrive(claim({ billable: false }))
    const { id, print } = await submit()
    const latest = { print }
    const approving = async () => {
      for (;;) {
        const answer = await approve(id, latest.print)
        if (answer.body.code !== 'changed') return answer
        latest.print = (await marta.get(`/timesheets/${id}`)).body.print
      }
    }
    const minute = (of: number) => new Date(Date.UTC(2026, 8, 16) + (round * 400 + of) * 60_000).toISOString()
    const sending = Array.from({ length: 6 }, async (_, sender) => {
      const seen: string[] = []
      for (let batch = 0; batch < 5; batch++) {
        const at = (sender * 5 + batch) * 4
        const entries = [0, 1].map((n) => claim({ start_time: minute(at + 2 * n), end_time: minute(at + 2 * n + 1) }))
        for (const { status } of await arrive(...entries)) seen.push(status)
      }
      return seen
    })
    const [answer, ...seen] = await Promise.all([approving(), ...sending])
    expect(answer.status).toBe(200)
    const { rows } = await sql<{ counted: number; aside: number; approved: number }>`
      select coalesce(sum(duration_seconds) filter (where status = 'synced'), 0) as counted,
             count(*) filter (where status = 'quarantined') as aside,
             (select seconds from timesheet_steps where timesheet_id = ${id} and step = 'approved') as approved
      from time_entries
    `.execute(app.db)
    expect(rows[0]!.counted).toBe(rows[0]!.approved)
    expect(seen.flat().filter((status) => status === 'quarantined')).toHaveLength(rows[0]!.aside)
    expect(seen.flat().filter((status) => status !== 'quarantined' && status !== 'created')).toEqual([])
  }
}, 60_000)

test('the closed period is a setting with its own refusals, and everybody reads it', async () => {
  const { version } = (await dana.get('/me')).body.workspace
  const soon = await dana.patch('/workspace', { locked_through: '2126-01-01' }, based(version))
  expect(soon.body.errors[0]).toMatchObject({ pointer: '/locked_through', code: 'not_over' })
  expect((await dana.patch('/workspace', { lock_after_days: -1 }, based(version))).body.errors[0].pointer).toBe(
    '/lock_after_days',
  )
  const set = await dana.patch('/workspace', { locked_through: '2026-09-16', lock_after_days: null }, based(version))
  expect(set.body).toMatchObject({ locked_through: '2026-09-16' })
  expect((await noah.get('/me/week?from=2026-09-14')).body.days.map(({ locked }: any) => locked)).toEqual([
    'period',
    'period',
    'period',
    null,
    null,
    null,
    null,
  ])
  await dana.patch('/workspace', { locked_through: null }, based(set.body.version))
})
