import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'

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
    if (body.status !== 'checking' && body.status !== 'running') return body
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
