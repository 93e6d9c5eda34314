/** Entries that are deleted, split and merged: nothing of them is lost, nothing counts twice, and every way leads back. */
import { beforeEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { users, deals, accounts } = app.cast
const dana = await app.as('dana')
const noah = await app.as('noah')
const agent = await app.agent()
beforeEach(async () => {
  await sql`delete from time_entries`.execute(app.db)
  await sql`delete from former_entries`.execute(app.db)
})

const sent = (from: string, to: string, extra: object = {}) => ({
  user_id: users.noah,
  deal_id: deals.fleet,
  start_time: `2026-09-15T${from}:00Z`,
  end_time: `2026-09-15T${to}:00Z`,
  external_id: `noah ${from}`,
  title: `What was done at ${from}`,
  ...extra,
})
const arrive = async (...entries: object[]) => (await agent.post('/time-entries/batch', { entries })).body.results
const record = async (...args: Parameters<typeof sent>) => (await arrive(sent(...args)))[0].id as string
const post = async (path: string, body: object, person = dana) => (await person.post(path, body)).body
const said = ({ results }: any) => results.map(({ status, code }: any) => code ?? status)
/** What counts, in the order of time, and whether the sums every report reads agree with it. */
async function counted(): Promise<string[]> {
  const { rows } = await sql<{ said: string; seconds: number }>`
    select to_char(start_time, 'HH24:MI') || '–' || to_char(end_time, 'HH24:MI') as said, duration_seconds as seconds
    from time_entries order by start_time
  `.execute(app.db)
  const sums = await sql<{ seconds: number; entries: number }>`
    select coalesce(sum(seconds), 0) as seconds, coalesce(sum(entries), 0) as entries from time_by_day
  `.execute(app.db)
  expect(sums.rows[0]).toEqual({ seconds: rows.reduce((sum, row) => sum + row.seconds, 0), entries: rows.length })
  return rows.map((row) => row.said)
}
const whole = async (id: string) =>
  (
    await sql<any>`select to_jsonb(e) - 'version' - 'updated_at' as row from time_entries e where id = ${id}`.execute(
      app.db,
    )
  ).rows[0]?.row

test('a deleted entry counts nowhere, stays out when it is sent again, however it grew, and comes back as it was', async () => {
  const id = await record('09:00', '10:00', { tags: ['x'] })
  const before = await whole(id)
  const { body } = await dana.get(`/time-entries/${id}`)
  const gone = await dana.send('DELETE', `/time-entries/${id}`, undefined, based(body.version))
  expect([gone.status, gone.body.ended_as, gone.body.deleted_by]).toEqual([200, 'deleted', users.dana])
  expect(await counted()).toEqual([])
  expect((await dana.get('/time-entries')).body.data).toEqual([])
  expect((await dana.get('/time-entries?deleted=true')).body.data).toMatchObject([{ id, ended_as: 'deleted' }])
  expect(await arrive(sent('09:00', '10:00'))).toMatchObject([{ status: 'duplicate', id, waiting: false }])
  expect((await agent.post('/time-entries', sent('09:00', '10:00'))).status).toBe(200)
  expect((await dana.patch(`/time-entries/${id}`, { billable: false })).body.code).toBe('deleted')
  expect(await counted()).toEqual([])
  const back = await dana.post(`/time-entries/${id}/restore`)
  expect([back.status, back.body.ended_as]).toEqual([200, null])
  expect(await whole(id)).toEqual(before)
  const [first] = await arrive(sent('09:00', '10:00'))
  expect(first.status).toBe('duplicate')
  await post('/time-entries/bulk', { ids: [id], delete: true })
  expect(await arrive(sent('09:00', '10:30'))).toMatchObject([{ status: 'duplicate' }])
  expect(await counted()).toEqual([])
  await dana.post(`/time-entries/${id}/restore`)
  expect(await counted()).toEqual(['09:00–10:30'])
})

test('where other billable time was recorded meanwhile, a deleted entry stays deleted and says so', async () => {
  const id = await record('09:00', '10:00')
  await post('/time-entries/bulk', { ids: [id], delete: true })
  await record('09:30', '09:45', { external_id: 'other' })
  const { status, body } = await dana.post(`/time-entries/${id}/restore`)
  expect([status, body.code]).toEqual([409, 'overlaps'])
  expect(await counted()).toEqual(['09:30–09:45'])
})

test.each([
  ['equal parts', { parts: 3 }, ['09:00–09:20', '09:20–09:40', '09:40–10:00']],
  ['at an instant', { at: ['2026-09-15T09:50:00Z'] }, ['09:00–09:50', '09:50–10:00']],
  ['by durations', { durations_seconds: [600] }, ['09:00–09:10', '09:10–10:00']],
])('an entry is split into %s, and put back exactly', async (_, cuts, parts) => {
  const id = await record('09:00', '10:00', { tags: ['x'], productivity_score: 0.5 })
  const before = await whole(id)
  const split = await post('/time-entries/split', { ids: [id], ...cuts })
  expect(said(split)).toEqual(['split'])
  expect(await counted()).toEqual(parts)
  const { data } = (await noah.get('/time-entries?sort=start_time')).body
  expect(data).toMatchObject(
    parts.map(() => ({
      made_in: id,
      external_id: null,
      title: 'What was done at 09:00',
      tags: ['x'],
      deal_id: deals.fleet,
    })),
  )
  const origin = (await noah.get(`/time-entries/${data[0].id}/origin`)).body
  expect(origin).toMatchObject({
    reshaped: { how: 'split', by: 'dana' },
    originals: [{ id, external_id: 'noah 09:00' }],
  })
  expect((await noah.get(`/time-entries/${id}/origin`)).body.parts).toHaveLength(parts.length)
  expect(await arrive(sent('09:00', '10:00'))).toMatchObject([{ status: 'duplicate' }])
  expect(said(await post('/time-entries/put-back', { ids: [id] }))).toEqual(['restored'])
  expect(await whole(id)).toEqual(before)
  expect(await counted()).toEqual(['09:00–10:00'])
})

test('what grows where it was recorded grows its last part once, also sent twice and in one batch', async () => {
  const id = await record('09:00', '10:00')
  await post('/time-entries/split', { ids: [id], parts: 2 })
  expect(await arrive(sent('09:00', '10:10'), sent('09:00', '10:20'))).toMatchObject([
    { status: 'updated' },
    { status: 'updated' },
  ])
  expect(await counted()).toEqual(['09:00–09:30', '09:30–10:20'])
  expect(await arrive(sent('09:00', '10:20'))).toMatchObject([{ status: 'duplicate' }])
  // shorter than what is known: as for any entry
  expect(await arrive(sent('09:00', '10:00'))).toMatchObject([{ status: 'conflict' }])
  expect(said(await post('/time-entries/put-back', { ids: [id], even_changed: true }))).toEqual(['restored'])
  expect(await counted()).toEqual(['09:00–10:20'])
})

test('it does not grow over other billable time, nor where its last part is another one by now', async () => {
  const id = await record('09:00', '10:00')
  await post('/time-entries/split', { ids: [id], parts: 2 })
  await record('10:05', '10:30', { external_id: 'next' })
  expect(await arrive(sent('09:00', '10:10'))).toMatchObject([{ status: 'conflict', problem: { code: 'overlaps' } }])
  const last = (await noah.get('/time-entries?sort=start_time')).body.data[1].id
  await post('/time-entries/split', { ids: [last], parts: 2 })
  expect(await arrive(sent('09:00', '10:04'))).toMatchObject([{ status: 'conflict', problem: { code: 'reshaped' } }])
  expect(await counted()).toEqual(['09:00–09:30', '09:30–09:45', '09:45–10:00', '10:05–10:30'])
  expect(said(await post('/time-entries/put-back', { ids: [id] }))).toEqual(['changed_since'])
  expect(said(await post('/time-entries/put-back', { ids: [last] }))).toEqual(['restored'])
  expect(said(await post('/time-entries/put-back', { ids: [id], even_changed: true }))).toEqual(['restored'])
  expect(await counted()).toEqual(['09:00–10:00', '10:05–10:30'])
})

test('entries that follow each other become one whose pauses do not count, and are put back exactly', async () => {
  const ids = [
    await record('09:00', '09:30'),
    await record('09:33', '10:00', { tags: ['y'] }),
    await record('12:00', '12:10'),
  ]
  const before = await Promise.all(ids.map(whole))
  const order = { ids }
  const ahead = await post('/time-entries/merge', { ...order, dry_run: true })
  expect([said(ahead), ahead.deed_id, await counted()]).toEqual([
    ['merged', 'merged', 'invalid'],
    null,
    ['09:00–09:30', '09:33–10:00', '12:00–12:10'],
  ])
  const merged = await post('/time-entries/merge', order)
  const into = merged.results[0].before.put_back
  expect(await counted()).toEqual(['09:00–10:00', '12:00–12:10'])
  expect((await noah.get(`/time-entries/${into}`)).body).toMatchObject({
    duration_seconds: 57 * 60,
    tags: ['y'],
    title: 'What was done at 09:00',
    deal_id: deals.fleet,
    made_in: into,
  })
  expect(await arrive(sent('09:00', '09:30'), sent('09:33', '10:00'))).toMatchObject([
    { status: 'duplicate' },
    { status: 'duplicate' },
  ])
  const origin = (await noah.get(`/time-entries/${into}/origin`)).body
  expect(origin.originals.map(({ id }: any) => id)).toEqual(ids.slice(0, 2))
  expect(said(await post('/time-entries/put-back', { ids: [into] }))).toEqual(['restored'])
  expect(await Promise.all(ids.map(whole))).toEqual(before)
})

test('other times of what was merged count no pauses, whoever says them how, and it is still put back exactly', async () => {
  const ids = [await record('09:00', '09:30'), await record('09:34', '10:00')]
  const before = await Promise.all(ids.map(whole))
  const into = (await post('/time-entries/merge', { ids })).results[0].before.put_back
  const at = (from: string, to: string) => ({
    start_time: `2026-09-15T${from}:00Z`,
    end_time: `2026-09-15T${to}:00Z`,
  })
  const counts = async (change: object) => {
    const { status, body } = await noah.patch(`/time-entries/${into}`, change)
    expect(status).toBe(200)
    await counted()
    return body.duration_seconds / 60
  }
  expect(await counts(at('11:00', '12:00'))).toBe(56)
  expect(await counts(at('11:00', '12:30'))).toBe(86)
  expect(await counts({ ...at('09:00', '10:00'), duration_seconds: 56 * 60 })).toBe(56)
  expect(await counts(at('09:00', '09:30'))).toBe(28)
  expect(await counts({ duration_seconds: 30 * 60 })).toBe(30)
  for (const change of [{ duration_seconds: 31 * 60 }, { ...at('09:00', '09:10'), duration_seconds: 1_800 }]) {
    const { status, body } = await noah.patch(`/time-entries/${into}`, change)
    expect([status, body.errors[0].pointer]).toEqual([422, '/duration_seconds'])
  }
  // what one agent recorded in one piece has no pauses
  const whole_id = await record('15:00', '16:00')
  const refused = await noah.patch(`/time-entries/${whole_id}`, { duration_seconds: 1_800 })
  expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'duration_contradicts_span'])
  expect(said(await post('/time-entries/put-back', { ids: [into], even_changed: true }))).toEqual(['restored'])
  expect(await Promise.all(ids.map(whole))).toEqual(before)
})

