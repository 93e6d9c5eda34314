/** What people ask about their own data: answered in time, by whoever may, and an erasure takes what it says and nothing else. */
import { beforeEach, describe, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { sealLedger } from '#server/audit/seal-ledger.ts'
import { verifyLedger } from '#server/audit/verify-ledger.ts'
import { nowhere, startApp } from '#test/app.ts'
import { remindOfDue } from './remind.ts'
import { runErasure } from './run-erasure.ts'

const app = await startApp({ worker: true })
const { users, deals } = app.cast
const [dana, marta, noah, grace] = await Promise.all([app.as('dana'), app.as('marta'), app.as('noah'), app.as('grace')])
const agent = await app.agent()
type Client = typeof dana

let number = 0
/** Half an hour of noah; `day` in September 2026, `hour` in UTC. */
const claim = (day: number, hour: number, extra: object = {}) => ({
  user_id: users.noah,
  start_time: new Date(Date.UTC(2026, 8, day, hour)).toISOString(),
  end_time: new Date(Date.UTC(2026, 8, day, hour, 30)).toISOString(),
  source: 'agent',
  external_id: `r-${number++}`,
  deal_id: deals.fleet,
  title: `Salary talk ${number}.docx`,
  url: 'https://wiki.example/salary',
  app: 'Writer',
  ...extra,
})
const arrive = async (...entries: object[]): Promise<{ status: string; id: string }[]> =>
  (await agent.post('/time-entries/batch', { entries })).body.results
const one = async (entry: object) => (await arrive(entry))[0]!.id
const ask = (body: object, client: Client = noah) =>
  client.post('/me/privacy-requests', { reason: 'It says too much', ...body })
const days = (from: number, to = from) => ({
  about: 'days',
  date_from: `2026-09-${String(from).padStart(2, '0')}`,
  date_to: `2026-09-${String(to).padStart(2, '0')}`,
})
const own = async (client: Client = noah) => (await client.get('/me/privacy-requests')).body.data
const entryOf = async (id: string, client: Client = noah) => (await client.get(`/time-entries/${id}`)).body
/** Grants it and waits until it is carried out. */
async function granted(id: string, body: object = {}) {
  const { status } = await dana.post(`/privacy-requests/${id}/grant`, body)
  expect(status).toBe(200)
  await expect
    .poll(async () => (await dana.get(`/privacy-requests/${id}`)).body.state, { timeout: 15_000 })
    .toBe('done')
  return (await dana.get(`/privacy-requests/${id}`)).body
}
const erased = async (body: object) => granted((await ask({ kind: 'erasure', ...body })).body.id)
/** Submits and approves the week that begins on this Monday of September. */
async function approve(day: number) {
  const { body } = await noah.post('/timesheets', { week: `2026-09-${String(day).padStart(2, '0')}` })
  expect((await marta.post(`/timesheets/${body.id}/approve`, { print: body.print })).status).toBe(200)
}
/** Everything stored about anybody that can hold what an entry was called, as text. */
async function everythingStored(): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select string_agg(t, chr(10)) as text from (
      select time_entries::text as t from time_entries union all select former_entries::text from former_entries
      union all select changes::text from changes union all select idempotency_keys::text from idempotency_keys
      union all select left_out_claims::text from left_out_claims union all select remap_rows::text from remap_rows
    ) everything
  `.execute(app.db)
  return rows[0]!.text ?? ''
}
const ledgerHolds = async () => {
  await sealLedger(app.db, app.keys)
  return (await verifyLedger(app.db, app.keys)).fault === null
}
const sums = async () =>
  (await dana.get('/reports/time-per-deal?date_from=2026-09-01&date_to=2026-09-30')).body.totals.all.seconds

beforeEach(async () => {
  app.sent.length = 0
  await sql`update workspace set locked_through = null`.execute(app.db)
  await sql`delete from timesheets`.execute(app.db)
  await sql`delete from time_entries`.execute(app.db)
  await sql`delete from former_entries`.execute(app.db)
  await sql`delete from privacy_requests`.execute(app.db)
})

test('a request is due in a month, whoever may answer is told, and its person sees the answer and is told by mail', async () => {
  const id = await one(claim(15, 8))
  const { status, body } = await ask({
    kind: 'correction',
    about: 'entry',
    entry_id: id,
    reason: 'It was not for them',
  })
  expect([status, body.state, body.date_from, body.overdue]).toEqual([201, 'open', '2026-09-15', false])
  const [year, month, day] = body.due_on.split('-').map(Number)
  const weeks_off = (Date.UTC(year, month - 1, day) - Date.now()) / 604_800_000
  expect(weeks_off).toBeGreaterThan(3.8)
  expect(weeks_off).toBeLessThan(4.6)
  await expect.poll(() => app.sent.map(({ to }) => to), { timeout: 10_000 }).toEqual(['dana@northlight.example'])
  expect(app.sent[0]!.text).toContain('noah asks to correct an entry of 2026-09-15')
  expect(app.sent[0]!.text).not.toMatch(/Salary|not for them/)

  const { data } = (await dana.get('/privacy-requests?state=open')).body
  expect(data).toMatchObject([{ user_name: 'noah', reason: 'It was not for them', kind: 'correction' }])
  const answer = await dana.post(`/privacy-requests/${body.id}/grant`, { answer: 'Moved to the author platform.' })
  expect(answer.body).toMatchObject({ state: 'done', decided_by_name: 'dana', outcome: null })
  expect(await own()).toMatchObject([{ state: 'done', answer: 'Moved to the author platform.' }])
  await expect.poll(() => app.sent.length, { timeout: 10_000 }).toBe(2)
  expect(app.sent[1]).toMatchObject({ to: 'noah@northlight.example', subject: 'Your privacy request is done' })
  expect(app.sent[1]!.text).toContain('Moved to the author platform.')
})

test('a refusal needs a reason, which its person reads, with whom they may complain to', async () => {
  const { body } = await ask({ kind: 'erasure', ...days(15) })
  expect((await dana.post(`/privacy-requests/${body.id}/refuse`, { answer: ' ' })).body.errors[0].pointer).toBe(
    '/answer',
  )
  expect((await dana.post(`/privacy-requests/${body.id}/refuse`, { answer: 'A court asked for it' })).status).toBe(200)
  expect(await own()).toMatchObject([{ state: 'refused', answer: 'A court asked for it' }])
  await expect.poll(() => app.sent.find(({ to }) => to.startsWith('noah')), { timeout: 10_000 }).toBeTruthy()
  const { text } = app.sent.find(({ to }) => to.startsWith('noah'))!
  expect(text).toContain('A court asked for it')
  expect(text).toContain('data protection authority')
})

test('what was answered or taken back is answered no more', async () => {
  const { body } = await ask({ kind: 'erasure', about: 'evidence' })
  expect((await noah.post(`/me/privacy-requests/${body.id}/withdraw`)).body.state).toBe('withdrawn')
  for (const answer of [
    await noah.post(`/me/privacy-requests/${body.id}/withdraw`),
    await dana.post(`/privacy-requests/${body.id}/grant`, {}),
    await dana.post(`/privacy-requests/${body.id}/refuse`, { answer: 'Too late' }),
  ])
    expect([answer.status, answer.body.code]).toEqual([409, 'not_open'])
})

test.each<[string, object, string]>([
  ['nothing', { kind: 'erasure' }, '/about'],
  ['all titles corrected', { kind: 'correction', about: 'evidence' }, '/about'],
  ['an entry nobody has', { kind: 'erasure', about: 'entry', entry_id: nowhere }, '/entry_id'],
  ['days without an end', { kind: 'erasure', about: 'days', date_from: '2026-09-01' }, '/date_to'],
  ['days that end before they begin', { kind: 'erasure', ...days(2, 1) }, '/date_to'],
  ['no reason', { kind: 'erasure', about: 'evidence', reason: '  ' }, '/reason'],
])('%s is refused, naming it', async (_, body, pointer) => {
  const { status, body: problem } = await ask(body)
  expect([status, problem.errors[0].pointer]).toEqual([422, pointer])
})

test('nobody asks about the entry of another, and nobody answers without the right', async () => {
  const id = await one(claim(15, 8))
  const theirs = await ask({ kind: 'erasure', about: 'entry', entry_id: id }, grace)
  expect([theirs.status, theirs.body.errors[0].pointer]).toEqual([422, '/entry_id'])
  const { body } = await ask({ kind: 'erasure', about: 'entry', entry_id: id })
  for (const client of [marta, noah, agent]) {
    expect((await client.get('/privacy-requests')).status).toBe(403)
    expect((await client.post(`/privacy-requests/${body.id}/grant`, {})).status).toBe(403)
  }
  expect((await grace.post(`/me/privacy-requests/${body.id}/withdraw`)).status).toBe(404)
  expect(await own(grace)).toEqual([])
})

test('so many wait at once and no more', async () => {
  for (let n = 0; n < 20; n++) expect((await ask({ kind: 'erasure', ...days(15) })).status).toBe(201)
  expect((await ask({ kind: 'erasure', ...days(15) })).body.code).toBe('too_many')
})

test('what nobody answered in time says so, and stands first', async () => {
  const late = (await ask({ kind: 'erasure', ...days(1) })).body.id
  const { body } = await ask({ kind: 'erasure', ...days(2) })
  await sql`update privacy_requests set due_on = current_date - 2 where id = ${late}`.execute(app.db)
  const { data } = (await dana.get('/privacy-requests?kind=erasure')).body
  expect(data.map(({ id, overdue }: { id: string; overdue: boolean }) => [id, overdue])).toEqual([
    [late, true],
    [body.id, false],
  ])
})

test('whoever may answer is reminded a week and a day before, and once it is late', async () => {
  const { body } = await ask({ kind: 'erasure', ...days(15) })
  const noon_ms = Date.parse(`${body.due_on}T12:00:00Z`)
  const on = (day: number) => remindOfDue(app.db, noon_ms + day * 86_400_000)
  expect([await on(-8), await on(-6), await on(0), await on(2)]).toEqual([0, 0, 0, 0])
  expect([await on(-7), await on(-1), await on(1)]).toEqual([1, 1, 1])
  const told = () => app.sent.filter(({ to }) => to === 'dana@northlight.example').map(({ subject }) => subject)
  await expect.poll(told, { timeout: 15_000 }).toHaveLength(4)
  expect(told().toSorted()).toEqual([
    `Due on ${body.due_on}: noah asks for an erasure`,
    `Due on ${body.due_on}: noah asks for an erasure`,
    'Overdue: noah asks for an erasure',
    'noah asks for an erasure',
  ])
  await dana.post(`/privacy-requests/${body.id}/refuse`, { answer: 'A court asked for it' })
  expect(await on(-1)).toBe(0)
}, 60_000)

describe('an erasure', () => {
  test('of days takes what is open for good, with what the ledger said of it, and leaves the sums of the rest', async () => {
    const [first, second, other] = await arrive(claim(15, 8), claim(15, 9), claim(16, 8))
    await noah.patch(`/time-entries/${first!.id}`, { billable: false })
    await noah.post(
      '/time-entries',
      { ...claim(15, 11, { source: 'manual', title: 'Salary by hand' }) },
      {
        headers: { 'idempotency-key': 'by-hand' },
      },
    )
    const before = await sums()
    const done = await erased(days(15))
    expect(done.outcome).toMatchObject({ removed_entries: 3, removed_seconds: 5_400, kept_entries: 0 })
    expect(done.outcome.payloads).toBeGreaterThanOrEqual(4)
    expect((await entryOf(first!.id)).status).toBe(404)
    expect((await entryOf(second!.id)).status).toBe(404)
    expect(await entryOf(other!.id)).toMatchObject({
      title: expect.stringContaining('Salary'),
      evidence_erased_at: null,
    })
    expect(await sums()).toBe(before - 5_400)
    const stored = await everythingStored()
    expect(stored.match(/Salary/g)).toHaveLength(1)
    const { data } = (await dana.get(`/audit?object_id=${first!.id}`)).body
    expect(data.map(({ action }: { action: string }) => action)).toContain('time_entry.erased')
    expect(data.every(({ before: was, after: is }: { before: unknown; after: unknown }) => !was && !is)).toBe(true)
    expect(await ledgerHolds()).toBe(true)
    // how long it was is the person's alone
    const { data: left } = (await noah.get('/me/left-out?date_from=2026-09-15&date_to=2026-09-15')).body
    expect(left).toMatchObject([{ reason: 'hidden', entries: 3, seconds: 5_400 }])
  })

  test('leaves approved weeks as hours, without title, address and app, and says so', async () => {
    const [locked, open] = await arrive(claim(15, 8), claim(22, 8))
    await noah.post('/time-entries/release', { ids: [locked!.id], released: true })
    await approve(14)
    const before = await sums()
    const { body } = await ask({ kind: 'erasure', ...days(15, 22) })
    expect((await dana.get(`/privacy-requests/${body.id}`)).body.affected).toEqual({
      entries: 2,
      seconds: 3_600,
      locked_entries: 1,
      locked_seconds: 1_800,
    })
    const done = await granted(body.id)
    expect(done.outcome).toMatchObject({ removed_entries: 1, kept_entries: 1, kept_seconds: 1_800 })
    expect(await entryOf(locked!.id)).toMatchObject({
      title: null,
      url: null,
      app: null,
      released: false,
      deal_id: deals.fleet,
      duration_seconds: 1_800,
      locked: 'approved',
      evidence_erased_at: expect.any(String),
    })
    expect((await entryOf(open!.id)).status).toBe(404)
    expect(await sums()).toBe(before - 1_800)
    expect(await everythingStored()).not.toMatch(/Salary|wiki\.example|Writer/)
    expect(await ledgerHolds()).toBe(true)
    await expect
      .poll(() => app.sent.find(({ to }) => to.startsWith('noah'))?.text, { timeout: 10_000 })
      .toContain('1 entry was erased for good. 1 entry was left as hours, without title, address and app.')
  })

  test('opens the closed period to nobody', async () => {
    const id = await one(claim(15, 8))
    await sql`update workspace set locked_through = '2026-09-30'`.execute(app.db)
    const done = await erased({ about: 'entry', entry_id: id })
    expect(done.outcome).toMatchObject({ removed_entries: 0, kept_entries: 1 })
    expect(await entryOf(id)).toMatchObject({ title: null, locked: 'period', duration_seconds: 1_800 })
  })

  test('of one entry reaches all it was made of, also where its week is approved', async () => {
    const half = (start_time: string, end_time: string) => claim(15, 8, { start_time, end_time })
    const three = await arrive(
      half('2026-09-15T08:00:00Z', '2026-09-15T08:30:00Z'),
      half('2026-09-15T08:30:00Z', '2026-09-15T09:00:00Z'),
      half('2026-09-15T09:00:00Z', '2026-09-15T09:30:00Z'),
    )
    const merge = async (...ids: string[]): Promise<string> =>
      (await noah.post('/time-entries/merge', { ids })).body.results[0].before.put_back
    const id = await merge(await merge(three[0]!.id, three[1]!.id), three[2]!.id)
    await approve(14)
    const done = await erased({ about: 'entry', entry_id: id })
    expect(done.outcome).toMatchObject({ removed_entries: 0, kept_entries: 1, kept_seconds: 5_400 })
    expect(await everythingStored()).not.toMatch(/Salary|wiki\.example|Writer/)
  })

  test('of all titles leaves every hour where it is', async () => {
    const ids = (await arrive(...Array.from({ length: 12 }, (_, n) => claim(1 + n, 8)))).map(({ id }) => id)
    await approve(7)
    const before = await sums()
    const done = await erased({ about: 'evidence' })
    expect(done.outcome).toMatchObject({ removed_entries: 0, kept_entries: 12, kept_seconds: 12 * 1_800 })
    expect(await sums()).toBe(before)
    for (const id of ids) expect(await entryOf(id)).toMatchObject({ title: null, url: null, app: null })
    expect(await everythingStored()).not.toMatch(/Salary|wiki\.example|Writer/)
  })

  test('is not undone by what an agent sends again or lets grow', async () => {
    const [gone, kept] = [claim(15, 8), claim(22, 8, { deal_id: undefined })]
    const [, stored] = await arrive(gone, kept)
    const { id } = stored!
    await erased(days(15))
    await erased({ about: 'evidence' })
    const longer = { ...kept, end_time: new Date(Date.parse(kept.end_time) + 600_000).toISOString() }
    expect((await arrive(gone, kept, longer)).map(({ status }) => status)).toEqual(['private', 'duplicate', 'updated'])
    expect(await entryOf(id)).toMatchObject({ title: null, app: null, url: null, duration_seconds: 2_400 })
    expect(await everythingStored()).not.toMatch(/Salary|wiki\.example/)
  })

  test('takes what was split, merged or deleted along: neither an original nor the bin keeps a title', async () => {
    const [split, deleted, whole] = await arrive(claim(15, 8), claim(15, 9), claim(22, 8))
    await noah.post('/time-entries/split', { ids: [split!.id, whole!.id], parts: 2 })
    const { version } = await entryOf(deleted!.id)
    await noah.delete(`/time-entries/${deleted!.id}`, { headers: { 'if-match': `"${version}"` } })
    await erased(days(15))
    expect((await noah.get('/time-entries?deleted=true')).body.data).toEqual([])
    expect((await everythingStored()).match(/Salary/g)?.length).toBe(3)
    await erased({ about: 'evidence' })
    expect(await everythingStored()).not.toMatch(/Salary|wiki\.example/)
    // put together again it is hours alone
    await noah.post('/time-entries/put-back', { ids: [whole!.id] })
    expect(await entryOf(whole!.id)).toMatchObject({ title: null, evidence_erased_at: expect.any(String) })
  })

  test('takes what a rule found in a title, and leaves the rule', async () => {
    const rule = {
      name: 'Talks',
      condition: 'title contains "Salary"',
      target: { kind: 'deal', deal_id: deals.author },
    }
    const { body } = await dana.post('/mapping-rules', rule)
    await dana.post(`/mapping-rules/${body.id}/state`, { state: 'active', unproven: true })
    const id = await one(claim(15, 8, { deal_id: undefined }))
    expect((await entryOf(id)).mapping.matched).toContain('Salary')
    await erased({ about: 'evidence' })
    expect((await entryOf(id)).mapping).toMatchObject({ rule: 'mapping_rule', rule_id: body.id, matched: null })
    expect((await entryOf(id)).deal_id).toBe(deals.author)
  })

  test('is of its person alone, and of what was there when it was granted', async () => {
    const [theirs] = await arrive(claim(15, 8, { user_id: users.grace }), claim(15, 9))
    await erased(days(15))
    const [later] = await arrive(claim(15, 10))
    expect(await entryOf(theirs!.id, grace)).toMatchObject({ title: expect.stringContaining('Salary') })
    expect(await entryOf(later!.id)).toMatchObject({ title: expect.stringContaining('Salary') })
  })

  test('of an entry that was taken out meanwhile cannot be granted, and is refused with that', async () => {
    const id = await one(claim(15, 8))
    const { body } = await ask({ kind: 'erasure', about: 'entry', entry_id: id })
    await noah.post('/time-entries/hide', { ids: [id] })
    const answer = await dana.post(`/privacy-requests/${body.id}/grant`, {})
    expect([answer.status, answer.body.code]).toEqual([409, 'entry_gone'])
    expect((await dana.post(`/privacy-requests/${body.id}/refuse`, { answer: 'You took it out' })).status).toBe(200)
  })

  test('that is interrupted goes on and counts nothing twice', async () => {
    const many = Array.from({ length: 2_500 }, (_, n) => {
      const start_ms = Date.UTC(2026, 8, 1 + Math.floor(n / 250), 6) + (n % 250) * 60_000
      const end_time = new Date(start_ms + 60_000).toISOString()
      return { ...claim(1, 0), start_time: new Date(start_ms).toISOString(), end_time }
    })
    for (let at = 0; at < many.length; at += 500) await arrive(...many.slice(at, at + 500))
    const { body } = await ask({ kind: 'erasure', about: 'evidence' })
    // two that run at once do what one would do
    await dana.post(`/privacy-requests/${body.id}/grant`, {})
    await Promise.allSettled([runErasure(app.db, body.id), runErasure(app.db, body.id)])
    await expect
      .poll(async () => (await dana.get(`/privacy-requests/${body.id}`)).body.state, { timeout: 30_000 })
      .toBe('done')
    expect((await own())[0].outcome).toMatchObject({ kept_entries: 2_500, kept_seconds: 150_000 })
    await expect
      .poll(() => app.sent.filter(({ text }) => text.includes('2500 entries')).length, { timeout: 10_000 })
      .toBe(1)
  }, 60_000)
})
