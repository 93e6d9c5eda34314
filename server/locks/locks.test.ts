import { beforeEach, describe, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, startApp } from '#test/app.ts'

const app = await startApp()
const { users, deals, accounts } = app.cast
const [noah, marta, dana] = await Promise.all([app.as('noah'), app.as('marta'), app.as('dana')])
const agent = await app.agent()

/** Noah's week from Monday the 14th on; the weeks beside it are open. */
const approve = () =>
  sql`insert into timesheets (user_id, week, state) values (${users.noah}, '2026-09-14', 'approved')`.execute(app.db)
const reopen = () => sql`delete from timesheets`.execute(app.db)
const closePeriod = (fields: { locked_through?: string | null; lock_after_days?: number | null }) =>
  app.db
    .updateTable('workspace')
    .set(fields as never)
    .execute()

let number = 0
const claim = (extra: object = {}) => ({
  user_id: users.noah,
  deal_id: deals.fleet,
  start_time: '2026-09-15T08:00:00Z',
  end_time: '2026-09-15T09:00:00Z',
  source: 'agent',
  external_id: `lock-${number++}`,
  ...extra,
})
const arrive = async (...entries: object[]) => (await agent.post('/time-entries/batch', { entries })).body.results
const record = async (extra: object = {}): Promise<string> => (await arrive(claim(extra)))[0].id
const stored = async () =>
  (
    await sql<{ row: string }>`
      select concat_ws(' ', status, deal_id, account_id, start_time, end_time, billable, project_name, tags) as row from time_entries order by id
    `.execute(app.db)
  ).rows.map(({ row }) => row)
const unplaced = { deal_id: null, project_name: 'Nothing anybody knows' }

beforeEach(async () => {
  await reopen()
  await closePeriod({ locked_through: null, lock_after_days: null })
  await sql`delete from time_entries`.execute(app.db)
})

