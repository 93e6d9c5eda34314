import { expect, test } from 'vitest'
import { startApp, walk } from '#test/app.ts'
import { sealLedger } from './seal-ledger.ts'
import { verifyLedger } from './verify-ledger.ts'

const app = await startApp({ worker: true })
const { accounts, deals, tasks, users } = app.cast
const dana = await app.as('dana')
const marta = await app.as('marta')
const sam = await app.as('sam')
const deedsOf = async (filter: string, client = dana) => (await client.get(`/audit/deeds?${filter}`)).body
const entry = (hour: number) => ({
  user_id: users.noah,
  start_time: `2026-09-15T0${hour}:00:00Z`,
  end_time: `2026-09-15T0${hour}:30:00Z`,
})

test('a batch is one line with its count, which opens into its rows, page by page', async () => {
  const { headers } = await dana.post('/time-entries/batch', { entries: [1, 2, 3, 4, 5].map(entry) })
  const { data } = await deedsOf(`request_id=${headers.get('x-request-id')}`)
  expect(data).toMatchObject([{ action: 'time_entry.created', changes: 5, actor_name: 'dana', reverted_at: null }])
  const rows = await walk(dana, `/audit?deed_id=${data[0].deed_id}&limit=2`)
  expect(new Set(rows.map(({ object_id }) => object_id)).size).toBe(5)
  // the list of one of its objects shows the row of this object
  const { data: one } = await deedsOf(`object_id=${rows[3].object_id}`)
  expect(one).toMatchObject([{ id: rows[3].id, changes: 5 }])
})

test('ids are given with their names, as far as the reader may know them', async () => {
  await marta.patch(`/deals/${deals.rights}`, { owner_id: users.sam })
  const { data, names } = await deedsOf(`object_id=${deals.rights}`)
  expect(data[0].after).toEqual({ owner_id: users.sam })
  expect(names).toMatchObject({ [deals.rights]: 'Rights database', [users.sam]: 'sam', [users.marta]: 'marta' })
  // what sam did once stays his to see, but not what a deal of another team is called now
  await sam.patch(`/deals/${deals.rights}`, { owner_id: users.grace })
  await marta.patch(`/deals/${deals.rights}`, { owner_id: users.marta, name: 'Renamed by another team' })
  const mine = await deedsOf(`object_id=${deals.rights}`, sam)
  expect(mine.data).toHaveLength(1)
  expect(mine.names[deals.rights]).toBeUndefined()
})

test('what a deal is worth stays hidden in the ledger, its text search and its file from those who may not see it', async () => {
  await dana.post('/roles', { name: 'auditor', grants: { 'audit:read': 'all', 'deals:read': 'all' } })
  await dana.patch(`/users/${users.lena}`, { role: 'auditor' })
  await marta.patch(`/deals/${deals.author}`, {
    value: { amount: '90817263.45', currency: 'EUR' },
    description: 'Dearer',
  })
  const lena = await app.as('lena')
  const { data } = await deedsOf(`object_id=${deals.author}`, lena)
  expect(data[0]).toMatchObject({ before: { description: null }, after: { description: 'Dearer' } })
  expect(data[0].after.value).toBeUndefined()
  expect((await deedsOf('q=90817263', lena)).data).toEqual([])
  expect((await lena.get('/audit/export')).text).not.toContain('90817263')
  expect((await deedsOf(`object_id=${deals.author}`)).data[0].after).toMatchObject({ value: '90817263.45' })
})

