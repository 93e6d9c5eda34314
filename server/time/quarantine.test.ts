import { beforeEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, startApp } from '#test/app.ts'

const app = await startApp()
const { users, deals, accounts } = app.cast
const [dana, marta, noah, felix, grace] = await Promise.all([
  app.as('dana'),
  app.as('marta'),
  app.as('noah'),
  app.as('felix'),
  app.as('grace'),
])
const agent = await app.agent()
const reason = 'Looked at it with Noah'

let number = 0
async function arrive(from: string, to: string, extra: object = {}): Promise<string> {
  const { body } = await agent.post('/time-entries', {
    user_id: users.noah,
    start_time: `2026-09-15T${from}:00Z`,
    end_time: `2026-09-15T${to}:00Z`,
    source: 'agent',
    external_id: `q-${number++}`,
    title: 'Two screens',
    ...extra,
  })
  return body.id
}
const decide = (who: typeof dana, how: 'release' | 'discard', ids: string[], extra: object = {}) =>
  who.post(how === 'release' ? '/quarantined-time-entries/release' : '/quarantined-time-entries/discard', {
    ids,
    reason,
    ...extra,
  })
const setAside = (who: typeof dana, ids: string[]) => who.post('/time-entries/set-aside', { ids, reason })
const read = async (id: string) => (await dana.get(`/time-entries/${id}`)).body
const outcomes = ({ body }: { body: { results: { status: string }[] } }) => body.results.map(({ status }) => status)
const counted = async () =>
  (
    await sql<{ seconds: number }>`
      select coalesce(sum(seconds), 0) as seconds from time_by_day where status <> 'quarantined'
    `.execute(app.db)
  ).rows[0]!.seconds

beforeEach(() => sql`delete from time_entries`.execute(app.db))

test('what is released finds its place like what has just arrived, counts, and says by whom and why', async () => {
  const first = await arrive('09:00', '10:00')
  const aside = await arrive('09:30', '10:30', { project_name: 'Author platform for Quill Publishing' })
  expect(await read(aside)).toMatchObject({ status: 'quarantined', discarded: false })
  const twice = await decide(marta, 'release', [aside])
  expect(twice.body.results).toEqual([
    { id: aside, status: 'skipped', reason: expect.stringContaining('from 2026-09-15 11:00 to 12:00 (Europe/Berlin)') },
  ])
  expect(outcomes(await decide(marta, 'release', [aside], { billable: false }))).toEqual(['done'])
  expect(await read(aside)).toMatchObject({
    status: 'synced',
    deal_id: deals.author,
    billable: false,
    quarantine_reason: null,
  })
  expect(await counted()).toBe(7_200)
  const [row] = (await dana.get(`/audit?object_id=${aside}&action=time_entry.believed`)).body.data
  expect(row).toMatchObject({ actor_id: users.marta, after: { reason, status: 'synced' } })
  expect(await read(first)).toMatchObject({ version: 1 })
})

test('what its agent named is where it goes when it is released, whatever it was kept aside for', async () => {
  await arrive('09:00', '10:00')
  const place = async (id: string) => {
    const { status, deal_id, task_id, account_id, mapping } = await read(id)
    return [status, deal_id, task_id, account_id, mapping?.rule]
  }
  const onFleet = ['synced', deals.fleet, null, accounts.kestrel, 'named']
  const { body: task } = await dana.post('/tasks', { title: 'Wiring', deal_id: deals.fleet, assigned_to: users.noah })
  // two devices at once
  const overlapping = await arrive('09:30', '10:30', { deal_id: deals.fleet })
  const withTask = await arrive('09:40', '10:40', { task_id: task.id, project_name: 'Author platform for Quill' })
  expect(await place(overlapping)).toEqual(['quarantined', null, null, null, undefined])
  const listed = (await marta.get('/quarantined-time-entries')).body.data
  expect(
    new Map(listed.map(({ id, named_deal_name, named_task_title }: any) => [id, [named_deal_name, named_task_title]])),
  ).toEqual(
    new Map([
      [overlapping, ['Fleet dashboard', null]],
      [withTask, [null, 'Wiring']],
    ]),
  )
  // a clock that is off, and a week that is locked
  const late = { user_id: users.noah, source: 'agent', deal_id: deals.fleet, billable: false }
  const clock = (
    await agent.post(
      '/time-entries',
      { ...late, external_id: 'clock', start_time: '2026-09-15T12:00:00Z', end_time: '2026-09-15T12:30:00Z' },
      { headers: { date: new Date(Date.now() - 3_600_000).toUTCString() } },
    )
  ).body.id
  await sql`update workspace set locked_through = '2026-09-14'`.execute(app.db)
  const locked = (
    await agent.post('/time-entries', {
      ...late,
      external_id: 'locked',
      start_time: '2026-09-14T12:00:00Z',
      end_time: '2026-09-14T12:30:00Z',
    })
  ).body.id
  await sql`update workspace set locked_through = null`.execute(app.db)
  const ids = [overlapping, withTask, clock, locked]
  expect(outcomes(await decide(marta, 'release', ids, { billable: false }))).toEqual(['done', 'done', 'done', 'done'])
  expect(await place(overlapping)).toEqual(onFleet)
  expect(await place(withTask)).toEqual(['synced', deals.fleet, task.id, accounts.kestrel, 'named'])
  expect([await place(clock), await place(locked)]).toEqual([onFleet, onFleet])
  // aside once more, and back
  await setAside(marta, [withTask])
  await decide(marta, 'release', [withTask])
  expect(await place(withTask)).toEqual(['synced', deals.fleet, task.id, accounts.kestrel, 'named'])
})