describe('in an approved week nothing changes', () => {
  const ways: [string, object, (id: string) => Promise<{ status: number; body: any }>][] = [
    ['an edit', {}, (id) => noah.patch(`/time-entries/${id}`, { billable: false })],
    [
      'a move into an open week',
      {},
      (id) =>
        noah.patch(`/time-entries/${id}`, { start_time: '2026-09-10T08:00:00Z', end_time: '2026-09-10T09:00:00Z' }),
    ],
    [
      'placing what waits',
      unplaced,
      (id) => noah.post(`/unmapped-time-entries/${id}/assign`, { deal_id: deals.fleet }),
    ],
    ['taking it out as private', {}, (id) => noah.post('/time-entries/hide', { ids: [id] })],
    [
      'typing into the sheet',
      {},
      () =>
        noah.put('/me/week/cell', {
          from: '2026-09-14',
          day: '2026-09-16',
          deal_id: deals.fleet,
          seconds: 3_600,
          was_seconds: 0,
        }),
    ],
    [
      'emptying a cell',
      {},
      () =>
        noah.put('/me/week/cell', {
          from: '2026-09-14',
          day: '2026-09-15',
          deal_id: deals.fleet,
          seconds: 0,
          was_seconds: 3_600,
        }),
    ],
    [
      'an entry made by hand',
      {},
      () =>
        noah.post('/time-entries', {
          start_time: '2026-09-18T08:00:00Z',
          end_time: '2026-09-18T09:00:00Z',
          deal_id: deals.fleet,
        }),
    ],
    ['an edit by an admin', {}, (id) => dana.patch(`/time-entries/${id}`, { tags: ['late'] })],
  ]
  test.each(ways)('by %s: 409 that names the week', async (_, extra, way) => {
    const id = await record(extra)
    const before = await stored()
    await approve()
    const { status, body } = await way(id)
    expect([status, body.code]).toEqual([409, 'locked'])
    expect(body.detail).toContain('2026-09-14 to 2026-09-20')
    expect(await stored()).toEqual(before)
    await reopen()
    expect((await way(id)).body.code).not.toBe('locked')
  })

  const each: [string, object, (id: string) => Promise<{ body: any }>][] = [
    [
      'placing many',
      unplaced,
      (id) => marta.post('/unmapped-time-entries/assign', { ids: [id], deal_id: deals.fleet }),
    ],
    ['sending it back to review', {}, (id) => noah.post('/time-entries/return-to-queue', { ids: [id] })],
    ['setting it aside', {}, (id) => marta.post('/time-entries/set-aside', { ids: [id], reason: 'Doubt' })],
  ]
  test.each(each)('by %s: it is skipped by name, and the others go through', async (_, extra, way) => {
    const id = await record(extra)
    const before = await stored()
    await approve()
    const { body } = await way(id)
    expect(body.results[0]).toMatchObject({ status: 'skipped' })
    expect(body.results[0].reason).toContain('approved and locked')
    expect(await stored()).toEqual(before)
    await reopen()
    expect((await way(id)).body.results[0].status).toBe('done')
  })

  const reshaped: [string, (id: string) => Promise<{ status: number; text: string }>][] = [
    ['deleting it', (id) => noah.delete(`/time-entries/${id}`, based(1))],
    ['splitting it', (id) => noah.post('/time-entries/split', { ids: [id], parts: 2 })],
    ['tagging many', (id) => marta.post('/time-entries/bulk', { ids: [id], change: { tags: { add: ['late'] } } })],
    ['deleting many', (id) => marta.post('/time-entries/bulk', { ids: [id], delete: true })],
  ]
  test.each(reshaped)('by %s: nothing is done, and the lock is named', async (_, way) => {
    const id = await record()
    const before = await stored()
    await approve()
    expect((await way(id)).text).toContain('approved and locked')
    expect(await stored()).toEqual(before)
    await reopen()
    expect((await way(id)).text).not.toContain('approved and locked')
    expect(await stored()).not.toEqual(before)
  })

  test('by taking an earlier deed back', async () => {
    const id = await record()
    await noah.patch(`/time-entries/${id}`, { billable: false })
    const { rows } = await sql<{ deed_id: string }>`
      select deed_id from changes where object_id = ${id} and action = 'time_entry.changed' order by changes.id desc limit 1
    `.execute(app.db)
    await approve()
    const { body } = await dana.post(`/audit/deeds/${rows[0]!.deed_id}/revert`, { dry_run: false })
    expect(body).toMatchObject({ reverted: 0 })
    expect(body.results[0].reason).toContain('approved and locked')
  })

  test('by a file: what a person entered is refused by name, what an agent recorded is kept aside', async () => {
    await approve()
    const [late, manual, open] = await arrive(
      claim(),
      claim({ source: 'manual', start_time: '2026-09-16T08:00:00Z', end_time: '2026-09-16T09:00:00Z' }),
      claim({ start_time: '2026-09-22T08:00:00Z', end_time: '2026-09-22T09:00:00Z' }),
    )
    expect([late.status, manual.status, open.status]).toEqual(['quarantined', 'rejected', 'created'])
    expect(manual.problem).toMatchObject({ code: 'locked', errors: [{ pointer: '/start_time' }] })
    const { body } = await marta.get(`/time-entries/${late.id}`)
    expect(body).toMatchObject({ status: 'quarantined', deal_id: null })
    expect(body.quarantine_reason).toBe(
      'It arrived too late. The week from 2026-09-14 to 2026-09-20 is approved and locked. Whoever may approve it can reopen it.',
    )
  })
})

test('late agent data is released only once the week is reopened', async () => {
  await approve()
  const id = await record()
  const release = () => marta.post('/quarantined-time-entries/release', { ids: [id], reason: 'It was worked' })
  expect((await release()).body.results[0]).toMatchObject({ status: 'skipped' })
  expect((await release()).body.results[0].reason).toContain('approved and locked')
  expect(
    (await marta.post('/quarantined-time-entries/discard', { ids: [id], reason: 'None' })).body.results[0].status,
  ).toBe('done')
  await reopen()
  expect((await release()).body.results[0].status).toBe('done')
})

test('an entry that grows in a locked week, or into one, is a conflict and stays as it is', async () => {
  const within = claim()
  const into = claim({ start_time: '2026-09-13T21:00:00Z', end_time: '2026-09-13T21:30:00Z' })
  await arrive(within, into)
  await approve()
  const results = await arrive(
    { ...within, end_time: '2026-09-15T09:30:00Z' },
    { ...into, end_time: '2026-09-13T22:30:00Z' },
  )
  expect(results.map(({ status }: any) => status)).toEqual(['conflict', 'conflict'])
  expect(results[0].problem).toMatchObject({ code: 'locked', errors: [{ pointer: '/end_time' }] })
  expect((await arrive(within))[0].status).toBe('duplicate')
})

