import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, nowhere, startApp } from '#test/app.ts'

const app = await startApp({ worker: true })
const { users, deals } = app.cast
const [dana, marta, noah, felix] = await Promise.all([app.as('dana'), app.as('marta'), app.as('noah'), app.as('felix')])
const agent = await app.agent()
const claimOf = (n: number) => ({
  user_id: users.noah,
  start_time: `2026-09-1${n}T09:00:00Z`,
  end_time: `2026-09-1${n}T10:00:00Z`,
  source: 'agent',
  external_id: `evidence-${n}`,
  title: 'Salary talk.docx',
  url: 'https://wiki.example/salary',
  app: 'Writer',
})
const record = async (n: number) => (await agent.post('/time-entries', claimOf(n))).body.id as string
const [first, second] = [await record(1), await record(2)]
const titleFor = async (client: typeof dana, id: string) => (await client.get(`/time-entries/${id}`)).body.title
const reads = async () =>
  (await dana.get(`/audit?object_id=${users.noah}&action=evidence.read&sort=occurred_at`)).body.data

test('a title is the person’s own: neither manager nor admin nor finance sees it, in no answer', async () => {
  expect(await titleFor(noah, first)).toBe('Salary talk.docx')
  for (const client of [dana, marta, felix]) {
    expect(await titleFor(client, first)).toBe(null)
    for (const target of [
      '/time-entries?limit=50',
      '/unmapped-time-entries',
      '/audit?limit=200',
      `/unmapped-time-entries/${first}`,
    ])
      expect((await client.get(target)).text).not.toMatch(/Salary talk|wiki\.example/)
  }
  expect(await reads()).toEqual([])
})

test('what the person releases is seen by those who see the entry and may read evidence, and each look is recorded', async () => {
  expect((await noah.post('/time-entries/release', { ids: [first], released: true })).body).toEqual({ changed: 1 })
  expect([await titleFor(marta, first), await titleFor(marta, second)]).toEqual(['Salary talk.docx', null])
  // finance reads hours of everybody, and no evidence at all
  expect(await titleFor(felix, first)).toBe(null)
  expect(await reads()).toMatchObject([{ actor_id: users.marta, after: { entries: [first] } }])
  expect((await noah.post('/time-entries/release', { ids: [first], released: false })).body).toEqual({ changed: 1 })
  expect(await titleFor(marta, first)).toBe(null)
})

test('nobody releases for somebody else', async () => {
  for (const client of [dana, marta])
    expect((await client.post('/time-entries/release', { ids: [first], released: true })).body).toEqual({ changed: 0 })
  expect(await titleFor(marta, first)).toBe(null)
})

test('breaking the glass needs a reason and an end, tells the person, is recorded, and ends', async () => {
  const { status, body: access } = await dana.post('/evidence-access', {
    person_id: users.noah,
    reason: 'Complaint 4711 of a customer',
    hours: 2,
  })
  expect(status).toBe(201)
  expect(await titleFor(dana, second)).toBe('Salary talk.docx')
  expect(await titleFor(marta, second)).toBe(null)
  await expect.poll(() => app.sent.find(({ to }) => to === 'noah@northlight.example')).toBeTruthy()
  expect(app.sent.find(({ to }) => to === 'noah@northlight.example')!.text).toContain('Complaint 4711')
  const seen = (await noah.get('/evidence-access')).body.data
  expect(seen).toMatchObject([{ viewer_name: 'dana', reason: 'Complaint 4711 of a customer', reads: 1 }])
  expect((await marta.get('/evidence-access')).body.data).toEqual([])

  expect((await noah.post(`/evidence-access/${access.id}/end`)).status).toBe(404)
  expect((await dana.post(`/evidence-access/${access.id}/end`)).status).toBe(200)
  expect((await dana.post(`/evidence-access/${access.id}/end`)).status).toBe(404)
  expect(await titleFor(dana, second)).toBe(null)
  const { data } = (await dana.get(`/audit?object_id=${users.noah}&object_type=evidence&sort=occurred_at`)).body
  expect(data.map(({ action }: { action: string }) => action)).toEqual([
    'evidence.read',
    'evidence.unlocked',
    'evidence.read',
    'evidence.locked',
  ])
})

test('no answer shows a title without a record of the look, whatever it was an answer to', async () => {
  const path = `/time-entries/${second}`
  const versioned = async () => based((await noah.get(path)).body.version)
  const rule = { condition: 'not tag is nothing', target: { kind: 'deal', deal_id: deals.fleet } }
  const answers: [string, () => Promise<{ text: string }>, reads: number][] = [
    ['a change that changes nothing', () => dana.patch(path, { tags: [] }), 1],
    ['a deletion', async () => dana.delete(path, await versioned()), 1],
    // what is kept to be answered again tells nothing
    ['a restoration', () => dana.post(`${path}/restore`), 0],
    ['its place', () => dana.post(`/unmapped-time-entries/${second}/assign`, { deal_id: deals.fleet }), 0],
    ['a back-test', () => dana.post('/mapping-rules/backtest', rule), 1],
  ]
  await dana.post('/evidence-access', { person_id: users.noah, reason: 'Complaint 4712 of a customer', hours: 1 })
  for (const [what, ask, looks] of answers) {
    const before = (await reads()).length
    const shown = (await ask()).text.includes('Salary talk.docx')
    expect([what, shown, (await reads()).length - before]).toEqual([what, looks > 0, looks])
  }
  const [access] = (await dana.get('/evidence-access')).body.data
  await dana.post(`/evidence-access/${access.id}/end`)
})

test('a look that has run out shows nothing', async () => {
  await dana.post('/evidence-access', { person_id: users.noah, reason: 'Another good reason', hours: 1 })
  expect(await titleFor(dana, second)).toBe('Salary talk.docx')
  await sql`update evidence_access set expires_at = now()`.execute(app.db)
  expect(await titleFor(dana, second)).toBe(null)
})

test.each([
  ['no reason worth the name', { reason: 'because' }, '/reason'],
  ['no end', { hours: 0 }, '/hours'],
  ['an end too far', { hours: 1_000 }, '/hours'],
  ['a person nobody is', { person_id: nowhere }, '/person_id'],
  ['oneself', { person_id: users.dana }, '/person_id'],
])('the glass is not broken with %s', async (_, fields, pointer) => {
  const answer = await dana.post('/evidence-access', {
    person_id: users.noah,
    reason: 'A reason long enough',
    hours: 1,
    ...fields,
  })
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
})

test('only who has the right breaks it', async () => {
  const body = { person_id: users.noah, reason: 'A reason long enough', hours: 1 }
  for (const client of [marta, felix, noah]) expect((await client.post('/evidence-access', body)).status).toBe(403)
})
