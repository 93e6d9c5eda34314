import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'

const app = await startApp()
const { users, deals } = app.cast
const [noah, marta, dana, felix] = await Promise.all([app.as('noah'), app.as('marta'), app.as('dana'), app.as('felix')])
const agent = await app.agent()

const record = async (hour: number, extra: object = {}) =>
  (
    await agent.post('/time-entries', {
      user_id: users.noah,
      start_time: `2026-09-15T${hour}:00:00Z`,
      end_time: `2026-09-15T${hour}:30:00Z`,
      source: 'agent',
      external_id: `own-${hour}`,
      title: `Title of ${hour}`,
      app: 'Writer',
      ...extra,
    })
  ).body.id as string
const [placed, waiting] = [await record(10, { deal_id: deals.fleet }), await record(11)]
await noah.post('/time-entries/release', { ids: [placed], released: true })
await agent.post('/time-entries', {
  user_id: users.grace,
  start_time: '2026-09-15T10:00:00Z',
  end_time: '2026-09-15T10:30:00Z',
  title: 'Not noah’s',
})
const days = 'date_from=2026-09-01&date_to=2026-09-30'

test('what a manager sees of me is what the manager is given', async () => {
  const own = (await noah.get(`/me/time-as-seen?${days}&sort=start_time`)).body.data
  expect(own.map(({ title, app: name }: { title: string; app: string }) => [title, name])).toEqual([
    ['Title of 10', 'Writer'],
    [null, null],
  ])
  const managers = (await marta.get(`/time-entries?user_id=${users.noah}&${days}&sort=start_time`)).body.data
  expect(own).toEqual(managers)
  // somebody in no team has nobody who manages it, and still sees what one would
  expect((await felix.get(`/me/time-as-seen?${days}`)).body.data).toEqual([])
})

test('who may see my time is told by the rights their roles have now', async () => {
  await dana.post('/roles', { name: 'auditors', grants: { 'time:read': 'all' } })
  await dana.patch(`/users/${users.grace}`, { role: 'auditors' })
  await dana.post('/api-keys', { name: 'payroll', scopes: ['time:read'] })
  const { data, more } = (await noah.get('/me/viewers')).body
  expect(more).toBe(false)
  expect(data.map(({ name, titles }: { name: string; titles: string }) => [name, titles])).toEqual([
    ['dana', 'with_a_reason'],
    ['felix', 'never'],
    ['grace', 'never'],
    // of noah's team; sam, of another one, sees his own time alone
    ['marta', 'released'],
    ['payroll', 'never'],
  ])
  await dana.patch(`/users/${users.grace}`, { role: 'employee' })
})

test('who read my titles is told with the time, how many, and why they could', async () => {
  await marta.get(`/time-entries/${placed}`)
  await dana.post('/evidence-access', { person_id: users.noah, reason: 'Complaint 4711 of a customer', hours: 1 })
  await dana.get(`/time-entries?user_id=${users.noah}`)
  const { data } = (await noah.get('/me/looks?limit=2')).body
  expect(data).toMatchObject([
    { viewer_name: 'dana', entries: 2, reason: 'Complaint 4711 of a customer' },
    { viewer_name: 'marta', entries: 1, reason: null },
  ])
  expect((await marta.get('/me/looks')).body.data).toEqual([])
})

test('by which rules my time came where it is', async () => {
  await noah.post(`/unmapped-time-entries/${waiting}/assign`, { deal_id: deals.author })
  expect((await noah.get(`/me/placements?${days}`)).body.data).toEqual([
    { rule: 'named', rule_name: null, entries: 1, seconds: 1_800 },
    { rule: 'person', rule_name: null, entries: 1, seconds: 1_800 },
  ])
})

