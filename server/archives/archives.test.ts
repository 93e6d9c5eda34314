import { expect, test } from 'vitest'
import { startApp } from '#test/app.ts'

const app = await startApp({ worker: true })
const dana = await app.as('dana')

async function written(): Promise<any> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const [latest] = (await dana.get('/archives')).body.data
    if (latest.status !== 'writing') return latest
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the archive did not come to an end')
}

test('an archive holds every account, note and hour, and neither passwords nor what was on a screen', async () => {
  await dana.post('/notes', { account_id: app.cast.accounts.kestrel, text: 'Line one\n“two” 😀' })
  await dana.post('/time-entries', {
    user_id: app.cast.users.noah,
    start_time: '2026-09-01T09:00:00Z',
    end_time: '2026-09-01T10:00:00Z',
    title: 'A private title',
    url: 'https://private.example/x',
    source: 'manual',
    external_id: 'archived',
  })
  expect((await dana.post('/archives')).status).toBe(202)
  const archive = await written()
  expect(archive).toMatchObject({ status: 'done', created_by: app.cast.users.dana })
  const { text, headers } = await dana.get(`/archives/${archive.id}/file`)
  expect(headers.get('content-type')).toBe('application/x-ndjson')
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="daybook-\d{4}-\d\d-\d\d\.ndjson"$/)
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const of = (table: string) => lines.filter((line) => line.table === table).map(({ row }) => row)
  expect(of('notes')[0].text).toBe('Line one\n“two” 😀')
  expect(of('accounts').length).toBe(archive.rows.accounts)
  expect(of('time_entries')[0]).toMatchObject({ duration_seconds: 3600 })
  expect(Object.keys(of('users')[0])).not.toContain('password_hash')
  expect(text).not.toMatch(/argon2|A private title|private\.example/)
  const { body } = await dana.get(`/audit?object_id=${archive.id}`)
  expect(body.data.map(({ action }: { action: string }) => action)).toEqual(['archive.written', 'archive.begun'])
})

test('only an admin makes or fetches one', async () => {
  const marta = await app.as('marta')
  const [archive] = (await dana.get('/archives')).body.data
  expect((await marta.post('/archives')).status).toBe(403)
  expect((await marta.get('/archives')).status).toBe(403)
  expect((await marta.get(`/archives/${archive.id}/file`)).status).toBe(403)
})