test('parts that were changed since are put back only if that is said', async () => {
  const id = await record('09:00', '10:00')
  await post('/time-entries/split', { ids: [id], parts: 2 })
  const [part] = (await noah.get('/time-entries')).body.data
  await post('/time-entries/bulk', { ids: [part.id], change: { place: { deal_id: deals.author } } })
  expect(said(await post('/time-entries/put-back', { ids: [id] }))).toEqual(['changed_since'])
  expect(said(await post('/time-entries/put-back', { ids: [id], even_changed: true }))).toEqual(['restored'])
  expect(await counted()).toEqual(['09:00–10:00'])
})

test('many are mapped, marked and tagged as one deed, and each says what takes it back', async () => {
  const ids = [
    await record('09:00', '10:00', { deal_id: null, project_name: 'Nobody knows' }),
    await record('10:00', '11:00', { tags: ['x', 'y'] }),
  ]
  const change = { place: { deal_id: deals.author }, billable: false, tags: { add: ['z', 'x'], remove: ['y'] } }
  const answer = await post('/time-entries/bulk', { ids: [...ids, nowhere], change })
  expect(said(answer)).toEqual(['changed', 'changed', 'not_found'])
  const place = { account_id: accounts.kestrel, deal_id: deals.fleet, task_id: null }
  expect(answer.results.map(({ before }: any) => before)).toEqual([
    { place: null, billable: true, tags: { add: [], remove: ['z', 'x'] } },
    { place, billable: true, tags: { add: ['y'], remove: ['z'] } },
    null,
  ])
  const shown = { deal_id: deals.author, billable: false }
  expect((await dana.get('/time-entries?sort=start_time')).body.data).toMatchObject([
    { ...shown, tags: ['z', 'x'] },
    { ...shown, tags: ['x', 'z'] },
  ])
  expect(said(await post('/time-entries/bulk', { ids, change }))).toEqual(['unchanged', 'unchanged'])
  expect(said(await post('/time-entries/bulk', { ids, versions: [1, 1], change: { billable: true } }))).toEqual([
    'changed_since',
    'changed_since',
  ])
  for (const { id, before, version } of answer.results.slice(0, 2))
    expect(said(await post('/time-entries/bulk', { ids: [id], versions: [version], change: before }))).toEqual([
      'changed',
    ])
  expect((await dana.get('/time-entries?sort=start_time')).body.data).toMatchObject([
    { status: 'unmapped', deal_id: null, billable: true, tags: [] },
    { status: 'synced', deal_id: deals.fleet, billable: true, tags: ['x', 'y'] },
  ])
})

