import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, startApp } from '#test/app.ts'
import { orGiveUp } from './give-up.ts'

const app = await startApp({ worker: true })
const sample = (name: string) => readFileSync(path.join(import.meta.dirname, '../../test/data/time', name))
const dana = await app.as('dana')
const stored = async () =>
  (
    await sql<{
      entries: number
      seconds: number
    }>`select count(*) as entries, coalesce(sum(duration_seconds), 0) as seconds from time_entries`.execute(app.db)
  ).rows[0]!

async function settled(id: string): Promise<any> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { body } = await dana.get(`/imports/${id}`)
    if (!['checking', 'running', 'undoing'].includes(body.status)) return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the import did not come to an end')
}
const upload = async (name: string, query = '') => {
  const { status, body } = await dana.post(`/imports?file_name=${name}${query}`, sample(name), {
    type: 'application/octet-stream',
  })
  expect(status).toBe(201)
  return settled(body.id)
}
const run = async (id: string) => {
  expect((await dana.post(`/imports/${id}/run`)).status).toBe(200)
  return settled(id)
}

test('a Toggl file is tried out first, then gives 491,268 s exactly, and a second time nothing', async () => {
  const before = await stored()
  const checked = await upload('toggl_detailed_sample.csv', '&zone=America/New_York')
  expect(checked).toMatchObject({
    status: 'checked',
    // told while it is tried out
    processed: 192,
    kind: 'csv',
    report: { entries: 192, seconds: 491_268, counts: { created: 192, skipped: 29 } },
  })
  expect(checked.report.people).toHaveLength(3)
  expect(checked.report.people[0]).toMatchObject({ new: true })
  expect(await stored()).toEqual(before)
  const done = await run(checked.id)
  expect(done).toMatchObject({ status: 'done', report: { counts: { created: 192 } } })
  expect(await stored()).toEqual({ entries: before.entries + 192, seconds: before.seconds + 491_268 })
  const again = await upload('toggl_detailed_sample.csv', '&zone=America/New_York')
  expect((await run(again.id)).report.counts).toMatchObject({ created: 0, updated: 0, duplicate: 192 })
  expect((await stored()).entries).toBe(before.entries + 192)
  expect((await dana.post(`/imports/${again.id}/run`)).body).toMatchObject({ status: 409, code: 'already_run' })
}, 60_000)

test('an ActivityWatch export gives 6.6394 h of active time, and a second time nothing', async () => {
  const before = await stored()
  const done = await run((await upload('activitywatch_export_sample.json')).id)
  expect(done.report.seconds / 3_600).toBeCloseTo(6.6394, 3)
  const after = await stored()
  expect((after.seconds - before.seconds) / 3_600).toBeCloseTo(6.6394, 3)
  const again = await run((await upload('activitywatch_export_sample.json')).id)
  expect(again.report.counts).toMatchObject({ created: 0, duplicate: done.report.entries })
  expect(await stored()).toEqual(after)
}, 60_000)

test('a file of Harvest names people without an address: each is chosen, and nobody is guessed', async () => {
  const csv = [
    'Date,Client,Project,Task,Notes,Hours,Billable?,First Name,Last Name',
    '2026-08-03,Quill,Author platform,Design,Home page,1.25,Yes,Noah,Reed',
    '2026-08-03,Quill,Author platform,Design,Menu,0.75,No,Noah,Reed',
    '2026-08-03,Quill,Author platform,Design,Footer,2,Yes,Some,Body',
  ].join('\n')
  const { body } = await dana.post('/imports?file_name=harvest.csv&zone=Europe/Berlin', csv, {
    type: 'application/octet-stream',
  })
  const checked = await settled(body.id)
  expect(checked.report).toMatchObject({ entries: 3, seconds: 14_400, counts: { created: 0, skipped: 3 } })
  expect(checked.report.people.map(({ ref, user_id }: any) => [ref, user_id])).toEqual([
    ['Noah Reed', null],
    ['Some Body', null],
  ])
  expect(checked.report.questions).toMatchObject([
    { field: 'people', message: expect.stringContaining('“Noah Reed”, “Some Body”') },
  ])
  expect((await dana.post(`/imports/${body.id}/run`)).body).toMatchObject({ status: 409, code: 'questions_open' })
  await dana.patch(`/imports/${body.id}`, { people: { 'Noah Reed': app.cast.users.noah, 'Some Body': 'skip' } })
  expect((await settled(body.id)).report.counts).toMatchObject({ created: 2, skipped: 1 })
  expect((await run(body.id)).report.counts).toMatchObject({ created: 2, skipped: 1 })
}, 60_000)

