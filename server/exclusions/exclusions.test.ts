import { beforeEach, describe, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, startApp } from '#test/app.ts'

const app = await startApp({ worker: true })
const { users, deals } = app.cast
const [noah, marta, dana] = await Promise.all([app.as('noah'), app.as('marta'), app.as('dana')])
const agent = await app.agent()

let number = 0
/** Half an hour of noah on a Tuesday, 10:00 in Berlin. */
const claim = (extra: object = {}) => ({
  user_id: users.noah,
  start_time: '2026-09-15T08:00:00Z',
  end_time: '2026-09-15T08:30:00Z',
  source: 'agent',
  external_id: `x-${number++}`,
  ...extra,
})
const arrive = async (...entries: object[]): Promise<{ status: string; id: string | null; problem: unknown }[]> =>
  (await agent.post('/time-entries/batch', { entries })).body.results
const statuses = async (...entries: object[]) => (await arrive(...entries)).map(({ status }) => status)

async function keepOut(rules: object) {
  const { version } = (await noah.get('/me/exclusions')).body
  return noah.put('/me/exclusions', { apps: [], sites: [], hours: [], ...rules }, based(version))
}
const leftOut = async (client = noah, from = '2026-09-01', to = '2026-09-30') =>
  (await client.get(`/me/left-out?date_from=${from}&date_to=${to}`)).body.data
