/** An hour of a person is billable once: the database refuses more, and what arrives in spite of it is kept aside. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { beforeEach, describe, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { migrate } from '#server/platform/migrate.ts'
import { startApp } from '#test/app.ts'
import { scratchDatabase } from '#test/database.ts'

const app = await startApp()
const { users, deals } = app.cast
const [dana, marta, agent] = [await app.as('dana'), await app.as('marta'), await app.agent()]

let number = 0
const at = (time: string) => `2026-09-15T${time}:00Z`
const claim = (from: string, to: string, extra: object = {}) => ({
  user_id: users.noah,
  start_time: at(from),
  end_time: at(to),
  source: 'agent',
  external_id: `o-${number++}`,
  deal_id: deals.fleet,
  ...extra,
})
type Result = { id: string; status: string; problem: { code: string; detail: string } | null }
const arrive = async (...entries: object[]): Promise<Result[]> =>
  (await agent.post('/time-entries/batch', { entries })).body.results
const statuses = (results: Result[]) => results.map(({ status }) => status)
const read = async (id: string) => (await dana.get(`/time-entries/${id}`)).body

beforeEach(() => sql`delete from time_entries`.execute(app.db))

test('spans that touch are both billable; one that overlaps is kept aside by itself, with the reason', async () => {
  const results = await arrive(claim('09:00', '10:00'), claim('10:00', '11:00'), claim('10:59', '11:30'))
  expect(statuses(results)).toEqual(['created', 'created', 'quarantined'])
  expect(await read(results[2]!.id)).toMatchObject({
    status: 'quarantined',
    deal_id: null,
    quarantine_reason: expect.stringContaining('from 2026-09-15 12:00 to 13:00 (Europe/Berlin)'),
  })
  expect((await dana.get(`/audit?object_id=${results[2]!.id}`)).body.data).toMatchObject([
    { action: 'time_entry.quarantined' },
  ])
})

test('what is not billable may lie over it, and so may the time of somebody else', async () => {
  const results = await arrive(
    claim('09:00', '10:00'),
    claim('09:30', '10:30', { billable: false }),
    claim('09:30', '10:30', { user_id: users.grace }),
  )
  expect(statuses(results)).toEqual(['created', 'created', 'created'])
})

test('an entry without an id of its sender is judged like any other, and its batch goes through', async () => {
  const nameless = { external_id: null }
  const results = await arrive(
    claim('09:00', '10:00', nameless),
    claim('09:15', '09:45', nameless),
    claim('11:00', '12:00', nameless),
  )
  expect(statuses(results)).toEqual(['created', 'quarantined', 'created'])
  expect(new Set(results.map(({ id }) => id)).size).toBe(3)
  const { status, body } = await agent.post('/time-entries', claim('11:30', '12:30', nameless))
  expect([status, body.status]).toEqual([202, 'quarantined'])
})

test('an entry sent again after it was kept aside is known, and grows aside', async () => {
  const late = claim('09:30', '10:30')
  await arrive(claim('09:00', '10:00'))
  const [first] = await arrive(late)
  expect(statuses(await arrive(late))).toEqual(['duplicate'])
  const [grown] = await arrive({ ...late, end_time: at('10:45') })
  expect(grown).toMatchObject({ status: 'updated', id: first!.id })
  expect(await read(first!.id)).toMatchObject({ status: 'quarantined', duration_seconds: 4_500 })
})

test('growth into other billable time changes nothing, and says which', async () => {
  const growing = claim('09:00', '09:30')
  const [first] = await arrive(growing, claim('10:00', '11:00'))
  const results = await arrive({ ...growing, end_time: at('10:15') }, claim('12:00', '13:00'))
  expect(results).toMatchObject([
    { status: 'conflict', id: first!.id, problem: { code: 'overlaps' } },
    { status: 'created' },
  ])
  expect(results[0]!.problem!.detail).toContain('from 2026-09-15 12:00 to')
  expect(await read(first!.id)).toMatchObject({ duration_seconds: 1_800, version: 1 })
  expect(statuses(await arrive({ ...growing, end_time: at('10:00') }))).toEqual(['updated'])
})

test('senders at the same time: of what overlaps one is billable, the others are aside, and none is lost', async () => {
  const batches = Array.from({ length: 6 }, (_, sender) =>
    Array.from({ length: 40 }, (__, index) => ({
      ...claim('09:00', '10:00'),
      start_time: new Date(Date.UTC(2026, 8, 16) + index * 600_000 + sender * 1_000).toISOString(),
      end_time: new Date(Date.UTC(2026, 8, 16) + index * 600_000 + 590_000).toISOString(),
    })),
  )
  const results = (await Promise.all(batches.map((entries) => arrive(...entries)))).flat()
  const counted = Object.groupBy(results, ({ status }) => status)
  expect([counted['created']!.length, counted['quarantined']!.length]).toEqual([40, 200])
})

describe('a person who changes time', () => {
  test('is told what it would overlap, on the clock of its person, and nothing is changed', async () => {
    const [, second] = await arrive(claim('09:00', '10:00'), claim('11:00', '12:00'))
    const { status, body } = await marta.patch(`/time-entries/${second!.id}`, { start_time: at('09:59') })
    expect([status, body.code, body.errors[0].pointer]).toEqual([409, 'overlaps', '/start_time'])
    expect(body.detail).toContain('from 2026-09-15 11:00 to 12:00 (Europe/Berlin)')
    expect(await read(second!.id)).toMatchObject({ version: 1 })
    expect((await marta.patch(`/time-entries/${second!.id}`, { start_time: at('10:00') })).status).toBe(200)
  })

  test('may not make billable what overlaps, may mark one as not billable, and then may', async () => {
    const [first, over] = await arrive(claim('09:00', '10:00'), claim('09:30', '10:30', { billable: false }))
    expect((await marta.patch(`/time-entries/${over!.id}`, { billable: true })).status).toBe(409)
    await marta.patch(`/time-entries/${first!.id}`, { billable: false })
    expect((await marta.patch(`/time-entries/${over!.id}`, { billable: true })).status).toBe(200)
  })

  test('may not make billable two at once that overlap each other', async () => {
    const waiting = { deal_id: undefined, billable: false }
    const ids = (await arrive(claim('09:00', '10:00', waiting), claim('09:30', '10:30', waiting))).map(({ id }) => id)
    const both = await marta.post('/unmapped-time-entries/assign', { ids, deal_id: deals.fleet, billable: true })
    expect([both.status, both.body.code]).toEqual([409, 'overlaps'])
    expect((await read(ids[0]!)).status).toBe('unmapped')
  })
})

test('the database itself refuses it, also past every check', async () => {
  await arrive(claim('09:00', '10:00'))
  const copy = sql`
    insert into time_entries (user_id, start_time, end_time, duration_seconds, zone, activity_type, source, billable, status)
    select user_id, start_time, end_time, duration_seconds, zone, activity_type, source, true, 'unmapped' from time_entries
  `.execute(app.db)
  await expect(copy).rejects.toThrow('time_entries_billable_once')
})

test('what overlapped before the constraint came is kept aside; what was there first keeps its place', async () => {
  const migrations = path.join(import.meta.dirname, '../../migrations')
  const earlier = mkdtempSync(path.join(tmpdir(), 'daybook-migrations-'))
  for (const name of readdirSync(migrations).filter((file) => file < '0032'))
    copyFileSync(path.join(migrations, name), path.join(earlier, name))
  const pool = new pg.Pool({ connectionString: await scratchDatabase({ empty: true }) })
  try {
    await migrate(pool, { dir: earlier })
    await pool.query(`
      with person as (insert into users (name, email, role, zone) values ('Noah', 'noah@x.example', 'employee', 'UTC') returning id)
      insert into time_entries (user_id, start_time, end_time, duration_seconds, zone, activity_type, source, billable, status, tags)
      select id, '2026-09-15T00:00:00Z'::timestamptz + f * interval '1 minute', '2026-09-15T00:00:00Z'::timestamptz + t * interval '1 minute',
             (t - f) * 60, 'UTC', 'app', 'agent', billable, 'unmapped', array[name]
      from person, (values (0, 60, true, 'first'), (30, 90, true, 'over it'), (60, 70, true, 'touching'), (0, 90, false, 'free'))
        as n (f, t, billable, name)`)
    await migrate(pool, { dir: migrations })
    const { rows } = await pool.query(
      `select tags[1] as name, status, quarantine_reason is not null as told from time_entries order by name`,
    )
    expect(rows).toEqual([
      { name: 'first', status: 'unmapped', told: false },
      { name: 'free', status: 'unmapped', told: false },
      { name: 'over it', status: 'quarantined', told: true },
      { name: 'touching', status: 'unmapped', told: false },
    ])
    const sums = await pool.query(
      `select status, sum(seconds)::int as seconds from time_by_day group by status order by status`,
    )
    expect(sums.rows).toEqual([
      { status: 'quarantined', seconds: 3_600 },
      { status: 'unmapped', seconds: 3_600 + 600 + 5_400 },
    ])
  } finally {
    await pool.end()
    rmSync(earlier, { recursive: true, force: true })
  }
})
