/** Days by the clock: what counts, what the agent saw, and who is given which. */
import { beforeEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { users, deals } = app.cast
const [noah, marta, grace, felix] = await Promise.all([
  app.as('noah'),
  app.as('marta'),
  app.as('grace'),
  app.as('felix'),
])
const agent = await app.agent()
beforeEach(async () => {
  for (const table of ['timesheets', 'time_entries', 'former_entries', 'doubts'])
    await sql`delete from ${sql.table(table)}`.execute(app.db)
})

const day = '2026-09-15'
let sent = 0
const event = (from: string, to: string, extra: object = {}) => ({
  user_id: users.noah,
  deal_id: deals.fleet,
  start_time: `${day}T${from}Z`,
  end_time: `${day}T${to}Z`,
  external_id: `calendar ${sent++}`,
  app: 'Editor',
  title: 'Salary talk',
  ...extra,
})
const record = async (...entries: object[]): Promise<string[]> =>
  (await agent.post('/time-entries/batch', { entries })).body.results.map(({ id }: { id: string }) => id)
const show = async (query = `from=${day}`, person = noah) => (await person.get(`/time-calendar?${query}`)).body
const spans = (rows: { start_time: string; end_time: string }[]) =>
  rows.map(({ start_time, end_time }) => `${start_time.slice(11, 19)}–${end_time.slice(11, 19)}`)

test('a day has its entries in the order of time, beside what the agent saw', async () => {
  await record(event('09:00:00', '10:00:00'), event('07:00:00', '08:30:00', { app: 'Mail', deal_id: null }))
  await noah.post('/me/time-entries', { start_time: `${day}T11:00:00Z`, end_time: `${day}T11:30:00Z`, place: {} })
  const { days, entries, evidence, ...whole } = await show()
  expect(whole).toEqual({ user_id: users.noah, user_name: 'noah', zone: 'Europe/Berlin', more: false })
  expect(days).toEqual([
    {
      day,
      start_time: '2026-09-14T22:00:00.000Z',
      end_time: '2026-09-15T22:00:00.000Z',
      hours: 24,
      locked: null,
      submitted: false,
    },
  ])
  expect(spans(entries)).toEqual(['07:00:00–08:30:00', '09:00:00–10:00:00', '11:00:00–11:30:00'])
  expect(entries[1]).toMatchObject({
    deal_name: 'Fleet dashboard',
    title: 'Salary talk',
    status: 'synced',
    locked: null,
  })
  expect(evidence).toEqual([
    { start_time: `${day}T07:00:00.000Z`, end_time: `${day}T08:30:00.000Z`, name: 'Mail', events: 1 },
    { start_time: `${day}T09:00:00.000Z`, end_time: `${day}T10:00:00.000Z`, name: 'Editor', events: 1 },
  ])
})

test('what was split, merged and deleted stays in the evidence as it was recorded', async () => {
  const [split, first, second, gone, shown] = await record(
    event('07:00:00', '08:00:00'),
    event('08:00:00', '08:30:00'),
    event('08:30:00', '09:00:00'),
    event('10:00:00', '10:10:00'),
    event('11:00:00', '11:30:00', { app: null, url: 'https://wiki.example/x' }),
  )
  await noah.post('/time-entries/split', { ids: [split], parts: 2 })
  await noah.post('/time-entries/merge', { ids: [first, second] })
  await noah.post('/time-entries/bulk', { ids: [gone], delete: true })
  const { entries, evidence } = await show()
  expect(spans(entries)).toEqual(['07:00:00–07:30:00', '07:30:00–08:00:00', '08:00:00–09:00:00', '11:00:00–11:30:00'])
  expect(spans(evidence)).toEqual([
    '07:00:00–08:00:00',
    '08:00:00–08:30:00',
    '08:30:00–09:00:00',
    '10:00:00–10:10:00',
    '11:00:00–11:30:00',
  ])
  expect(evidence.at(-1).name).toBe('wiki.example')
  // what its person takes out for good is out here too
  await noah.post('/time-entries/hide', { ids: [shown, gone] })
  expect(spans((await show()).evidence)).toHaveLength(3)
})

test('times that a person sets stay, however often the agent sends it again, and the evidence stays what it recorded', async () => {
  const sentFirst = event('09:00:00', '10:00:00')
  const [id] = await record(sentFirst)
  const { version } = (await noah.get(`/time-entries/${id}`)).body
  const move = (fields: object, of: number) => noah.send('PATCH', `/time-entries/${id}`, fields, based(of))
  const moved = (await move({ end_time: `${day}T09:30:00Z` }, version)).body
  expect(moved.duration_seconds).toBe(1_800)
  const again = async (end: string) =>
    (await agent.post('/time-entries/batch', { entries: [{ ...sentFirst, end_time: `${day}T${end}Z` }] })).body
      .results[0]
  expect((await again('10:00:00')).status).toBe('duplicate')
  expect((await again('10:20:00')).status).toBe('duplicate')
  expect((await again('09:40:00')).status).toBe('conflict')
  const shown = await show()
  expect([spans(shown.entries), spans(shown.evidence)]).toEqual([['09:00:00–09:30:00'], ['09:00:00–10:00:00']])
  // to another day altogether, and put away there
  const away = await move({ start_time: '2026-09-17T09:00:00Z', end_time: '2026-09-17T09:30:00Z' }, moved.version)
  expect(away.status).toBe(200)
  expect([(await show()).entries, spans((await show()).evidence)]).toEqual([[], ['09:00:00–10:00:00']])
  await noah.post('/time-entries/split', { ids: [id], parts: 2 })
  expect((await again('10:30:00')).status).toBe('duplicate')
  expect(spans((await show('from=2026-09-17')).entries)).toEqual(['09:00:00–09:15:00', '09:15:00–09:30:00'])
  expect(spans((await show()).evidence)).toEqual(['09:00:00–10:00:00'])
})

test('put back to what was recorded, it grows with its agent again', async () => {
  const sentFirst = event('09:00:00', '10:00:00')
  const [id] = await record(sentFirst)
  const { version } = (await noah.get(`/time-entries/${id}`)).body
  await noah.send('PATCH', `/time-entries/${id}`, { start_time: `${day}T09:15:00Z` }, based(version))
  const dana = await app.as('dana')
  const { data } = (await dana.get(`/audit?object_id=${id}&action=time_entry.changed`)).body
  expect((await dana.post(`/audit/deeds/${data[0].deed_id}/revert`, { dry_run: false })).body.reverted).toBe(1)
  const entries = [{ ...sentFirst, end_time: `${day}T10:30:00Z` }]
  expect((await agent.post('/time-entries/batch', { entries })).body.results[0].status).toBe('updated')
  expect(spans((await show()).entries)).toEqual(['09:00:00–10:30:00'])
})

test('events under a minute are told together', async () => {
  const clock = (seconds: number) => new Date(Date.parse(`${day}T09:00:00Z`) + seconds * 1_000).toISOString()
  await record(
    ...Array.from({ length: 12 }, (_, place) =>
      event('', '', {
        start_time: clock(place * 20),
        end_time: clock(place * 20 + 20),
        app: place % 3 === 0 ? 'Mail' : 'Chat',
      }),
    ),
  )
  const { entries, evidence } = await show()
  expect(entries).toHaveLength(12)
  expect(evidence.map(({ name, events }: any) => `${name} ${events}`)).toEqual(Array(4).fill('Chat 3'))
})

test('who leads the team sees the blocks and no titles, until they are released; nobody sees another’s evidence', async () => {
  const [id] = await record(event('09:00:00', '10:00:00'))
  const seen = await show(`from=${day}&user_id=${users.noah}`, marta)
  expect([seen.user_name, seen.evidence]).toEqual(['noah', null])
  expect(seen.entries).toMatchObject([{ id, deal_name: 'Fleet dashboard', title: null }])
  expect(JSON.stringify(seen)).not.toMatch(/Salary|Editor/)
  await noah.post('/time-entries/release', { ids: [id], released: true })
  const after = await show(`from=${day}&user_id=${users.noah}`, marta)
  expect([after.entries[0].title, after.evidence]).toEqual(['Salary talk', null])
  const { rows } = await sql<{ actor_id: string }>`select actor_id from changes where action = 'evidence.read'`.execute(
    app.db,
  )
  expect(rows.map(({ actor_id }) => actor_id)).toEqual([users.marta])
  expect((await show(`from=${day}&user_id=${users.noah}`, felix)).entries[0].title).toBe(null)
})

test('whose time one may not see, and nobody, are the same answer', async () => {
  const [hidden, nobody] = await Promise.all(
    [users.noah, nowhere].map((user_id) => grace.get(`/time-calendar?from=${day}&user_id=${user_id}`)),
  )
  expect([hidden!.status, hidden!.body.detail]).toEqual([404, nobody!.body.detail])
})

test('a week with a change of the clock has days of 25 and 23 hours, cut where the person is', async () => {
  const autumn = (await show('from=2026-10-19&days=7')).days
  expect(autumn.map(({ hours }: any) => hours)).toEqual([24, 24, 24, 24, 24, 24, 25])
  expect([autumn[6].start_time, autumn[6].end_time]).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'])
  expect((await show('from=2026-03-29')).days[0]).toMatchObject({ hours: 23, end_time: '2026-03-29T22:00:00.000Z' })
})

test('an entry over midnight stands in both days, and nothing of other days does', async () => {
  await record(event('21:00:00', '23:00:00'), event('19:00:00', '20:00:00'))
  const second = await show('from=2026-09-16')
  expect(spans(second.entries)).toEqual(['21:00:00–23:00:00'])
  expect(spans(second.evidence)).toEqual(['22:00:00–23:00:00'])
  expect(spans((await show()).evidence)).toEqual(['19:00:00–20:00:00', '21:00:00–22:00:00'])
  expect((await show('from=2026-09-17')).entries).toEqual([])
})

test('locked, submitted and doubted are said of days and entries', async () => {
  const [first] = await record(event('09:00:00', '10:00:00'), event('09:30:00', '09:45:00', { app: 'Other device' }))
  await noah.post('/timesheets', { week: '2026-09-14' })
  const submitted = await show()
  expect(submitted.days[0]).toMatchObject({ submitted: true, locked: null })
  expect(submitted.entries).toMatchObject([
    { id: first, submitted: true, doubt: null },
    { status: 'quarantined', submitted: false, doubt: 'overlap' },
  ])
  await sql`update timesheets set state = 'approved'`.execute(app.db)
  const approved = await show()
  expect(approved.days[0]).toMatchObject({ submitted: false, locked: 'approved' })
  expect(approved.entries.map(({ locked }: any) => locked)).toEqual(['approved', null])
})

test('an entry says by itself what it waits for, in lists too', async () => {
  await record(event('09:00:00', '10:00:00'), event('09:30:00', '09:45:00'))
  await noah.post('/timesheets', { week: '2026-09-14' })
  const { data } = (await noah.get('/time-entries?sort=start_time')).body
  expect(data.map(({ submitted, doubt }: any) => [submitted, doubt])).toEqual([
    [true, null],
    [false, 'overlap'],
  ])
})

test('edges that are moved and moved back are as they were', async () => {
  const [id] = await record(event('09:00:00', '10:00:00'))
  const { version } = (await noah.get(`/time-entries/${id}`)).body
  const longer = await noah.send('PATCH', `/time-entries/${id}`, { end_time: `${day}T10:15:00Z` }, based(version))
  expect([longer.status, longer.body.duration_seconds]).toEqual([200, 4_500])
  const back = await noah.send(
    'PATCH',
    `/time-entries/${id}`,
    { end_time: `${day}T10:00:00Z` },
    based(longer.body.version),
  )
  expect(back.body).toMatchObject({ end_time: `${day}T10:00:00.000Z`, duration_seconds: 3_600, deal_id: deals.fleet })
})

test.each([
  '',
  'from=2026-09-31',
  'from=2026-09-15&days=8',
  'from=2026-09-15&days=0',
  `from=2026-09-15&user_id=x`,
  'from=2026-09-15&until=x',
])('a question that cannot be is refused: “%s”', async (query) => {
  expect((await noah.get(`/time-calendar?${query}`)).status).toBe(400)
})