/** Everything that is stored about noah, as text: the entries, the ledger, the answers kept for repeats. */
async function everythingStored(): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select string_agg(t, chr(10)) as text from (
      select time_entries::text as t from time_entries union all select changes::text from changes
      union all select idempotency_keys::text from idempotency_keys union all select left_out_claims::text from left_out_claims
      union all select left_out_by_day::text from left_out_by_day union all select imports::text from imports
    ) everything
  `.execute(app.db)
  return rows[0]!.text ?? ''
}

beforeEach(async () => {
  await keepOut({})
  await sql`delete from left_out_by_day`.execute(app.db)
  await sql`delete from left_out_claims`.execute(app.db)
  await sql`delete from private_times`.execute(app.db)
  await sql`delete from time_entries`.execute(app.db)
})

test('of what a person keeps out nothing is stored, and how much it was is counted by day and reason', async () => {
  await keepOut({
    apps: ['Signal'],
    sites: ['https://www.bank.example/start'],
    hours: [{ days: [2], from: '12:00', to: '13:00' }],
  })
  const results = await arrive(
    claim({ app: 'signal.exe', title: 'Talk with Ann' }),
    claim({ app: 'Firefox', url: 'https://login.bank.example/account', title: 'Balance' }),
    claim({ start_time: '2026-09-15T10:15:00Z', end_time: '2026-09-15T10:45:00Z', title: 'Lunch with Ann' }),
    claim({ app: 'Word', title: 'Offer' }),
  )
  expect(results.map(({ status }) => status)).toEqual(['private', 'private', 'private', 'created'])
  // the sender is told that, not why
  expect(results[0]).toMatchObject({ id: null, problem: null, waiting: false })
  expect(await leftOut()).toEqual([
    { day: '2026-09-15', reason: 'app', entries: 1, seconds: 1_800 },
    { day: '2026-09-15', reason: 'hours', entries: 1, seconds: 1_800 },
    { day: '2026-09-15', reason: 'site', entries: 1, seconds: 1_800 },
  ])
  const stored = await everythingStored()
  expect(stored).toContain('Offer')
  expect(stored).not.toMatch(/Ann|Balance|bank\.example|signal/i)
  expect(app.lines.join('\n')).not.toMatch(/Ann|Balance|bank\.example/)
})

test('a single entry that is kept out is answered with 204, also to a repeat of its key', async () => {
  await keepOut({ apps: ['Signal'] })
  const headers = { 'idempotency-key': 'private-1' }
  const { external_id: _, ...entry } = claim({ app: 'Signal', title: 'Talk with Bo' })
  for (let time = 0; time < 2; time++) expect((await agent.post('/time-entries', entry, { headers })).status).toBe(204)
  expect(await leftOut()).toEqual([{ day: '2026-09-15', reason: 'app', entries: 1, seconds: 1_800 }])
  expect(await everythingStored()).not.toContain('Bo')
})

test('an app is kept out once, however it is written', async () => {
  const { apps } = (await keepOut({ apps: ['Signal.exe', 'Word', 'signal'] })).body
  expect(apps).toEqual(['Signal.exe', 'Word'])
})

test('each counts once: sent again, grown, twice in a batch and by several senders at once', async () => {
  await keepOut({ apps: ['Signal'] })
  const first = claim({ app: 'Signal' })
  const grown = { ...first, end_time: '2026-09-15T08:40:00Z' }
  expect(await statuses(first)).toEqual(['private'])
  expect(await statuses(first, grown, first)).toEqual(['private', 'private', 'private'])
  const many = Array.from({ length: 50 }, () => claim({ app: 'Signal' }))
  await Promise.all([many, many.toReversed(), many].map((entries) => arrive(...entries)))
  expect(await leftOut()).toEqual([{ day: '2026-09-15', reason: 'app', entries: 51, seconds: 2_400 + 50 * 1_800 }])
})

test('what was left out once stays out, also after its person allows the app', async () => {
  await keepOut({ apps: ['Signal'] })
  const entry = claim({ app: 'Signal' })
  await arrive(entry)
  await keepOut({})
  expect(await statuses(entry, claim({ app: 'Signal' }))).toEqual(['private', 'created'])
  expect(await leftOut()).toEqual([{ day: '2026-09-15', reason: 'app', entries: 1, seconds: 1_800 }])
})

test('an entry that was recorded before stays as it is; what it grows by is left out', async () => {
  const entry = claim({ app: 'Signal', deal_id: deals.fleet })
  const [created] = await arrive(entry)
  await keepOut({ apps: ['Signal'] })
  expect(await statuses(entry, { ...entry, end_time: '2026-09-15T08:40:00Z' })).toEqual(['private', 'private'])
  expect((await noah.get(`/time-entries/${created!.id}`)).body).toMatchObject({ duration_seconds: 1_800, version: 1 })
  expect(await leftOut()).toEqual([{ day: '2026-09-15', reason: 'app', entries: 0, seconds: 600 }])
})

test('a night is counted on both of its days, to the second', async () => {
  await keepOut({ apps: ['Signal'] })
  await arrive(claim({ app: 'Signal', start_time: '2026-09-15T21:00:00Z', end_time: '2026-09-16T01:00:07Z' }))
  expect(await leftOut()).toEqual([
    { day: '2026-09-16', reason: 'app', entries: 0, seconds: 3 * 3_600 + 7 },
    { day: '2026-09-15', reason: 'app', entries: 1, seconds: 3_600 },
  ])
})

test('every second that arrives is on a deal, waits, is kept aside or is private', async () => {
  await keepOut({ apps: ['Signal'], hours: [{ days: [2], from: '18:00', to: '08:00' }] })
  const ahead = new Date(Date.now() + 20 * 60_000).toISOString()
  const spans = Array.from({ length: 48 }, (_, index) => {
    const start_ms = Date.UTC(2026, 8, 15) + index * 1_800_000
    return { start_time: new Date(start_ms).toISOString(), end_time: new Date(start_ms + 1_799_000).toISOString() }
  })
  const entries = spans.map((span, index) =>
    claim({ ...span, app: index % 5 === 0 ? 'Signal' : 'Word', ...(index % 2 === 0 && { deal_id: deals.fleet }) }),
  )
  entries.push(claim({ start_time: new Date(Date.parse(ahead) - 1_799_000).toISOString(), end_time: ahead }))
  const results = await arrive(...entries)
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['created', 'private', 'quarantined']))
  const { rows } = await sql<{ recorded: number; left_out: number }>`
    select (select sum(seconds) from time_by_day where user_id = ${users.noah}) as recorded,
           (select sum(seconds) from left_out_by_day where user_id = ${users.noah}) as left_out
  `.execute(app.db)
  expect(rows[0]!.recorded + rows[0]!.left_out).toBe(49 * 1_799)
})

describe('private mode', () => {
  const around = (from_minutes: number, to_minutes: number) =>
    claim({
      start_time: new Date(Date.now() + from_minutes * 60_000).toISOString(),
      end_time: new Date(Date.now() + to_minutes * 60_000).toISOString(),
      title: 'Doctor',
    })

  test('leaves out what happens in it, tells per item, and ends when it is ended', async () => {
    const { body } = await noah.post('/me/private-mode', { until: null })
    expect(body.private_mode).toMatchObject({ ends_at: null })
    expect(await statuses(around(-1, 1), around(-20, -10))).toEqual(['private', 'created'])
    expect((await noah.post('/me/private-mode/end')).body.private_mode).toBe(null)
    // what happened in it is sent later, by a device that was offline
    expect(await statuses(around(-1, 1), around(1, 2))).toEqual(['private', 'created'])
    expect((await noah.post('/me/private-mode/end')).status).toBe(409)
  })

  test('ends by itself at its time, which can be changed meanwhile', async () => {
    const until = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
    const first = await noah.post('/me/private-mode', { until: until(60) })
    const second = await noah.post('/me/private-mode', { until: until(2) })
    expect(second.body.private_mode.started_at).toBe(first.body.private_mode.started_at)
    expect(await statuses(around(0, 1), around(3, 4))).toEqual(['private', 'created'])
    await sql`update private_times set started_at = now() - interval '1 hour', ends_at = now()`.execute(app.db)
    expect((await noah.get('/me/exclusions')).body.private_mode).toBe(null)
    expect(await statuses(around(-30, -20))).toEqual(['private'])
  })

  test('does not end in the past', async () => {
    const { status, body } = await noah.post('/me/private-mode', { until: '2026-01-01T00:00:00Z' })
    expect([status, body.errors[0].pointer]).toEqual([422, '/until'])
  })
})

test('a file is judged at the same door, and says how much was left out', async () => {
  await keepOut({ apps: ['Signal'] })
  const event = (minute: number, app_name: string) => ({
    timestamp: `2026-09-15T08:${minute}:00Z`,
    duration: 300,
    data: { app: app_name, title: 'Talk with Cy' },
  })
  const file = {
    buckets: {
      'aw-watcher-window_box': {
        id: 'aw-watcher-window_box',
        type: 'currentwindow',
        client: 'aw-watcher-window',
        hostname: 'box',
        events: [event(10, 'Signal'), event(20, 'Signal')],
      },
      'aw-watcher-afk_box': {
        id: 'aw-watcher-afk_box',
        type: 'afkstatus',
        client: 'aw-watcher-afk',
        hostname: 'box',
        events: [{ timestamp: '2026-09-15T08:00:00Z', duration: 3_600, data: { status: 'not-afk' } }],
      },
    },
  }
  const { body } = await noah.post('/imports?file_name=aw.json', JSON.stringify(file), {
    type: 'application/octet-stream',
  })
  const report = async (status: string) =>
    (
      await expect
        .poll(async () => (await noah.get(`/imports/${body.id}`)).body)
        .toMatchObject({ status })
        .then(() => noah.get(`/imports/${body.id}`))
    ).body.report
  expect((await report('checked')).counts).toMatchObject({ private: 2, created: 0 })
  expect(await leftOut()).toEqual([])
  await noah.post(`/imports/${body.id}/run`)
  expect((await report('done')).counts).toMatchObject({ private: 2, created: 0 })
  expect(await leftOut()).toEqual([{ day: '2026-09-15', reason: 'app', entries: 2, seconds: 600 }])
  expect(await everythingStored()).not.toContain('Cy')
})

test('what a person keeps out is theirs: neither manager nor admin reads or changes it, and the ledger does not say it', async () => {
  await keepOut({ apps: ['Signal'], sites: ['bank.example'] })
  for (const client of [marta, dana]) {
    expect((await client.get('/me/exclusions')).body).toMatchObject({ apps: [], sites: [], version: 0 })
    expect(await leftOut(client)).toEqual([])
  }
  const { text } = await dana.get(`/audit?object_id=${users.noah}&limit=200`)
  expect(text).toContain('user.exclusions_changed')
  expect(text).not.toMatch(/Signal|bank\.example/)
  expect((await agent.get('/me/exclusions')).status).toBe(403)
})

test('two browsers do not overwrite each other', async () => {
  const { version } = (await keepOut({ apps: ['Signal'] })).body
  const put = (apps: string[], extra?: object) => noah.put('/me/exclusions', { apps, sites: [], hours: [] }, extra)
  expect((await put([])).status).toBe(428)
  expect((await put(['Chess'], based(version))).body).toMatchObject({ apps: ['Chess'], version: version + 1 })
  expect((await put(['Go'], based(version))).status).toBe(412)
})

test.each([
  [{ sites: ['bank.example', 'no site'] }, '/sites/1'],
  [{ hours: [{ days: [8], from: '12:00', to: '13:00' }] }, '/hours/0/days/0'],
  [{ hours: [{ days: [1], from: '24:00', to: '13:00' }] }, '/hours/0/from'],
  [{ hours: [{ days: [], from: '12:00', to: '13:00' }] }, '/hours/0/days'],
  [{ apps: [''] }, '/apps/0'],
])('what cannot be kept out is refused by name: %j', async (rules, pointer) => {
  const { status, body } = await keepOut(rules)
  expect([status, body.errors[0].pointer]).toEqual([422, pointer])
})

test('a site may be written in any script, and is found as addresses write it', async () => {
  expect((await keepOut({ sites: ['Bücher.example'] })).body.sites).toEqual(['xn--bcher-kva.example'])
  expect(
    await statuses(
      claim({ url: 'https://xn--bcher-kva.example/' }),
      claim({ url: 'https://bücher.example/x' }),
      claim({ url: 'https://bucher.example/' }),
    ),
  ).toEqual(['private', 'private', 'created'])
})

describe('an entry that was recorded is taken out by its person', () => {
  test('for good: the row goes, its length is counted for them alone, and a repeat stays out', async () => {
    const entry = claim({ title: 'Talk with Di', deal_id: deals.fleet })
    const [id, other] = (await arrive(entry, claim({ user_id: users.grace }))).map((result) => result.id)
    const nobodys = await marta.post('/time-entries/hide', { ids: [id] })
    expect(nobodys.body).toEqual({ hidden: 0 })
    expect((await noah.post('/time-entries/hide', { ids: [id, other] })).body).toEqual({ hidden: 1 })
    expect((await noah.get(`/time-entries/${id}`)).status).toBe(404)
    expect(await leftOut()).toEqual([{ day: '2026-09-15', reason: 'hidden', entries: 1, seconds: 1_800 }])
    expect(await statuses({ ...entry, end_time: '2026-09-15T08:40:00Z' })).toEqual(['private'])
    expect(await leftOut()).toEqual([{ day: '2026-09-15', reason: 'hidden', entries: 1, seconds: 2_400 }])
    expect(await everythingStored()).not.toContain('Di')
    const { rows } = await sql`select from time_by_day where user_id = ${users.noah} and seconds <> 0`.execute(app.db)
    expect(rows).toEqual([])
  })
})

test.each(['2026-08-01&date_to=2026-07-01', '2026-01-01&date_to=2026-12-31'])('a span of %s is refused', async (span) =>
  expect((await noah.get(`/me/left-out?date_from=${span}`)).status).toBe(422),
)

test('the key of a machine learns what its person keeps out, and a key of the company nothing', async () => {
  await keepOut({ apps: ['Signal'], hours: [{ days: [2], from: '12:00', to: '13:00' }] })
  await noah.post('/me/private-mode', { until: null })
  await noah.post('/me/private-mode/end')
  const { key } = (await noah.post('/me/device-keys', { name: 'Laptop' })).body
  const { status, body } = await app.bearer(key).get('/me/device-rules')
  expect(status).toBe(200)
  expect(body).toMatchObject({ name: 'noah', zone: 'Europe/Berlin', apps: ['Signal'], sites: [] })
  expect(Date.parse(body.private_times[0].ends_at)).toBeGreaterThanOrEqual(Date.parse(body.private_times[0].started_at))
  expect((await agent.get('/me/device-rules')).status).toBe(404)
})

describe('of what is recorded', () => {
  const shown = { app: 'Firefox', title: 'Results of Ann', url: 'https://ann:pw@clinic.example/results?id=7#ill' }
  const capture = (change: object) => dana.patch('/workspace', { capture: null, capture_queries: false, ...change })
  const dropped = async (client = noah) =>
    Object.fromEntries(
      (await client.get('/me/dropped?date_from=2026-09-01&date_to=2026-09-30')).body.data.map(
        ({ day, part, entries }: { day: string; part: string; entries: number }) => [`${day} ${part}`, entries],
      ),
    )
  const recorded = async () => {
    const { rows } = await sql<Record<'app' | 'title' | 'url', string | null>>`
      select app, title, url from time_entries order by id
    `.execute(app.db)
    return rows
  }
  beforeEach(() => sql`delete from dropped_by_day`.execute(app.db))

  test('an address is kept without its query and its password, which are counted and nowhere else', async () => {
    await capture({})
    await arrive(claim(shown), claim({ app: 'Word', title: 'Offer' }))
    const url = 'https://clinic.example/results'
    expect(await recorded()).toContainEqual({ ...shown, url })
    expect(await dropped()).toEqual({ '2026-09-15 query': 1, '2026-09-15 credentials': 1 })
    expect(await everythingStored()).not.toMatch(/ann:pw|id=7|#ill/)
    expect(app.lines.join('\n')).not.toMatch(/ann:pw|id=7/)
    expect(await dropped(marta)).toEqual({})
    await capture({ capture_queries: true })
    await arrive(claim({ ...shown, start_time: '2026-09-15T09:00:00Z', end_time: '2026-09-15T09:10:00Z' }))
    expect((await recorded()).at(-1)!.url).toBe(`${url}?id=7#ill`)
  })

  test.each([
    ['apps_and_sites', { app: 'Firefox', title: null, url: 'https://clinic.example/' }, ['address', 'title']],
    ['nothing', { app: null, title: null, url: null }, ['address', 'app', 'title']],
  ])('where the company keeps %s the rest is gone before a rule sees it', async (kept, row, parts) => {
    await capture({ capture: kept })
    await arrive(claim({ ...shown, title: 'Fleet dashboard' }))
    expect(await recorded()).toEqual([row])
    expect(await dropped()).toEqual(Object.fromEntries(parts.map((part) => [`2026-09-15 ${part}`, 1])))
    expect(await everythingStored()).not.toMatch(/Fleet dashboard|results/)
    await capture({})
  })

  test('sites a person keeps out are known by the whole address, before it is cut', async () => {
    await capture({ capture: 'nothing' })
    await keepOut({ sites: ['clinic.example'] })
    expect(await statuses(claim(shown))).toEqual(['private'])
    expect(await dropped()).toEqual({})
    await capture({})
  })

  test('each entry counts once: sent again, grown, twice in a batch and set aside', async () => {
    await capture({ capture: 'apps_and_sites' })
    const entry = claim(shown)
    await arrive(entry)
    await arrive(entry, { ...entry, end_time: '2026-09-15T08:40:00Z' }, { ...entry, end_time: '2026-09-15T08:45:00Z' })
    expect(await statuses(claim({ ...shown, start_time: '2026-09-15T08:10:00Z' }))).toEqual(['quarantined'])
    expect(await dropped()).toEqual({ '2026-09-15 address': 2, '2026-09-15 title': 2 })
    await capture({})
  })

  test('a file goes through the same door, and is deleted once it is imported', async () => {
    await capture({ capture: 'apps_and_sites' })
    const events = (data: object) => [{ timestamp: '2026-09-14T07:00:00Z', duration: 60, data }]
    const buckets = {
      w: { type: 'currentwindow', hostname: 'H', events: events(shown) },
      a: { type: 'afkstatus', hostname: 'H', events: events({ status: 'not-afk' }) },
    }
    const { body } = await noah.post('/imports?file_name=aw.json', JSON.stringify({ buckets }), {
      type: 'application/octet-stream',
    })
    const status = async () => (await noah.get(`/imports/${body.id}`)).body.status
    await expect.poll(status).toBe('checked')
    expect(await dropped()).toEqual({})
    await noah.post(`/imports/${body.id}/run`)
    const file = async () =>
      (await sql<{ file_key: string | null }>`select file_key from imports where id = ${body.id}`.execute(app.db))
        .rows[0]!.file_key
    await expect.poll(file).toBeNull()
    expect(await recorded()).toEqual([{ app: 'Firefox', title: null, url: 'https://clinic.example/' }])
    expect(await dropped()).toEqual({ '2026-09-14 address': 1, '2026-09-14 title': 1 })
    await capture({})
  })
})
