/** Lists look into few months and give what lies in all of them: asked of forty months, against the plain answer. */
import { randomInt } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { grants } from '#domain/permissions.ts'
import { chance as chanceOf } from '#server/demo/random.ts'
import { systemActor } from '#server/platform/actor.ts'
import { sql, type RawBuilder } from '#server/platform/database.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { createLongFiles } from '#server/platform/long-files.ts'
import { timeRoutes } from '#server/time/routes.ts'
import { startApp, walk } from '#test/app.ts'
import { openRecorder } from '#test/recorder.ts'
import { waiting, type EntryRow } from './entry-row.ts'
import { createNames } from './names.ts'
import { insertEntries } from './write-queries.ts'

const app = await startApp()
const { users, deals, accounts, tasks } = app.cast
const [dana, marta] = [await app.as('dana'), await app.as('marta')]
const recorder = await openRecorder(app.url, [
  (scope, door) => timeRoutes(scope, door, createNames(), createLongFiles(door.db)),
])
const pool = new pg.Pool({ connectionString: app.url, max: 1 })
afterAll(async () => {
  await recorder.close()
  await pool.end()
})

const seed = randomInt(2 ** 31)
const chance = chanceOf(seed)
const begin_ms = Date.UTC(2023, 0, 1)
const day_ms = 86_400_000
const iso = (instant_ms: number) => new Date(instant_ms).toISOString()
// as far from UTC as people live: their days are others than those of the months
const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin', 'UTC']

/** At the ends of days too; author's deal in four months, and what waits in the last two. */
function entry(n: number): EntryRow {
  const late = n % 10 === 0
  // worked on three times in three years
  const rests = n % 12 === 5
  const in_days = rests
    ? chance.pick([100, 520, 900]) + Math.floor(chance.next() * 4)
    : late
      ? 1_160 + chance.next() * 50
      : Math.floor(chance.next() * 1_210)
  const start_ms =
    begin_ms + Math.floor(in_days * 24) * 3_600_000 + (chance.next() < 0.5 ? 0 : chance.int(0, 3_599_999))
  const author = start_ms > begin_ms + 400 * day_ms && start_ms < begin_ms + 500 * day_ms
  const place = late
    ? waiting
    : {
        ...waiting,
        status: 'synced' as const,
        account_id: accounts.kestrel,
        deal_id: deals.fleet,
        task_id: n % 7 === 0 ? tasks.review : null,
      }
  return {
    ...place,
    ...(author && !late && { account_id: accounts.quill, deal_id: deals.author, task_id: null }),
    ...(rests && { ...waiting, status: 'synced' as const, account_id: accounts.quill, deal_id: deals.rights }),
    ...(n % 40 === 1 && { ...waiting, status: 'quarantined' as const }),
    id: uuidv7(),
    user_id: chance.pick([users.noah, users.grace, users.lena]),
    start_time: iso(start_ms),
    end_time: iso(start_ms + 60_000 * chance.int(1, 90)),
    duration_seconds: chance.int(60, 5_400),
    zone: chance.pick(zones),
    activity_type: 'app',
    productivity_score: null,
    source: 'agent',
    external_id: `reach-${n}`,
    billable: false,
    project_name: n % 50 === 3 ? 'Rare thing' : null,
    project_from_editor: false,
    tags: [],
    title: null,
    url: null,
    app: null,
    quarantine_reason: null,
    synced_at: null,
    recorded_start: null,
    recorded_end: null,
  }
}

beforeAll(async () => {
  await insertEntries(
    app.db,
    Array.from({ length: 160 }, (_, n) => entry(n)),
  )
})