test('what would be billable twice is left, and so is what is kept aside', async () => {
  const first = await record('09:00', '10:00')
  const free = await record('09:30', '10:30', { billable: false, external_id: 'second device' })
  const aside = await record('09:40', '09:50', { external_id: 'third device' })
  expect((await dana.get(`/time-entries/${aside}`)).body.status).toBe('quarantined')
  const order = { ids: [first, free, aside], change: { billable: true } }
  expect(said(await post('/time-entries/bulk', order))).toEqual(['unchanged', 'overlaps', 'quarantined'])
  expect(said(await post('/time-entries/split', { ids: [aside], parts: 2 }))).toEqual(['quarantined'])
})

test('bad orders are refused at the field, and nothing is done', async () => {
  const id = await record('09:00', '10:00')
  const refused = async (path: string, body: object) => {
    const answer = await dana.post(path, body)
    return [answer.status, answer.body.errors[0].pointer]
  }
  expect(await refused('/time-entries/split', { ids: [id] })).toEqual([422, ''])
  expect(await refused('/time-entries/split', { ids: [id], parts: 2, at: ['2026-09-15T09:10:00Z'] })).toEqual([422, ''])
  expect(await refused('/time-entries/split', { ids: [id], parts: 1 })).toEqual([422, '/parts'])
  expect(await refused('/time-entries/split', { ids: [id], versions: [1, 2], parts: 2 })).toEqual([422, '/versions'])
  expect(await refused('/time-entries/bulk', { ids: [id], change: { place: { deal_id: nowhere } } })).toEqual([
    422,
    '/deal_id',
  ])
  expect(said(await post('/time-entries/split', { ids: [id], at: ['2026-09-15T11:00:00Z'] }))).toEqual(['invalid'])
  expect(await counted()).toEqual(['09:00–10:00'])
})