test('a file tells nobody who stands behind an address that they may not see', async () => {
  const noah = await app.as('noah')
  const line = (email: string) => `${email},2026-08-04,09:00:00,2026-08-04,10:00:00,01:00:00,Design`
  const csv = [
    'Email,Start date,Start time,End date,End time,Duration,Description',
    ...['noah', 'grace', 'nobody'].map((name) => line(`${name}@northlight.example`)),
  ].join('\n')
  const { body } = await noah.post('/imports?file_name=toggl.csv&zone=Europe/Berlin', csv, {
    type: 'application/octet-stream',
  })
  const { people } = (await settled(body.id)).report
  const told = (name: string) => people.find(({ ref }: { ref: string }) => ref.startsWith(name))
  expect(told('noah')).toMatchObject({ user_id: app.cast.users.noah })
  expect({ ...told('grace'), ref: '' }).toEqual({ ...told('nobody'), ref: '' })
})

test('an import that was wrong is taken back, what somebody changed stays, and the file can come again', async () => {
  const csv = [
    'Project,Description,Start date,Start time,End date,End time',
    'Nothing known,Offer,2026-06-01,09:00,2026-06-01,10:00',
    'Nothing known,Call,2026-06-01,10:00,2026-06-01,10:30',
    'Nothing known,Mail,2026-06-01,11:00,2026-06-01,11:15',
  ].join('\n')
  const bring = async (zone: string) => {
    const sent = await dana.post(`/imports?file_name=june.csv&zone=${zone}`, csv, { type: 'application/octet-stream' })
    await settled(sent.body.id)
    return run(sent.body.id)
  }
  const before = await stored()
  const wrong = await bring('Asia/Tokyo')
  expect(wrong.report.counts.created).toBe(3)
  expect(Date.parse(wrong.undo_until)).toBeGreaterThan(Date.now() + 6 * 86_400_000)
  const { data } = (await dana.get('/time-entries?date_from=2026-06-01&date_to=2026-06-01&sort=start_time')).body
  const [first] = data
  await dana.post(`/unmapped-time-entries/${first.id}/assign`, { deal_id: app.cast.deals.author })
  expect((await dana.post(`/imports/${wrong.id}/undo`)).body.status).toBe('undoing')
  expect(await settled(wrong.id)).toMatchObject({ status: 'undone', kept: 1 })
  expect(await stored()).toEqual({ entries: before.entries + 1, seconds: before.seconds + 3_600 })
  expect((await dana.post(`/imports/${wrong.id}/undo`)).body).toMatchObject({ status: 409, code: 'not_done' })
  expect((await bring('Europe/Berlin')).report.counts).toMatchObject({ created: 2, conflict: 1 })
  await sql`update imports set undo_until = now() - interval '1 minute', status = 'done' where id = ${wrong.id}`.execute(
    app.db,
  )
  expect((await dana.post(`/imports/${wrong.id}/undo`)).body).toMatchObject({ status: 409, code: 'too_late' })
}, 60_000)

test('people an import made go with it, unless somebody gave them something since', async () => {
  const names = ['gone', 'invited', 'busy', 'renamed', 'worked']
  const address = (name: string) => `${name}@undone.example`
  const lines = names.map(
    (name, hour) => `${name},${address(name)},2026-06-0${hour + 4} 09:00,2026-06-0${hour + 4} 10:00`,
  )
  const csv = ['User,Email,Start,End', ...lines, 'Noah,noah@northlight.example,2026-06-04 09:00,2026-06-04 10:00'].join(
    '\n',
  )
  const bring = async () => {
    const { body } = await dana.post('/imports?file_name=people.csv&zone=Europe/Berlin', csv, {
      type: 'application/octet-stream',
    })
    await settled(body.id)
    return run(body.id)
  }
  const here = async () => {
    const { rows } = await sql<{ email: string; id: string; version: number }>`
      select email, id, version from users where email like '%@undone.example' order by email
    `.execute(app.db)
    return new Map(rows.map((row) => [row.email.split('@')[0]!, row]))
  }
  const { id } = await bring()
  const made = await here()
  expect([...made.keys()]).toEqual(names.toSorted())
  await dana.post('/users', { email: address('invited'), name: 'invited', role: 'employee' })
  await dana.post('/tasks', { title: 'To do', assigned_to: made.get('busy')!.id })
  await dana.patch(`/users/${made.get('renamed')!.id}`, { name: 'Renamed' }, based(1))
  await dana.post('/time-entries', {
    user_id: made.get('worked')!.id,
    source: 'manual',
    start_time: '2026-06-20T09:00:00Z',
    end_time: '2026-06-20T10:00:00Z',
  })
  await dana.post(`/imports/${id}/undo`)
  expect(await settled(id)).toMatchObject({ status: 'undone', kept: 0 })
  expect([...(await here()).keys()]).toEqual(['busy', 'invited', 'renamed', 'worked'])
  expect((await dana.get(`/users/${app.cast.users.noah}`)).status).toBe(200)
  const { data } = (await dana.get(`/audit?object_id=${made.get('gone')!.id}&action=user.taken_back`)).body
  expect(data).toMatchObject([{ before: { name: 'gone', email: address('gone') } }])
  // once more it makes the one who went, and finds the others
  const again = await bring()
  expect(again.report.people.filter((person: any) => person.new).map(({ name }: any) => name)).toEqual(['gone'])
}, 60_000)