test('my copy holds everything about me and nothing of others, and taking it asks who I am', async () => {
  await noah.put('/me/exclusions', { apps: ['Chess'], sites: [], hours: [] }, based(0))
  await noah.patch('/me', { name: 'Noah N.' })
  const stale = await app.as('noah')
  await sql`update sessions set confirmed_at = now() - interval '1 hour'`.execute(app.db)
  expect(await stale.get('/me/copy')).toMatchObject({ status: 403, body: { code: 'confirmation_required' } })
  await stale.post('/me/confirm', { password })
  const { status, text, headers } = await stale.get('/me/copy')
  expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { table: string; row: Record<string, any> })
  const rowsOf = (table: string) => lines.filter((line) => line.table === table).map(({ row }) => row)
  expect(rowsOf('time_entries').map(({ title }) => title)).toEqual(['Title of 10', 'Title of 11'])
  expect(rowsOf('exclusions')).toMatchObject([{ apps: ['Chess'] }])
  expect(rowsOf('users')).toMatchObject([{ name: 'Noah N.' }])
  expect(rowsOf('productivity_users')).toMatchObject([{ external_id: 'emp-noah' }])
  expect(rowsOf('evidence_access')).toMatchObject([{ reason: 'Complaint 4711 of a customer' }])
  expect(rowsOf('changes').map(({ action }) => action)).toEqual(expect.arrayContaining(['user.changed', 'user.copied']))
  expect(text).not.toMatch(/Not noah|password_hash|argon2|marta@/)
})

test('a copy of thousands of entries is whole, each once', async () => {
  const entries = Array.from({ length: 4_500 }, (_, index) => ({
    user_id: users.noah,
    start_time: new Date(Date.UTC(2025, 0, 1) + index * 60_000).toISOString(),
    end_time: new Date(Date.UTC(2025, 0, 1) + index * 60_000 + 30_000).toISOString(),
    source: 'agent',
    external_id: `many-${index}`,
  }))
  await agent.post('/time-entries/batch', { entries })
  const again = await app.as('noah')
  await again.post('/me/confirm', { password })
  const { text } = await again.get('/me/copy')
  const ids = [...text.matchAll(/"external_id": ?"(many-\d+)"/g)].map((match) => match[1])
  expect([ids.length, new Set(ids).size]).toEqual([4_500, 4_500])
})

test('until when waiting time is in one’s own queue alone is what the queue of the team goes by', async () => {
  const back = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString().slice(0, 10)
  const entries = Array.from({ length: 12 }, (_, n) => ({
    user_id: users.lena,
    start_time: `${back(n + 1)}T10:00:00Z`,
    end_time: `${back(n + 1)}T10:30:00Z`,
    source: 'agent',
    external_id: `turn-${n}`,
    title: `Nothing known ${n}`,
  }))
  await agent.post('/time-entries/batch', { entries })
  const lena = await app.as('lena')
  const turns = async (client = lena) =>
    (await client.get(`/me/turns?date_from=${back(20)}&date_to=${back(0)}`)).body.data as {
      entry_id: string
      team_from: string
    }[]
  const agrees = async () => {
    const { data } = (await marta.get('/unmapped-time-entries?whose=team&limit=100')).body
    const teams = new Set(data.map(({ id }: { id: string }) => id))
    const told = await turns()
    expect(told).toHaveLength(12)
    for (const { entry_id, team_from } of told)
      expect([entry_id, teams.has(entry_id)]).toEqual([entry_id, Date.parse(team_from) <= Date.now()])
    return told.filter(({ team_from }) => Date.parse(team_from) > Date.now()).length
  }
  const own: number[] = []
  for (const team_review_days of [0, 1, 3, 8]) {
    await dana.patch('/workspace', { team_review_days })
    own.push(await agrees())
  }
  expect(own[0]).toBe(0)
  expect(own.toSorted((a, b) => a - b)).toEqual(own)
  // whoever is asked gets days for it anew
  await dana.patch('/workspace', { team_review_days: 1 })
  const old = (await turns()).find(({ team_from }) => Date.parse(team_from) <= Date.now())!
  await marta.post('/unmapped-time-entries/ask', { ids: [old.entry_id], asked: true })
  const asked = (await turns()).find(({ entry_id }) => entry_id === old.entry_id)!
  expect(Date.parse(asked.team_from)).toBeGreaterThan(Date.now())
  await agrees()
  expect((await turns(felix)).map(({ entry_id }) => entry_id)).toEqual([])
}, 60_000)