const days = { from: '2024-02-10', to: '2025-01-20' }
const filters: [query: string, condition: RawBuilder<unknown>][] = [
  ['', sql`true`],
  [`user_id=${users.noah}`, sql`user_id = ${users.noah}`],
  [`deal_id=${deals.author}`, sql`deal_id = ${deals.author}`],
  [`deal_id=${deals.author}&user_id=${users.lena}`, sql`deal_id = ${deals.author} and user_id = ${users.lena}`],
  [`account_id=${accounts.kestrel}`, sql`account_id = ${accounts.kestrel}`],
  [`deal_id=${deals.rights}`, sql`deal_id = ${deals.rights}`],
  ['status=unmapped', sql`status = 'unmapped'`],
  ['status=quarantined&status=synced', sql`status in ('quarantined', 'synced')`],
  [`team_id=${app.cast.teams.growth}`, sql`user_id = ${users.grace}`],
  [`task_id=${tasks.review}`, sql`task_id = ${tasks.review}`],
  ['minutes.from=80', sql`duration_seconds >= 4800`],
  [`date_from=${days.from}`, sql`day >= ${days.from}::date`],
  [`date_to=${days.to}`, sql`day <= ${days.to}::date`],
  [
    `date_from=${days.from}&date_to=${days.to}&user_id=${users.grace}`,
    sql`day between ${days.from}::date and ${days.to}::date and user_id = ${users.grace}`,
  ],
  [`deal_id=${deals.lost}`, sql`false`],
]
const orders: [sort: string, by: RawBuilder<unknown>][] = [
  ['-start_time', sql`start_time desc, id desc`],
  ['start_time', sql`start_time, id`],
  ['-duration_seconds', sql`duration_seconds desc, id desc`],
  ['duration_seconds', sql`duration_seconds, id`],
  ['start_time,duration_seconds', sql`start_time, duration_seconds, id`],
]

test.each(filters.flatMap(([query, where]) => orders.map(([sort, by]) => ({ query, where, sort, by }))))(
  'the pages of “$query” by $sort are what lies in all months',
  async ({ query, where, sort, by }) => {
    const { rows } = await sql<{ id: string }>`select id from time_entries where ${where} order by ${by}`.execute(
      app.db,
    )
    const listed = await walk(dana, `/time-entries?limit=24&sort=${sort}&${query}`)
    expect(
      listed.map(({ id }) => id),
      `seed ${seed}`,
    ).toEqual(rows.map(({ id }) => id))
  },
)

const inFiles = ['', 'minutes.from=80', `deal_id=${deals.author}`, `date_from=${days.from}`, `deal_id=${deals.lost}`]
test.each(orders)('files by %s hold what lies in all months', async (sort, by) => {
  for (const [query, where] of filters.filter(([asked]) => inFiles.includes(asked))) {
    const { rows } = await sql<{ external_id: string }>`
      select external_id from time_entries where ${where} order by ${by}
    `.execute(app.db)
    const { text } = await dana.get(`/time-entries/export?columns=external_id&sort=${sort}&${query}`)
    const lines = text.trim().split('\r\n').slice(1)
    expect([query, ...lines], `seed ${seed}`).toEqual([query, ...rows.map(({ external_id }) => external_id)])
  }
})

test('what nobody counted is not put in order for a file of too much, and by time it is', async () => {
  await sql`update time_by_day set entries = entries + 2000000 where entries > 0`.execute(app.db)
  onTestFinished(async () => {
    await sql`update time_by_day set entries = entries - 2000000 where entries > 0`.execute(app.db)
  })
  const asked = '/time-entries/export?columns=external_id'
  for (const sort of ['-duration_seconds', 'duration_seconds,start_time']) {
    const { status, body } = await dana.get(`${asked}&sort=${sort}&billable=false`)
    expect([sort, status, body.code]).toEqual([sort, 422, 'too_many_entries'])
  }
  const found = await dana.get(`${asked}&billable=false`)
  expect([found.status, found.text.trim().split('\r\n').length > 1]).toEqual([200, true])
  for (const fast of ['', '&status=synced', '&minutes.from=80'])
    expect([fast, (await dana.get(`${asked}&sort=-duration_seconds${fast}`)).status]).toEqual([fast, 200])
})

test.each(['-start_time', 'start_time'])(
  'short pages by %s go on over the months in which a deal rests',
  async (sort) => {
    const { rows } = await sql<{ id: string }>`
    select id from time_entries where deal_id = ${deals.rights} order by start_time, id
  `.execute(app.db)
    const listed = (await walk(dana, `/time-entries?limit=2&sort=${sort}&deal_id=${deals.rights}`)).map(({ id }) => id)
    expect(sort === 'start_time' ? listed : listed.toReversed(), `seed ${seed}`).toEqual(rows.map(({ id }) => id))
  },
)

test('who sees a team sees all of it', async () => {
  const team = [users.noah, users.lena, users.marta]
  const { rows } = await sql<{
    count: number
  }>`select count(*) as count from time_entries where user_id = any (${team})`.execute(app.db)
  expect(await walk(marta, '/time-entries?limit=50')).toHaveLength(rows[0]!.count)
})