test('every filter narrows the list, alone and together, and a wrong one is refused', async () => {
  await sam.patch(`/accounts/${accounts.kestrel}`, { industry: 'Freight forwarding' })
  const one = async (filter: string) => (await deedsOf(filter)).data.map(({ action }: any) => action)
  expect(await one('q=forward')).toEqual(['account.changed'])
  expect(await one('q=freight forw')).toEqual(['account.changed'])
  expect(await one(`q=kestrel&action=account.changed`)).toEqual(['account.changed'])
  expect(await one(`q=kestrel&actor_id=${users.noah}`)).toEqual([])
  expect(await one(`q=${encodeURIComponent(`'quoted \\ &|!()`)}`)).toEqual([])
  const { headers } = await sam.patch(`/accounts/${accounts.kestrel}`, { phone: '+49 30 1' })
  expect(await one(`q=${headers.get('x-request-id')}`)).toEqual(['account.changed'])
  expect(await one(`q=${accounts.kestrel}`)).toEqual(['account.changed', 'account.changed'])
  expect((await one('q=127.0.0.1')).length).toBeGreaterThan(3)
  const { data: actions } = (await dana.get('/audit/actions')).body
  expect(actions).toEqual(actions.toSorted())
  expect(actions).toEqual(expect.arrayContaining(['account.changed', 'deal.changed', 'session.started']))
  expect(new Set(await one('object_type=deal'))).toEqual(new Set(['deal.changed']))
  expect((await one('source=api')).length).toBeGreaterThan(3)
  expect(await one('source=import')).toEqual([])
  expect((await one('ip=127.0.0.1')).length).toBeGreaterThan(3)
  for (const nowhere of ['ip=10.9.9.9', 'ip=999.1', 'date_to=2020-01-01', 'date_from=2199-01-01'])
    expect([nowhere, await one(nowhere)]).toEqual([nowhere, []])
  const today = new Date().toISOString().slice(0, 10)
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  expect((await one(`date_from=${today}&date_to=${tomorrow}`)).length).toBeGreaterThan(3)
  for (const wrong of ['source=sync', 'ip=home', 'person_id=1', 'date_from=tomorrow', 'deed_id=1'])
    expect([wrong, (await dana.get(`/audit/deeds?${wrong}`)).status]).toEqual([wrong, 400])
})

test('the timeline of a person holds what they did, and who looked at them', async () => {
  const noah = await app.as('noah')
  await noah.patch(`/tasks/${tasks.review}`, { status: 'in_progress' })
  await dana.post('/evidence-access', { person_id: users.noah, reason: 'Complaint 4711', hours: 1 })
  const actions = (await deedsOf(`person_id=${users.noah}`)).data.map(({ action }: any) => action)
  expect(actions).toEqual(['evidence.unlocked', 'task.changed', 'session.started'])
})

test('deeds are seen as far as the right goes: own, team, all', async () => {
  const seen = async (client: typeof dana) =>
    new Set((await walk(client, '/audit/deeds?limit=50')).map(({ actor_name }) => actor_name))
  expect(await seen(sam)).toEqual(new Set(['sam']))
  expect(await seen(marta)).toEqual(new Set(['marta', 'noah', 'lena']))
  expect([...(await seen(dana))]).toEqual(expect.arrayContaining(['dana', 'sam', 'marta']))
  expect((await sam.get('/audit/export')).text).not.toContain(',marta,')
})

test('the file holds every row of the filter, and nothing in it is taken for a formula', async () => {
  const evil = (await marta.post('/accounts', { name: '=HYPERLINK("http://evil.example")' })).body
  const { headers, text } = await dana.get(`/audit/export?object_id=${evil.id}`)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toBe('attachment; filename="audit.csv"')
  const lines = text.trimEnd().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain(`account.created,account,${evil.id},"'=HYPERLINK(""http://evil.example"")"`)
  const everything = (await dana.get('/audit/export')).text.split('\r\n').length - 2
  expect(everything).toBe((await walk(dana, '/audit?limit=200')).length)
  expect((await dana.get('/audit/export?limit=5')).status).toBe(400)
})

test('the chain is verified on demand, by those who may read all of it, one walk at a time', async () => {
  expect((await sam.post('/audit/verifications')).status).toBe(403)
  expect((await sam.get('/audit/status')).body.verification).toBe(null)
  // where no worker runs, the first walk is still waiting when the others ask
  const idle = await startApp()
  const owner = await idle.as('dana')
  const answers = await Promise.all([1, 2, 3].map(() => owner.post('/audit/verifications')))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409, 409])
  expect((await dana.post('/audit/verifications')).status).toBe(202)
  const verification = await proven()
  expect(verification).toMatchObject({ status: 'done', fault: null, started_by: users.dana })
  const actions = (await deedsOf('object_type=ledger')).data.map(({ action }: any) => action)
  expect(actions).toEqual(['ledger.verified', 'ledger.verification_started'])
})

async function proven(): Promise<any> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { verification } = (await dana.get('/audit/status')).body
    if (verification.status !== 'running') return verification
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the verification did not come to an end')
}

test('an import is one line however many pieces it was written in, its undo another, and the chain holds', async () => {
  const table = ['Name', ...Array.from({ length: 600 }, (_, n) => `Imported ${n} Ltd`)].join('\n')
  const upload = { type: 'application/octet-stream' }
  const { id } = (await dana.post('/record-imports?file_name=companies.csv', table, upload)).body
  const is = (status: string) =>
    expect.poll(async () => (await dana.get(`/record-imports/${id}`)).body.status).toBe(status)
  await is('mapping')
  await dana.patch(`/record-imports/${id}`, { object: 'account' })
  await is('checked')
  await dana.post(`/record-imports/${id}/run`)
  await is('done')
  const [deed] = (await deedsOf('action=record_import.started')).data
  // beside the records that it was started, and that it is through
  expect(deed).toMatchObject({ deed_id: id, changes: 602, revertible: false })
  const [record] = (await deedsOf('q=Imported 7 Ltd')).data
  expect(record.deed_id).toBe(id)
  const [one] = (await dana.get(`/accounts?q=${encodeURIComponent('Imported 7 Ltd')}`)).body.data
  const { data, names } = await deedsOf(`object_id=${one.id}`)
  expect(data).toMatchObject([{ action: 'account.created', led_by: 'record_import.started', revertible: false }])
  expect((await deedsOf('action=record_import.started')).names[id]).toBe('companies.csv')
  expect(names[one.id]).toBe('Imported 7 Ltd')
  const refused = await dana.post(`/audit/deeds/${id}/revert`, { dry_run: true })
  expect(refused.body).toMatchObject({ code: 'not_revertible', detail: expect.stringContaining('on its own page') })

  await dana.post(`/record-imports/${id}/undo`)
  await is('undone')
  expect((await deedsOf('action=record_import.undo_started')).data).toMatchObject([{ changes: 602 }])
  await sealLedger(app.db, app.keys)
  expect(await verifyLedger(app.db, app.keys)).toMatchObject({ fault: null })
}, 60_000)