test('what was named and is gone, or belongs elsewhere since, is not where a released entry goes', async () => {
  await arrive('09:00', '10:00')
  const make = async (name: string) =>
    (await dana.post('/deals', { account_id: accounts.quill, name, owner_id: users.sam })).body.id as string
  const [gone, left, other] = [await make('Given up'), await make('Kept'), await make('Another')]
  const { body: task } = await dana.post('/tasks', { title: 'Moves', deal_id: left, assigned_to: users.noah })
  const ofGone = await arrive('09:10', '10:10', { deal_id: gone })
  const moved = await arrive('09:20', '10:20', { deal_id: left, task_id: task.id })
  await dana.patch(`/tasks/${task.id}`, { deal_id: other })
  expect((await dana.delete(`/deals/${gone}`, based(1))).status).toBe(200)
  await decide(marta, 'release', [ofGone, moved], { billable: false })
  expect(await read(ofGone)).toMatchObject({ status: 'unmapped', deal_id: null })
  expect(await read(moved)).toMatchObject({ status: 'synced', deal_id: left, task_id: null })
})

test('what a person put elsewhere since is not put where its agent said by setting it aside and releasing it', async () => {
  const id = await arrive('09:00', '10:00', { deal_id: deals.fleet })
  await setAside(marta, [id])
  await decide(marta, 'release', [id])
  const { version } = await read(id)
  await marta.patch(`/time-entries/${id}`, { deal_id: deals.author }, { headers: { 'if-match': `"${version}"` } })
  await setAside(marta, [id])
  await decide(marta, 'release', [id])
  expect((await read(id)).deal_id).not.toBe(deals.fleet)
})

test('of several that overlap each other the earliest is released, and the others say so', async () => {
  await arrive('09:00', '10:00')
  const ids = [await arrive('09:30', '10:30'), await arrive('09:40', '10:40')]
  await sql`delete from time_entries where status <> 'quarantined'`.execute(app.db)
  const { body } = await decide(noah, 'release', ids)
  expect(body.results).toMatchObject([
    { status: 'done' },
    { status: 'skipped', reason: expect.stringContaining('another') },
  ])
})

test('what is discarded stays aside, is found as such, counts nowhere, and is taken back by setting it aside', async () => {
  await arrive('09:00', '10:00')
  const aside = await arrive('09:30', '10:30')
  expect(outcomes(await decide(noah, 'discard', [aside]))).toEqual(['done'])
  expect(outcomes(await decide(noah, 'discard', [aside]))).toEqual(['skipped'])
  const list = async (discarded: boolean) =>
    (await noah.get(`/time-entries?status=quarantined&discarded=${discarded}`)).body.data.map(
      ({ id }: { id: string }) => id,
    )
  expect([await list(false), await list(true)]).toEqual([[], [aside]])
  expect(await counted()).toBe(3_600)
  expect(outcomes(await setAside(noah, [aside]))).toEqual(['done'])
  expect([await list(false), await list(true)]).toEqual([[aside], []])
  expect((await read(aside)).quarantine_reason).toContain('two devices at once')
  // released again straight from the bin
  await decide(noah, 'discard', [aside])
  expect(outcomes(await decide(noah, 'release', [aside], { billable: false }))).toEqual(['done'])
  expect(await read(aside)).toMatchObject({ status: 'unmapped', discarded: false })
})