test('what waits and what is aside is found wherever it lies', async () => {
  const count = async (status: string) =>
    (await sql<{ count: number }>`select count(*) as count from time_entries where status = ${status}`.execute(app.db))
      .rows[0]!.count
  const queue = (await dana.get('/unmapped-time-entries?limit=5')).body
  expect(queue.total).toBe(await count('unmapped'))
  expect(await walk(dana, '/unmapped-time-entries?limit=20')).toHaveLength(queue.total)
  expect(queue.data[0].similar).toBeGreaterThan(1)
  expect(await walk(dana, '/quarantined-time-entries?limit=20')).toHaveLength(await count('quarantined'))
})

const admin = systemActor('command', grants.admin)
/** How many months the statements of a request open, the most of any. */
async function monthsOpened(path: string): Promise<number> {
  const { statements } = await recorder.record(admin, { method: 'GET', path })
  const opened = await Promise.all(
    statements.map(async ({ text, values }) => {
      const { rows } = await pool.query({ text: `explain (format json) ${text}`, values })
      const plan = JSON.stringify(rows[0]['QUERY PLAN'])
      return new Set(plan.match(/time_entries_\d{4}_\d\d(?=")/g)).size
    }),
  )
  return Math.max(...opened)
}

test.each([
  ['the newest', '/time-entries?limit=20', 4],
  ['the newest of a person', `/time-entries?limit=5&user_id=${users.noah}`, 12],
  ['those of a deal that was worked on for four months', `/time-entries?limit=50&deal_id=${deals.author}`, 6],
  ['those of a deal that rests for years', `/time-entries?limit=50&deal_id=${deals.rights}`, 6],
  ['those of a task of a deal that is worked on', `/time-entries?limit=5&task_id=${tasks.review}`, 12],
  ['a month', '/time-entries?limit=50&date_from=2024-03-01&date_to=2024-03-31', 3],
  ['what waits', '/unmapped-time-entries?limit=20', 5],
])('%s is answered from few of forty months', async (_, path, most) => {
  expect(await monthsOpened(path)).toBeLessThanOrEqual(most)
})

test('the count bites: what the sums cannot tell is looked for in all of them', async () => {
  expect(await monthsOpened('/time-entries?limit=50&q=nobody')).toBeGreaterThan(30)
})

/** As many on each day as a large company records. */
async function asInALargeCompany(): Promise<void> {
  await sql`update time_by_day set entries = entries + 250000 where entries > 0`.execute(app.db)
  onTestFinished(async () => {
    await sql`update time_by_day set entries = entries - 250000 where entries > 0`.execute(app.db)
  })
}

test.each(['-start_time', 'start_time', '-start_time,duration_seconds'])(
  'of what neither sums nor an index know a page looks at so many entries and says how far it got, by %s',
  async (sort) => {
    await asInALargeCompany()
    const asked = `/time-entries?limit=24&sort=${sort}&minutes.from=80`
    const { body } = await dana.get(asked)
    expect(body.data.length).toBeLessThan(24)
    expect(body).toMatchObject({ has_more: true, looked_through: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) })
    expect(await monthsOpened(asked)).toBeLessThan(4)
    const { rows } = await sql<{ id: string }>`
      select id from time_entries where duration_seconds >= 4800 order by start_time, id
    `.execute(app.db)
    const listed = (await walk(dana, asked)).map(({ id }) => id)
    expect(sort.startsWith('-') ? listed.toReversed() : listed, `seed ${seed}`).toEqual(rows.map(({ id }) => id))
    expect((await dana.get('/time-entries?limit=24')).body.looked_through).toBeNull()
  },
)

test('all that match are those of the days that can be looked through, and the answer names the first of these', async () => {
  await asInALargeCompany()
  const lasting = async (days: RawBuilder<unknown>) =>
    (
      await sql<{ id: string }>`
        select id from time_entries where duration_seconds >= 4800 and ${days} order by start_time, id
      `.execute(app.db)
    ).rows.map(({ id }) => id)
  const matching = async (days: string) => {
    const { body } = await dana.get(`/time-entries/matching?minutes.from=80&${days}`)
    return { ...body, ids: body.data.map(({ id }: { id: string }) => id) }
  }
  let date_to: string | null = '2030-01-01'
  for (let part = 0; date_to !== null && part < 8; part++) {
    const { ids, has_more, date_from } = await matching(`date_to=${date_to}`)
    const days = sql`day between ${date_from ?? '2000-01-01'}::date and ${date_to}::date`
    expect(has_more).toBe(false)
    expect(ids, `seed ${seed}`).toEqual(await lasting(days))
    date_to = date_from && new Date(Date.parse(date_from) - day_ms).toISOString().slice(0, 10)
  }
  expect(date_to).not.toBeNull()
  expect(await monthsOpened('/time-entries/matching?minutes.from=80')).toBeLessThan(4)
})

test('what the sums can count matches as a whole, the oldest first', async () => {
  const { rows } = await sql<{ id: string }>`
    select id from time_entries where deal_id = ${deals.author} order by start_time, id
  `.execute(app.db)
  const { body } = await dana.get(`/time-entries/matching?deal_id=${deals.author}`)
  expect(body).toMatchObject({ has_more: false, date_from: null })
  expect(
    body.data.map(({ id }: { id: string }) => id),
    `seed ${seed}`,
  ).toEqual(rows.map(({ id }) => id))
})

test('too many entries are not put into an order of two: the refusal names the days that are few enough, which then are', async () => {
  const sorted = (days: string) => dana.get(`/time-entries?limit=200&sort=-duration_seconds,start_time${days}`)
  expect((await sorted('')).status).toBe(200)
  await asInALargeCompany()
  const { status, body } = await sorted('')
  expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'too_many_entries', '/user_id'])
  await sql`
    update time_by_day set entries = entries - 249990 where day > (select max(day) - 20 from time_by_day where entries > 0)
  `.execute(app.db)
  onTestFinished(async () => {
    await sql`
      update time_by_day set entries = entries + 249990 where day > (select max(day) - 20 from time_by_day where entries > 0)
    `.execute(app.db)
  })
  const { date_from, errors, detail } = (await sorted('')).body
  expect([errors[0].pointer, detail.includes(date_from)]).toEqual(['/date_from', true])
  const { rows } = await sql<{ id: string }>`
    select id from time_entries where day >= ${date_from}::date order by duration_seconds desc, start_time, id
  `.execute(app.db)
  const listed = (await sorted(`&date_from=${date_from}`)).body.data.map(({ id }: { id: string }) => id)
  expect(listed.length).toBeGreaterThan(0)
  expect(listed, `seed ${seed}`).toEqual(rows.map(({ id }) => id))
})

