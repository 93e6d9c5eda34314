import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'

const app = await startApp()
const { deals, users, tasks, accounts } = app.cast
const day = (time: string) => `2025-09-15T${time}Z`
const claim = (extra: object = {}) => ({
  user_id: users.noah,
  start_time: day('09:00:00'),
  end_time: day('10:30:00'),
  duration_seconds: 5_400,
  activity_type: 'app',
  source: 'agent',
  // those of one person lie over one another here; what is billable may not (overlaps.test.ts)
  billable: false,
  ...extra,
})
const batch = async (entries: unknown) =>
  (await (await app.agent()).post('/time-entries/batch', { entries })).body.results

test('the example of the contract is recorded, placed on its deal, and says why', async () => {
  const { status, body } = await (
    await app.agent()
  ).post('/time-entries', claim({ deal_id: deals.fleet, task_id: tasks.review, productivity_score: 0.82 }))
  expect(status).toBe(201)
  expect(body).toMatchObject({
    deal_id: deals.fleet,
    account_id: accounts.kestrel,
    task_id: tasks.review,
    duration_seconds: 5_400,
    status: 'synced',
    zone: 'Europe/Berlin',
    mapping: { rule: 'named', confidence: 1 },
  })
})

test('a batch answers per item, in order, and one bad item never sinks the others', async () => {
  const results = await batch([
    claim({ external_id: 'b1', deal_id: deals.fleet }),
    'nonsense',
    claim({ external_id: 'b2', user_id: 'emp-noah', tags: ['client: kestrel logistics'] }),
    claim({ external_id: 'b3', project_name: 'Author platform for Quill Publishing' }),
    claim({ external_id: 'b4', project_name: 'Something nobody knows' }),
    claim({ external_id: 'b1', deal_id: deals.fleet }),
    claim({ external_id: 'b5', colour: 'red' }),
  ])
  expect(results.map(({ status }: { status: string }) => status)).toEqual([
    'created',
    'rejected',
    'created',
    'created',
    'created',
    'duplicate',
    'rejected',
  ])
  expect(results[2]).toMatchObject({ deal_id: deals.fleet, waiting: false, mapping: { rule: 'tag' } })
  expect(results[3]).toMatchObject({ deal_id: deals.author, mapping: { rule: 'project_name' } })
  expect(results[4]).toMatchObject({ deal_id: null, waiting: true, mapping: null })
  expect(results[5].id).toBe(results[0].id)
  expect(results[6].problem.errors[0]).toMatchObject({ pointer: '/colour', code: 'unknown_field' })
})

const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
test.each([
  ['a duration that contradicts the span', { duration_seconds: 60 }, 'duration_contradicts_span'],
  ['an end before the start', { end_time: day('08:00:00'), duration_seconds: undefined }, 'end_not_after_start'],
  ['no length', { end_time: day('09:00:00'), duration_seconds: 0 }, 'end_not_after_start'],
  [
    'the far future',
    { end_time: soon(60 * 48), start_time: soon(60 * 47), duration_seconds: undefined },
    'in_the_future',
  ],
  ['an unknown person', { user_id: 'emp-nobody' }, 'unknown_user'],
  ['an employee linked to nobody', { user_id: 'emp-unlinked' }, 'employee_not_linked'],
  ['an unknown deal', { deal_id: '019e0000-0000-7000-8000-000000000000' }, 'unknown_deal'],
  ['deal and task of different accounts', { deal_id: deals.fleet, task_id: tasks.call }, 'deal_and_task_differ'],
  ['a time without a zone', { start_time: '2025-09-15T09:00:00' }, 'invalid'],
  ['the 31st of February', { start_time: '2025-02-31T09:00:00Z' }, 'invalid'],
])('%s is refused with the reason', async (_, extra, code) => {
  const [result] = await batch([claim(extra)])
  expect(result).toMatchObject({ status: 'rejected', id: null, problem: { code } })
  expect((await (await app.agent()).post('/time-entries', claim(extra))).status).toBe(422)
})