test('what counted is set aside with a reason, and a release puts it back', async () => {
  const id = await arrive('09:00', '10:00', { deal_id: deals.fleet })
  expect(outcomes(await setAside(marta, [id]))).toEqual(['done'])
  expect(await read(id)).toMatchObject({ status: 'quarantined', quarantine_reason: reason, deal_id: null })
  expect(await counted()).toBe(0)
  expect(outcomes(await setAside(marta, [id]))).toEqual(['skipped'])
  expect(outcomes(await decide(marta, 'release', [id]))).toEqual(['done'])
  expect(await counted()).toBe(3_600)
})

test('what still ends in the future is not released', async () => {
  const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
  const id = await arrive('', '', { start_time: soon(10), end_time: soon(20) })
  expect((await decide(noah, 'release', [id])).body.results).toMatchObject([
    { status: 'skipped', reason: 'It still ends in the future.' },
  ])
})

test('a decision is taken back from the ledger', async () => {
  await arrive('09:00', '10:00')
  const aside = await arrive('09:30', '10:30')
  await decide(noah, 'discard', [aside])
  const { data } = (await dana.get(`/audit/deeds?object_id=${aside}`)).body
  const { status } = await dana.post(`/audit/deeds/${data[0].deed_id}/revert`, { dry_run: false })
  expect([status, (await read(aside)).discarded]).toEqual([200, false])
})

test('a person decides about their own, a manager about the team without its titles, and nobody else', async () => {
  await arrive('09:00', '10:00')
  const aside = await arrive('09:30', '10:30')
  expect((await marta.get('/time-entries?status=quarantined')).body.data).toMatchObject([{ id: aside, title: null }])
  expect((await noah.get('/time-entries?status=quarantined')).body.data).toMatchObject([{ title: 'Two screens' }])
  for (const how of ['release', 'discard'] as const) {
    expect((await decide(felix, how, [aside])).status).toBe(403)
    expect(outcomes(await decide(grace, how, [aside]))).toEqual(['skipped'])
  }
  expect(await read(aside)).toMatchObject({ status: 'quarantined', version: 1 })
})

test.each([{ reason: '' }, { reason: undefined }])('no decision without a reason: %j', async (body) =>
  expect((await decide(noah, 'discard', [await arrive('09:00', '10:00')], body)).status).toBe(422),
)

test('a day holds no more than itself, over all that arrives; what is too much is kept aside by itself', async () => {
  const free = { billable: false, user_id: users.grace }
  const spans = [
    ['2026-09-13T22:00:00Z', '2026-09-14T16:00:00Z'],
    ['2026-09-14T10:00:00Z', '2026-09-14T16:00:00Z'],
    ['2026-09-14T12:00:00Z', '2026-09-14T12:30:00Z'],
  ]
  const entries = spans.map(([start_time, end_time], index) => ({
    ...free,
    start_time,
    end_time,
    source: 'agent',
    external_id: `day-${index}`,
  }))
  const batch = async (...list: object[]) =>
    (await agent.post('/time-entries/batch', { entries: list })).body.results.map(
      ({ status }: { status: string }) => status,
    )
  expect(await batch(entries[0]!)).toEqual(['created'])
  expect(await batch(...entries)).toEqual(['duplicate', 'created', 'quarantined'])
  const { data } = (await grace.get('/time-entries?status=quarantined')).body
  expect(data[0].quarantine_reason).toBe('With it 24.5 h would be recorded on 2026-09-14, a day of 24 h.')
})

test('an agent gone wild is stopped at thousands of entries a day, and the next day goes on', async () => {
  const entries = Array.from({ length: 5_000 }, (_, index) => ({
    user_id: users.grace,
    start_time: new Date(Date.UTC(2026, 8, 16, 4) + index * 2_000).toISOString(),
    end_time: new Date(Date.UTC(2026, 8, 16, 4) + index * 2_000 + 1_000).toISOString(),
    source: 'agent',
    external_id: `wild-${index}`,
  }))
  await agent.post('/time-entries/batch', { entries })
  const one = (start_time: string, end_time: string) => ({
    ...entries[0]!,
    external_id: start_time,
    start_time,
    end_time,
  })
  const { body } = await agent.post('/time-entries/batch', {
    entries: [one('2026-09-16T12:00:00Z', '2026-09-16T12:01:00Z'), one('2026-09-17T12:00:00Z', '2026-09-17T12:01:00Z')],
  })
  expect(body.results.map(({ status }: { status: string }) => status)).toEqual(['quarantined', 'created'])
})