test('what others may not change is nothing to them', async () => {
  const grace = await app.as('grace')
  const id = await record('09:00', '10:00')
  for (const [path, body] of [
    ['/time-entries/bulk', { ids: [id], delete: true }],
    ['/time-entries/split', { ids: [id], parts: 2 }],
    ['/time-entries/merge', { ids: [id] }],
    ['/time-entries/put-back', { ids: [id] }],
  ] as const)
    expect(said(await post(path, body, grace))).toEqual(['not_found'])
  expect((await grace.get(`/time-entries/${id}/origin`)).status).toBe(404)
})

test('what a person takes out for good is gone from its original too, and does not come back with it', async () => {
  const id = await record('09:00', '10:00')
  await post('/time-entries/split', { ids: [id], parts: 2 }, noah)
  const [part] = (await noah.get('/time-entries')).body.data
  expect((await noah.post('/time-entries/hide', { ids: [part.id] })).body).toEqual({ hidden: 1 })
  const { rows } = await sql<any>`select to_jsonb(f)::text as row from former_entries f`.execute(app.db)
  expect(rows[0].row).not.toContain('What was done')
  expect(said(await post('/time-entries/put-back', { ids: [id] }))).toEqual(['hidden'])
  expect(await arrive(sent('09:00', '10:30'))).toMatchObject([{ status: 'duplicate' }])
  expect(await counted()).toEqual(['09:00–09:30'])
  const other = await record('12:00', '13:00')
  await post('/time-entries/bulk', { ids: [other], delete: true })
  expect((await noah.post('/time-entries/hide', { ids: [other] })).body).toEqual({ hidden: 1 })
  expect(await arrive(sent('12:00', '13:00'))).toMatchObject([{ status: 'private' }])
})