test('a night that touches the locked week by a minute is locked, one that ends at midnight is not', async () => {
  await approve()
  const [touching, ending] = await arrive(
    claim({ start_time: '2026-09-13T20:00:00Z', end_time: '2026-09-13T22:01:00Z' }),
    claim({ start_time: '2026-09-13T18:00:00Z', end_time: '2026-09-13T20:00:00Z' }),
  )
  expect([touching.status, ending.status]).toEqual(['quarantined', 'created'])
})

test('who sees a title may still be decided, and a merge of accounts carries locked time along and back', async () => {
  const id = await record({ deal_id: null, tags: ['client:Kestrel Logistics'] })
  await approve()
  expect((await noah.post('/time-entries/release', { ids: [id], released: true })).body).toEqual({ changed: 1 })
  const [mine, theirs] = await Promise.all(
    [accounts.quill, accounts.kestrel].map(async (account) => (await dana.get(`/accounts/${account}`)).body),
  )
  const order = { other_id: theirs.id, other_version: theirs.version }
  const merged = await dana.post(`/accounts/${mine.id}/merge`, order, based(mine.version))
  expect(merged.status).toBe(200)
  expect((await dana.get(`/time-entries/${id}`)).body.account_id).toBe(mine.id)
  expect((await dana.post(`/merges/${merged.body.id}/undo`)).status).toBe(200)
  expect((await dana.get(`/time-entries/${id}`)).body.account_id).toBe(theirs.id)
  expect((await noah.patch(`/time-entries/${id}`, { billable: false })).body.code).toBe('locked')
})

test('the database itself refuses what no verb asked about, and answers 409', async () => {
  const id = await record()
  await approve()
  for (const statement of [
    sql`update time_entries set duration_seconds = 1 where id = ${id}`,
    sql`delete from time_entries where id = ${id}`,
    sql`insert into time_entries (user_id, start_time, end_time, duration_seconds, zone, activity_type, source, billable, status)
        values (${users.noah}, '2026-09-17T08:00:00Z', '2026-09-17T09:00:00Z', 3600, 'Europe/Berlin', 'app', 'agent', false, 'unmapped')`,
  ])
    expect(await statement.execute(app.db).catch((error) => error)).toMatchObject({
      code: 'LK001',
      message: 'The week from 2026-09-14 to 2026-09-20 is approved and locked.',
    })
})

describe('the closed period', () => {
  test('locks everybody’s days up to its last, whatever was approved', async () => {
    await closePeriod({ locked_through: '2026-09-15' })
    const [late, open] = await arrive(
      claim(),
      claim({ start_time: '2026-09-15T22:30:00Z', end_time: '2026-09-15T23:00:00Z' }),
    )
    expect([late.status, open.status]).toEqual(['quarantined', 'created'])
    const { status, body } = await noah.post('/time-entries', {
      start_time: '2026-09-14T08:00:00Z',
      end_time: '2026-09-14T09:00:00Z',
    })
    expect([status, body.code, body.detail]).toMatchObject([409, 'locked', expect.stringContaining('up to 2026-09-15')])
  })

  test('closes each week so many days after its end', async () => {
    await closePeriod({ lock_after_days: 3 })
    const { rows } = await sql<{ day: string; closed: string }>`
      select d::date as day, week_of(d::date - 3, 'monday') - 1 as closed
      from generate_series('2026-09-21'::date, '2026-09-25'::date, interval '1 day') d
    `.execute(app.db)
    expect(rows.map(({ day, closed }) => [day.slice(8), closed.slice(5)])).toEqual([
      ['21', '09-13'],
      ['22', '09-13'],
      ['23', '09-13'],
      ['24', '09-20'],
      ['25', '09-20'],
    ])
    expect((await arrive(claim()))[0].status).toBe('quarantined')
  })

  test('is open to who may write in it, within the scope of that right; an approved week is not', async () => {
    const id = await record()
    await closePeriod({ locked_through: '2026-09-20' })
    expect((await marta.patch(`/time-entries/${id}`, { billable: false })).body.code).toBe('locked')
    expect((await dana.patch(`/time-entries/${id}`, { billable: false })).status).toBe(200)
    await approve()
    expect((await dana.patch(`/time-entries/${id}`, { billable: true })).body.code).toBe('locked')
  })
})