test('what would be kept aside if it were new does not grow either: the entry stays as it was, and its sender is told why', async () => {
  const growing = (end_time: string) => ({
    user_id: users.noah,
    start_time: '2026-09-15T05:00:00Z',
    end_time,
    deal_id: deals.fleet,
    source: 'agent',
    external_id: 'grows',
  })
  const send = async (end_time: string, client = agent, headers = {}) =>
    (await client.post('/time-entries/batch', { entries: [growing(end_time)] }, { headers })).body.results[0]
  const { id } = await send('2026-09-15T06:00:00Z')
  const isRefused = { status: 'conflict', id, problem: { code: 'doubtful', errors: [{ pointer: '/end_time' }] } }
  // 19 hours without a break; and from a device whose clock runs an hour behind
  expect(await send('2026-09-16T00:00:00Z')).toMatchObject(isRefused)
  const an_hour_ago = new Date(Date.now() - 3_600_000).toUTCString()
  expect(await send('2026-09-15T07:00:00Z', agent, { date: an_hour_ago })).toMatchObject(isRefused)
  expect((await agent.post('/time-entries', growing('2026-09-16T00:00:00Z'))).status).toBe(409)
  expect(await read(id)).toMatchObject({ status: 'synced', duration_seconds: 3_600, version: 1 })
  await dana.post('/time-entries/bulk', { ids: [id], delete: true })
  expect(await send('2026-09-16T00:00:00Z')).toMatchObject(isRefused)
  await dana.post(`/time-entries/${id}/restore`)
  expect(await send('2026-09-15T22:00:00Z')).toMatchObject({ status: 'updated' })
  expect(await counted()).toBe(17 * 3_600)
})

test('of what began now nothing grows into the future', async () => {
  const now = Date.now()
  const growing = (minutes: number) => ({
    user_id: users.noah,
    start_time: new Date(now - 3_600_000).toISOString(),
    end_time: new Date(now + minutes * 60_000).toISOString(),
    source: 'agent',
    external_id: 'to come',
  })
  const send = async (minutes: number) =>
    (await agent.post('/time-entries/batch', { entries: [growing(minutes)] })).body.results[0].status
  expect([await send(-30), await send(23 * 60), await send(-10)]).toEqual(['created', 'conflict', 'updated'])
  expect(await counted()).toBe(50 * 60)
})

test('an entry that grows within a batch counts once for the day', async () => {
  const grown = Array.from({ length: 6 }, (_, hour) => ({
    user_id: users.noah,
    start_time: '2026-09-15T04:00:00Z',
    end_time: `2026-09-15T${String(7 + hour * 2).padStart(2, '0')}:00:00Z`,
    source: 'agent',
    external_id: 'grows at once',
  }))
  const { results } = (await agent.post('/time-entries/batch', { entries: grown })).body
  expect(results.map(({ status }: { status: string }) => status)).toEqual(['created', ...Array(5).fill('updated')])
  expect(await counted()).toBe(13 * 3_600)
})

test('what is kept aside is put nowhere before somebody says that it is time', async () => {
  const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
  const id = await arrive('', '', { start_time: soon(10), end_time: soon(20) })
  for (const change of [{ deal_id: deals.fleet }, { billable: false }]) {
    const { status, body } = await noah.patch(`/time-entries/${id}`, change)
    expect([status, body.code]).toEqual([409, 'quarantined'])
  }
  expect((await noah.patch(`/time-entries/${id}`, { tags: ['later'] })).status).toBe(200)
  expect(await read(id)).toMatchObject({ status: 'quarantined', deal_id: null, billable: true, tags: ['later'] })
  const times = { start_time: '2026-09-15T09:00:00Z', end_time: '2026-09-15T10:00:00Z' }
  const { body } = await noah.patch(`/time-entries/${id}`, { ...times, deal_id: deals.fleet })
  expect(body).toMatchObject({ status: 'synced', deal_id: deals.fleet, quarantine_reason: null })
})