test('what was merged and then split is put back step by step, exactly', async () => {
  const ids = [await record('09:00', '09:30'), await record('09:30', '10:00')]
  const before = await Promise.all(ids.map(whole))
  const { results } = await post('/time-entries/merge', { ids })
  const into = results[0].before.put_back
  const merged = await whole(into)
  await post('/time-entries/split', { ids: [into], parts: 3 })
  expect(await counted()).toEqual(['09:00–09:20', '09:20–09:40', '09:40–10:00'])
  const [part] = (await noah.get('/time-entries?sort=start_time')).body.data
  expect((await noah.get(`/time-entries/${part.id}/origin`)).body.reshaped.how).toBe('split')
  expect(said(await post('/time-entries/put-back', { ids: [into] }))).toEqual(['restored'])
  expect(await whole(into)).toEqual(merged)
  expect(said(await post('/time-entries/put-back', { ids: [into], even_changed: true }))).toEqual(['restored'])
  expect(await Promise.all(ids.map(whole))).toEqual(before)
  expect(await counted()).toEqual(['09:00–09:30', '09:30–10:00'])
})

test('what a person takes out for good is gone from all it was made of, however often that was merged and split', async () => {
  const called = { deal_id: null, project_name: 'Fleet dashboard of a friend' }
  const ids = [
    await record('09:00', '09:30', called),
    await record('09:30', '10:00', called),
    await record('10:00', '10:30', called),
  ]
  const first = (await post('/time-entries/merge', { ids: ids.slice(0, 2) })).results[0].before.put_back
  const second = (await post('/time-entries/merge', { ids: [first, ids[2]] })).results[0].before.put_back
  await post('/time-entries/split', { ids: [second], parts: 2 })
  const { data } = (await noah.get('/time-entries')).body
  expect((await noah.post('/time-entries/hide', { ids: data.map(({ id }: any) => id) })).body).toEqual({ hidden: 2 })
  const { rows } = await sql<any>`select to_jsonb(f)::text as row from former_entries f`.execute(app.db)
  expect(rows).toHaveLength(5)
  for (const { row } of rows) expect(row).not.toMatch(/What was done|friend|Fleet/)
  for (const id of [first, second])
    expect(said(await post('/time-entries/put-back', { ids: [id] }))).toEqual(['hidden'])
  expect(await arrive(sent('09:00', '09:30'))).toMatchObject([{ status: 'duplicate' }])
})

test('what a person shows no more is shown by nothing it was made of, and not by what was deleted', async () => {
  const [id, other] = [await record('09:00', '10:00'), await record('14:00', '15:00')]
  const show = (ids: string[], released: boolean) => noah.post('/time-entries/release', { ids, released })
  await show([id, other], true)
  await post('/time-entries/split', { ids: [id], parts: 2 })
  await post('/time-entries/bulk', { ids: [other], delete: true })
  const parts = (await noah.get('/time-entries?sort=start_time')).body.data.map((part: any) => part.id)
  const told = async () => [
    (await dana.get(`/time-entries/${parts[0]}`)).body.title,
    (await dana.get(`/time-entries/${parts[0]}/origin`)).body.originals[0].title,
    (await dana.get('/time-entries?deleted=true')).body.data[0].title,
  ]
  expect(await told()).toEqual(['What was done at 09:00', 'What was done at 09:00', 'What was done at 14:00'])
  expect((await show([...parts, other], false)).body).toEqual({ changed: 3 })
  expect(await told()).toEqual([null, null, null])
  await post('/time-entries/put-back', { ids: [id], even_changed: true })
  expect((await dana.get(`/time-entries/${id}`)).body).toMatchObject({ title: null, released: false })
  await dana.post(`/time-entries/${other}/restore`)
  expect((await dana.get(`/time-entries/${other}`)).body).toMatchObject({ title: null, released: false })
})

test('a split is taken back from the ledger as a whole', async () => {
  const ids = [await record('09:00', '10:00'), await record('11:00', '12:00')]
  const { deed_id } = await post('/time-entries/split', { ids, parts: 2 })
  expect((await dana.post(`/audit/deeds/${deed_id}/revert`, { dry_run: false })).body).toMatchObject({ reverted: 2 })
  expect(await counted()).toEqual(['09:00–10:00', '11:00–12:00'])
})