test('time of a person, or of a few, is put into order by length however much of it there is', async () => {
  await asInALargeCompany()
  const noah = await app.as('noah')
  const own = sql`user_id = ${users.noah}`
  const team = sql`user_id in (${users.noah}, ${users.lena})`
  for (const [who, query, where] of [
    [noah, '', own],
    [dana, `&user_id=${users.noah}`, own],
    [dana, `&user_id=${users.noah}&billable=false`, own],
    [dana, `&user_id=${users.noah}&user_id=${users.lena}`, team],
    [dana, `&team_id=${app.cast.teams.growth}`, sql`user_id = ${users.grace}`],
  ] as const)
    for (const [sort, by] of [
      ['-duration_seconds', sql`duration_seconds desc, id desc`],
      ['duration_seconds', sql`duration_seconds, id`],
    ] as const) {
      const { rows } = await sql<{ id: string }>`select id from time_entries where ${where} order by ${by}`.execute(
        app.db,
      )
      const listed = (await walk(who, `/time-entries?limit=11&sort=${sort}${query}`)).map(({ id }) => id)
      expect(listed.slice(0, 30), `${sort}${query} seed ${seed}`).toEqual(rows.map(({ id }) => id).slice(0, 30))
    }
})

test('a cursor that holds no instant is refused as any other', async () => {
  const { next_cursor } = (await dana.get('/time-entries?limit=2')).body
  const [print, , id] = JSON.parse(Buffer.from(next_cursor, 'base64url').toString())
  for (const start of ['2026-99-99 00:00:00+00', 'infinity', 'x', '9999999-01-01 00:00:00+00']) {
    const forged = Buffer.from(JSON.stringify([print, start, id])).toString('base64url')
    expect([200, 422]).toContain((await dana.get(`/time-entries?limit=2&cursor=${forged}`)).status)
  }
})