test('a file whose people have no real address leaves them out instead of making people of them', async () => {
  const csv = [
    'User,Email,Start,End',
    `${'X'.repeat(400)},${'a'.repeat(300)}@long.example,2026-06-02 09:00,2026-06-02 10:00`,
    ',@,2026-06-02 10:00,2026-06-02 11:00',
    'Bad,not an email@@x,2026-06-02 11:00,2026-06-02 12:00',
    `"New\n${'y'.repeat(400)}",new.one@northlight.example,2026-06-02 12:00,2026-06-02 13:00`,
  ].join('\n')
  const { body } = await dana.post('/imports?file_name=odd.csv&zone=Europe/Berlin', csv, {
    type: 'application/octet-stream',
  })
  const { status, report } = await settled(body.id)
  expect([status, report.counts.created, report.counts.skipped]).toEqual(['checked', 1, 3])
  expect(report.questions).toHaveLength(1)
}, 60_000)

test('what would be refused or kept aside is told with its line and why', async () => {
  const csv = [
    'Project,Start,End',
    'Nothing known,2026-06-03 09:00,2026-06-03 10:00',
    'Nothing known,2026-06-03 09:30,2026-06-03 10:30',
    'Nothing known,2026-06-03 11:00,2026-06-20 11:00',
  ].join('\n')
  const { body } = await dana.post('/imports?file_name=odd.csv&zone=Europe/Berlin', csv, {
    type: 'application/octet-stream',
  })
  const { problems, counts } = (await settled(body.id)).report
  expect(counts).toMatchObject({ created: 1, quarantined: 1, rejected: 1 })
  expect(problems.map(({ message }: any) => message)).toEqual([
    expect.stringMatching(/^Line 3: It overlaps billable time/),
    'Line 4: One entry may span at most 7 days.',
  ])
}, 60_000)

test('a fault of ours ends the waiting, and writing can be started again', async () => {
  const { id } = await upload('toggl_detailed_sample.csv', '&zone=America/New_York')
  const failing = (attempts: number) => orGiveUp(app.db, id, attempts, () => Promise.reject(new Error('disk')))
  await sql`update imports set status = 'running' where id = ${id}`.execute(app.db)
  await expect(failing(2)).rejects.toThrow('disk')
  expect((await dana.get(`/imports/${id}`)).body.status).toBe('running')
  await expect(failing(3)).rejects.toThrow('disk')
  expect((await dana.get(`/imports/${id}`)).body).toMatchObject({
    status: 'failed',
    failure: expect.stringContaining('Start it again'),
  })
  expect((await run(id)).status).toBe('done')
}, 60_000)

test('an import whose person was disabled since fails, so that its file goes too', async () => {
  const csv = 'Start date,Start time,End date,End time,Duration\n2026-08-05,09:00:00,2026-08-05,10:00:00,01:00:00\n'
  const disable = (at: string | null) =>
    sql`update users set disabled_at = ${at}::timestamptz where id = ${app.cast.users.grace}`.execute(app.db)
  const grace = await app.as('grace')
  for (const goOn of [
    (id: string) => dana.post(`/imports/${id}/run`),
    (id: string) => dana.patch(`/imports/${id}`, { zone: 'Asia/Kolkata' }),
  ]) {
    const { body } = await grace.post('/imports?file_name=x.csv&zone=Europe/Berlin', csv, {
      type: 'application/octet-stream',
    })
    expect((await settled(body.id)).status).toBe('checked')
    await disable(new Date().toISOString())
    expect((await goOn(body.id)).status).toBe(200)
    expect(await settled(body.id)).toMatchObject({ status: 'failed', failure: expect.stringContaining('disabled') })
    await disable(null)
  }
})

test('another zone is a new dry run', async () => {
  const checked = await upload('toggl_detailed_sample.csv', '&zone=Europe/Berlin')
  expect((await dana.patch(`/imports/${checked.id}`, { zone: 'Mars/Olympus' })).status).toBe(422)
  expect((await dana.patch(`/imports/${checked.id}`, { zone: 'America/New_York' })).body.status).toBe('checking')
  expect((await settled(checked.id)).report.counts.duplicate).toBe(192)
}, 60_000)

test('a file that holds no time says so and stores nothing', async () => {
  const send = (text: string | Uint8Array) =>
    dana.post('/imports?file_name=x', text, { type: 'application/octet-stream' })
  expect((await send(new Uint8Array([0, 1, 2, 3]))).status).toBe(422)
  expect(await settled((await send('name,phone\nA,1\n')).body.id)).toMatchObject({
    status: 'failed',
    failure: expect.stringContaining('Start date'),
  })
  expect(await settled((await send('{"buckets": [1')).body.id)).toMatchObject({ status: 'failed' })
  expect((await dana.get('/imports?limit=1')).body.has_more).toBe(true)
  expect((await (await app.as('felix')).get('/imports')).status).toBe(403)
}, 60_000)