test('an account that was merged away meanwhile is where a restored entry is', async () => {
  const { id: twin } = (await dana.post('/accounts', { name: 'Kestrel Twin' })).body
  const id = await record('09:00', '10:00', { deal_id: null, tags: ['client:Kestrel Twin'] })
  expect((await dana.get(`/time-entries/${id}`)).body.account_id).toBe(twin)
  await post('/time-entries/bulk', { ids: [id], delete: true })
  const { version } = (await dana.get(`/accounts/${accounts.kestrel}`)).body
  await dana.post(`/accounts/${accounts.kestrel}/merge`, { other_id: twin, other_version: 1 }, based(version))
  await dana.post(`/time-entries/${id}/restore`)
  expect((await dana.get(`/time-entries/${id}`)).body.account_id).toBe(accounts.kestrel)
})

test('the table is narrowed by everything an entry is, and apps and titles only where one may read them', async () => {
  await record('08:00', '08:10', { app: 'Excel', tags: ['x'], activity_type: 'website', billable: false })
  await record('09:00', '10:00', { app: 'Word', deal_id: null })
  await record('11:00', '13:00', { user_id: users.grace, external_id: 'grace', app: 'Excel' })
  const found = async (query: string, person = noah) => {
    const { data } = (await person.get(`/time-entries?sort=start_time&${query}`)).body
    const named = (await person.get(`/time-entries/matching?${query}`)).body.data
    expect(named.map(({ id }: any) => id).toSorted()).toEqual(data.map(({ id }: any) => id).toSorted())
    return data.map(({ start_time }: any) => start_time.slice(11, 13)).join(' ')
  }
  expect(await found('app=Excel')).toBe('08')
  // somebody else's, which they did not release
  expect(await found('app=Excel', dana)).toBe('')
  expect(await found('q=done at 09', noah)).toBe('09')
  expect(await found('q=done at 09', dana)).toBe('')
  const { delivery } = app.cast.teams
  for (const [query, hours] of [
    ['tag=x', '08'],
    ['activity_type=website', '08'],
    ['billable=false', '08'],
    ['minutes.from=60&minutes.to=60', '09'],
    ['minutes.to=10', '08'],
    ['status=unmapped', '09'],
    [`team_id=${delivery}`, '08 09'],
    [`user_id=${users.grace}`, '11'],
    ['date_from=2026-09-16', ''],
  ])
    expect(await found(query!, dana), query).toBe(hours)
  const aside = await record('09:30', '09:40', { external_id: 'second device' })
  await dana.post('/quarantined-time-entries/discard', { ids: [aside], reason: 'No time' })
  expect(await found('status=discarded', dana)).toBe('09')
  expect(await found('status=discarded&status=unmapped', dana)).toBe('09 09')
})

test('locked days are not deleted from, split in, merged in or restored into', async () => {
  const [gone, id, next] = [
    await record('08:00', '08:30'),
    await record('09:00', '10:00'),
    await record('10:00', '11:00'),
  ]
  await post('/time-entries/bulk', { ids: [gone], delete: true })
  await sql`update workspace set locked_through = '2026-09-20'`.execute(app.db)
  try {
    const marta = await app.as('marta')
    const asked = [
      await post('/time-entries/bulk', { ids: [id], delete: true }, noah),
      await post('/time-entries/bulk', { ids: [id], change: { tags: { add: ['x'] } } }, noah),
      await post('/time-entries/split', { ids: [id], parts: 2 }, noah),
      await post('/time-entries/merge', { ids: [id, next] }, marta),
      await post('/time-entries/bulk', { ids: [gone], restore: true }, noah),
    ]
    expect(asked.flatMap(said)).toEqual(['locked', 'locked', 'locked', 'locked', 'locked', 'locked'])
  } finally {
    await sql`update workspace set locked_through = null`.execute(app.db)
  }
})

test('every column of an entry is kept where it is put away', async () => {
  const { rows } = await sql<{ column_name: string }>`
    select column_name from information_schema.columns where table_name = 'time_entries'
    except select column_name from information_schema.columns where table_name = 'former_entries'
  `.execute(app.db)
  expect(rows).toEqual([])
})