test('a clock that runs ahead is kept aside with the reason and counted nowhere', async () => {
  const [result] = await batch([
    claim({ external_id: 'ahead', start_time: soon(10), end_time: soon(20), duration_seconds: undefined }),
  ])
  expect(result).toMatchObject({ status: 'quarantined', waiting: false })
  const dana = await app.as('dana')
  expect((await dana.get(`/time-entries/${result.id}`)).body).toMatchObject({
    status: 'quarantined',
    quarantine_reason: expect.stringContaining('clock'),
  })
})

test('an entry that grew updates the row it grew from; one that shrank, moved or changed hands is a conflict', async () => {
  const [first] = await batch([claim({ external_id: 'g1', deal_id: deals.fleet })])
  const grown = { external_id: 'g1', deal_id: deals.fleet, end_time: day('11:00:00'), duration_seconds: 7_200 }
  expect((await batch([claim(grown)]))[0]).toMatchObject({ status: 'updated', id: first.id, deal_id: deals.fleet })
  for (const other of [{}, { start_time: day('08:00:00'), duration_seconds: 9_000 }, { deal_id: deals.author }])
    expect(
      (await batch([claim({ ...grown, end_time: day('10:30:00'), duration_seconds: 5_400, ...other })]))[0],
    ).toMatchObject({ status: 'conflict', id: first.id })
  expect((await batch([claim({ ...grown, user_id: users.grace })]))[0]).toMatchObject({ status: 'conflict', id: null })
  expect((await (await app.agent()).post('/time-entries', claim({ ...grown, user_id: users.grace }))).status).toBe(409)
  const { body } = await (await app.as('dana')).get(`/time-entries/${first.id}`)
  expect(body).toMatchObject({ duration_seconds: 7_200, user_id: users.noah, version: 2 })
  const { data } = (await (await app.as('dana')).get(`/audit?object_id=${first.id}`)).body
  expect(data.map(({ action }: { action: string }) => action)).toEqual(['time_entry.grown', 'time_entry.created'])
})

test('who sends an id under which another person’s time is stored learns nothing of that', async () => {
  const theirs = { external_id: 'of grace', user_id: users.grace, deal_id: deals.fleet, billable: false }
  const [{ id }] = await batch([claim(theirs)])
  const noah = await app.as('noah')
  const device = app.bearer((await noah.post('/me/device-keys', { name: 'laptop' })).body.key)
  const dana = await app.as('dana')
  const mine = { ...claim({ external_id: 'of grace', start_time: day('09:10:00') }), duration_seconds: undefined, user_id: undefined } // prettier-ignore
  for (const state of ['stored', 'deleted']) {
    if (state === 'deleted') await dana.post('/time-entries/bulk', { ids: [id], delete: true })
    for (const client of [device, noah]) {
      const { results } = (await client.post('/time-entries/batch', { entries: [mine] })).body
      expect(results).toMatchObject([
        { status: 'conflict', id: null, account_id: null, deal_id: null, mapping: null, waiting: false },
      ])
      const alone = await client.post('/time-entries', mine)
      expect(alone.status).toBe(409)
      for (const said of [JSON.stringify(results), alone.text]) expect(said).not.toMatch(/09:00|10:30/)
    }
  }
})

test('entries sent twice at the same time by several senders are stored once', async () => {
  const entries = Array.from({ length: 200 }, (_, index) =>
    claim({
      external_id: `race-${index}`,
      start_time: new Date(Date.UTC(2025, 7, 1) + index * 60_000).toISOString(),
      end_time: new Date(Date.UTC(2025, 7, 1) + index * 60_000 + 30_000).toISOString(),
      duration_seconds: 30,
    }),
  )
  const agent = await app.agent()
  const answers = await Promise.all(
    [entries, entries.toReversed(), entries, entries.toReversed()].map((list) =>
      agent.post('/time-entries/batch', { entries: list }),
    ),
  )
  const all = answers.flatMap(({ body }) => body.results as { status: string }[])
  expect(all.filter(({ status }) => status === 'created')).toHaveLength(200)
  expect(all.filter(({ status }) => status === 'duplicate')).toHaveLength(600)
})

