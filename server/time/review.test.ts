import { expect, test } from 'vitest'
import { startApp } from '#test/app.ts'

const app = await startApp()
const { deals, users, accounts } = app.cast
const entry = (place: number, extra: object = {}) => ({
  user_id: users.noah,
  start_time: new Date(Date.UTC(2025, 8, 15, 9) + place * 600_000).toISOString(),
  end_time: new Date(Date.UTC(2025, 8, 15, 9) + place * 600_000 + 300_000).toISOString(),
  source: 'agent',
  external_id: `review-${place}`,
  ...extra,
})
const agent = await app.agent()
const results = (
  await agent.post('/time-entries/batch', {
    entries: [
      ...[0, 1, 2].map((place) => entry(place, { project_name: 'Kickoff', title: 'Kestrel Logistics – notes' })),
      entry(3, { project_name: 'Quill' }),
      entry(4, { user_id: users.grace, project_name: 'Lunch' }),
    ],
  })
).body.results as { id: string; waiting: boolean }[]
const ids = results.map(({ id }) => id)

test('what cannot be placed waits with ranked guesses, their reasons, and how many are like it', async () => {
  expect(results.every(({ waiting }) => waiting)).toBe(true)
  const noah = await app.as('noah')
  const { body } = await noah.get('/unmapped-time-entries?sort=start_time')
  expect(body).toMatchObject({ total: 4, total_seconds: 1_200 })
  expect(body.data[0]).toMatchObject({ id: ids[0], similar: 3, title: 'Kestrel Logistics – notes' })
  expect(body.data[0].guesses[0]).toMatchObject({ account_id: accounts.kestrel })
  expect(body.data[0].guesses[0].reason).not.toBe('')
  expect((await noah.get(`/unmapped-time-entries?similar_to=${ids[0]}`)).body.data).toHaveLength(3)
  expect((await noah.get(`/unmapped-time-entries/${ids[3]}`)).body.reason).not.toBe('')
})

test('others see the entry without the evidence, and no guess is made from what they may not see', async () => {
  const { body, text } = await (await app.as('dana')).get(`/unmapped-time-entries/${ids[0]}`)
  expect(body.title).toBeNull()
  expect(text).not.toContain('notes')
  expect((await (await app.as('grace')).get(`/unmapped-time-entries/${ids[0]}`)).status).toBe(404)
})

test('accepting places an entry with who chose it and when; a second person is told it is settled', async () => {
  const noah = await app.as('noah')
  const { status, body } = await noah.post(`/unmapped-time-entries/${ids[3]}/assign`, { deal_id: deals.author })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    status: 'synced',
    deal_id: deals.author,
    account_id: accounts.quill,
    mapping: { rule: 'person', by: users.noah },
  })
  expect(
    (await (await app.as('dana')).post(`/unmapped-time-entries/${ids[3]}/assign`, { deal_id: deals.fleet })).status,
  ).toBe(409)
})

test('a target that does not exist or contradicts itself is refused, naming the field', async () => {
  const noah = await app.as('noah')
  const assign = (target: object) => noah.post(`/unmapped-time-entries/${ids[0]}/assign`, target)
  expect((await assign({ deal_id: '019e0000-0000-7000-8000-000000000000' })).body.errors[0].pointer).toBe('/deal_id')
  expect((await assign({ deal_id: deals.fleet, account_id: accounts.quill })).body.errors[0].pointer).toBe(
    '/account_id',
  )
  expect((await assign({ account_id: '019e0000-0000-7000-8000-000000000000' })).body.errors[0].pointer).toBe(
    '/account_id',
  )
})

test('many are settled at once; what is not one’s own is skipped by name; and all of it can be taken back', async () => {
  const noah = await app.as('noah')
  const { body } = await noah.post('/unmapped-time-entries/assign', { ids, deal_id: deals.fleet })
  expect(body.results.map(({ status }: { status: string }) => status)).toEqual([
    'done',
    'done',
    'done',
    'skipped',
    'skipped',
  ])
  expect((await noah.get('/unmapped-time-entries')).body.total).toBe(0)
  const back = await noah.post('/time-entries/return-to-queue', { ids: ids.slice(0, 3) })
  expect(back.body.results.every(({ status }: { status: string }) => status === 'done')).toBe(true)
  expect((await noah.get('/unmapped-time-entries')).body.total).toBe(3)
  const { data } = (await (await app.as('dana')).get(`/audit?object_id=${ids[0]}`)).body
  expect(data.map(({ action }: { action: string }) => action)).toEqual([
    'time_entry.returned',
    'time_entry.assigned',
    'time_entry.created',
  ])
})

test('internal work has no customer and is not billable', async () => {
  const grace = await app.as('grace')
  const { body } = await grace.post(`/unmapped-time-entries/${ids[4]}/assign`, {})
  expect(body).toMatchObject({ status: 'synced', account_id: null, billable: false })
})

test('a person corrects an entry by hand, and a placed one is moved with the reason', async () => {
  const noah = await app.as('noah')
  const moved = await noah.patch(
    `/time-entries/${ids[3]}`,
    { deal_id: deals.rights },
    { headers: { 'if-match': '"2"' } },
  )
  expect(moved.body).toMatchObject({ deal_id: deals.rights, mapping: { rule: 'person' } })
  expect(
    (await noah.patch(`/time-entries/${ids[3]}`, { end_time: '2020-01-01T00:00:00Z' })).body.errors[0].pointer,
  ).toBe('/end_time')
  const renamed = await noah.patch(`/time-entries/${ids[0]}`, { project_name: 'Fleet dashboard for Kestrel Logistics' })
  expect(renamed.body).toMatchObject({ status: 'synced', deal_id: deals.fleet })
})

test('targets are found by every word of the search', async () => {
  const { body } = await (await app.as('noah')).get('/mapping-targets?q=kestrel fleet')
  expect(body.data).toMatchObject([{ kind: 'deal', deal_id: deals.fleet }])
})