test('without an external id an Idempotency-Key makes a repeat harmless', async () => {
  const agent = await app.agent()
  const headers = { 'idempotency-key': 'entry-1' }
  const first = await agent.post('/time-entries', claim(), { headers })
  const again = await agent.post('/time-entries', claim(), { headers })
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.body.id).toBe(first.body.id)
})

test('a batch may be a bare array or one JSON object a line, and a broken line is rejected by itself', async () => {
  const agent = await app.agent()
  expect((await agent.post('/time-entries/batch', [claim({ external_id: 'bare' })])).body.results[0].status).toBe(
    'created',
  )
  const lines = `${JSON.stringify(claim({ external_id: 'line-1' }))}\n{broken\n${JSON.stringify(claim({ external_id: 'line-2' }))}\n`
  const { body } = await agent.post('/time-entries/batch', lines, { type: 'application/x-ndjson' })
  expect(body.results.map(({ status }: { status: string }) => status)).toEqual(['created', 'rejected', 'created'])
})

test('5,001 items are too many', async () => {
  expect(
    (await (await app.agent()).post('/time-entries/batch', { entries: Array.from({ length: 5_001 }, () => ({})) }))
      .status,
  ).toBe(422)
})

test('people record their own time and nobody else’s', async () => {
  const noah = await app.as('noah')
  expect(
    (await noah.post('/time-entries', { start_time: day('14:00:00'), end_time: day('15:00:00'), deal_id: deals.fleet }))
      .body,
  ).toMatchObject({ user_id: users.noah, source: 'manual', activity_type: 'manual' })
  expect(
    (await noah.post('/time-entries', { user_id: users.grace, start_time: day('14:00:00'), end_time: day('15:00:00') }))
      .status,
  ).toBe(422)
})

test('a task somebody does not see is no task to them, however it is named', async () => {
  const noah = await app.as('noah')
  const device = app.bearer((await noah.post('/me/device-keys', { name: 'desk' })).body.key)
  const on = (task_id: string, start: string) => ({ start_time: day(start), end_time: day('20:00:00'), task_id, billable: false }) // prettier-ignore
  for (const client of [noah, device]) {
    const { status, body, text } = await client.post('/time-entries', on(tasks.call, '19:00:00'))
    expect([status, body.code]).toEqual([422, 'unknown_task'])
    expect(text).not.toContain('Call about terms')
    expect((await client.post('/time-entries', on(tasks.review, '19:30:00'))).body.task_id).toBe(tasks.review)
  }
})

test('titles and addresses are shown to the person alone', async () => {
  const [{ id }] = await batch([
    claim({ external_id: 'evidence', title: 'Secret plan', url: 'https://x.example/1', app: 'Editor' }),
  ])
  expect((await (await app.as('noah')).get(`/time-entries/${id}`)).body).toMatchObject({
    title: 'Secret plan',
    app: 'Editor',
  })
  for (const other of ['dana', 'marta', 'felix'] as const) {
    const answer = await (await app.as(other)).get(`/time-entries/${id}`)
    expect(answer.body).toMatchObject({ title: null, url: null, app: null })
    expect(answer.text).not.toContain('Secret')
  }
  expect((await (await app.as('grace')).get(`/time-entries/${id}`)).status).toBe(404)
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from changes where after::text like '%Secret%'`.execute(app.db)
  expect(rows[0]!.n).toBe(0)
})

test('lists filter by person, deal, days and status, in both orders', async () => {
  const dana = await app.as('dana')
  const { data } = (
    await dana.get(
      `/time-entries?deal_id=${deals.fleet}&user_id=${users.noah}&date_from=2025-09-15&date_to=2025-09-15&sort=start_time`,
    )
  ).body
  expect(data.length).toBeGreaterThan(2)
  expect(
    data.every(
      (entry: { deal_id: string; user_id: string }) => entry.deal_id === deals.fleet && entry.user_id === users.noah,
    ),
  ).toBe(true)
  expect((await dana.get('/time-entries?status=quarantined')).body.data).toHaveLength(1)
  expect((await dana.get('/time-entries?date_to=2024-01-01')).body.data).toEqual([])
  expect((await dana.get('/time-entries?q=fleet')).body.data.length).toBeGreaterThan(0)
})
