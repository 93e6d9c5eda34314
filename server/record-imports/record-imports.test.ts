import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { enqueue } from '#server/platform/worker.ts'
import { based, nowhere, startApp, walk } from '#test/app.ts'
import { codes, importing, sum } from '#test/importing.ts'

const app = await startApp({ worker: true })
const dana = await app.as('dana')
const sample = (name: string) => readFileSync(path.join(import.meta.dirname, '../../test/data/crm', name))

const { settled, upload, answer, run, undo, rowsOf } = importing(dana)
const count = async (list: string) => (await walk(dana, `/${list}?limit=200`)).length

test('a HubSpot file of 242 rows is accounted for row by row, in the dry run and after it, and a second time adds nothing', async () => {
  const before = await count('contacts')
  const read = await upload('hubspot.csv', sample('hubspot_contacts_sample.csv'))
  expect(read).toMatchObject({ status: 'mapping', rows: 242, answers: { object: 'contact', system: 'hubspot' } })
  const checked = await answer(read.id)
  expect(checked).toMatchObject({ status: 'checked', questions: [] })
  expect(sum(checked.counts)).toBe(242)
  expect(await count('contacts')).toBe(before)
  const failed = await rowsOf(read.id, 'fail')
  expect(codes(failed)).toContain('invalid_format')
  expect(codes(await rowsOf(read.id, 'skip'))).toContain('repeated')
  const done = await run(read.id)
  expect(done.counts).toEqual(checked.counts)
  expect(done.accounts_created).toBe(checked.accounts_created)
  expect(await count('contacts')).toBe(before + done.counts.create)
  const again = await answer((await upload('again.csv', sample('hubspot_contacts_sample.csv'))).id)
  expect(again.counts).toEqual({ create: 0, update: 0, skip: 242 - done.counts.fail, fail: done.counts.fail })
  // "ACME Corp." and "Acme Corporation (India) Pvt. Ltd." are two companies, "ACME Corp." written twice is one
  const names = (await walk(dana, '/accounts?limit=200')).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
}, 60_000)

test('a German address book in Windows-1252 comes with its umlauts', async () => {
  const read = await upload('outlook.csv', sample('outlook_contacts_de_cp1252.csv'))
  expect(read.format).toEqual({ kind: 'table', encoding: 'windows-1252', delimiter: ';' })
  const done = await run((await answer(read.id)).id)
  expect(sum(done.counts)).toBe(60)
  expect(done.counts.fail).toBe(0)
  const { body } = await dana.get(`/contacts?q=${encodeURIComponent('schäfer')}`)
  expect(body.data[0]).toMatchObject({ last_name: 'Schäfer', account_name: expect.stringMatching(/\w/) })
}, 60_000)

test('500 contacts with three columns for e-mail take the one that is filled', async () => {
  const done = await run((await answer((await upload('atomic.csv', sample('atomic_crm_contacts.csv'))).id)).id)
  expect([sum(done.counts), done.counts.fail]).toEqual([500, 0])
  expect((await dana.get('/contacts?q=Shelley_Kerluke47')).body.data).toHaveLength(1)
}, 60_000)

const accounts =
  'ID,NAME,INDUSTRY,WEBSITE,ISDELETED\n001A,Fernbank Labs,Biotech,fernbank.example,false\n001B,Moorgate Steel,Steel,,false\n'
const deals =
  'ID,ACCOUNTID,NAME,STAGENAME,AMOUNT,CLOSEDATE,CURRENCYISOCODE,OWNER.NAME\n' +
  '006A,001A,Robots,Closed Won,1200.50,2024-05-01,EUR,Sam\n' +
  '006B,001B,Beams,Proposal/Price Quote,1000,2024-06-01,JPY,Nobody Known\n' +
  '006C,001X,Lost ship,Closed Lost,,2024-06-01,USD,\n' +
  '006D,001A,Halves,Prospecting,10.5,2024-06-01,JPY,\n'

test('deals find the accounts of an earlier file by the ids of their system; closed ones come closed, and money fits its currency', async () => {
  await run((await answer((await upload('sf-accounts.csv', accounts)).id)).id)
  const checked = await answer((await upload('sf-deals.csv', deals)).id)
  expect(checked).toMatchObject({ answers: { object: 'deal', system: 'salesforce' }, counts: { create: 2, fail: 2 } })
  expect((await rowsOf(checked.id, 'fail')).map(({ line, reasons }: any) => [line, reasons[0].code])).toEqual([
    [4, 'unknown_account'],
    [5, 'too_many_digits'],
  ])
  expect(codes(await rowsOf(checked.id, 'create'))).toEqual(['unknown_person'])
  await run(checked.id)
  const { data } = (await dana.get('/deals?q=Robots')).body
  expect(data[0]).toMatchObject({
    account_name: 'Fernbank Labs',
    stage: 'won',
    value: { amount: '1200.50', currency: 'EUR' },
    closed_at: '2024-05-01T12:00:00.000Z',
    owner_id: app.cast.users.sam,
  })
}, 60_000)

test('a file that knows an account by its old id or name finds the one it was merged into', async () => {
  const file = 'ID,NAME,ISDELETED\n001M,Old Harbour Shipping,false\n'
  await run((await answer((await upload('sf-old.csv', file)).id)).id)
  const [old] = (await dana.get('/accounts?q=Old%20Harbour')).body.data
  const { id } = (await dana.post('/accounts', { name: 'Northern Docks' })).body
  await dana.post(`/accounts/${id}/merge`, { other_id: old.id, other_version: old.version }, based(1))
  const late = `${deals.split('\n')[0]}\n006M,001M,Late ship,Prospecting,,2024-06-01,EUR,\n`
  await run((await answer((await upload('sf-late.csv', late)).id)).id)
  expect((await dana.get('/deals?q=Late%20ship')).body.data).toMatchObject([{ account_id: id }])
  const people = 'Last name,Email,Company\nHarbour,late@harbour.example,OLD HARBOUR SHIPPING\n'
  const done = await run((await answer((await upload('people.csv', people)).id)).id)
  expect(done.accounts_created).toBe(0)
  expect((await dana.get('/contacts?q=late@harbour.example')).body.data).toMatchObject([{ account_id: id }])
}, 60_000)

test('a failed row is corrected in place before the run', async () => {
  const checked = await answer((await upload('tasks.csv', 'Subject,Due date,Priority\nCall back,2024-13-01,High\n')).id)
  expect(checked).toMatchObject({ answers: { object: 'task' }, counts: { fail: 1 } })
  const [row] = await rowsOf(checked.id)
  expect(row.reasons).toMatchObject([{ column: 1, field: 'due_date', code: 'unreadable' }])
  const at = `/record-imports/${checked.id}/rows/${row.id}`
  expect((await dana.patch(at, { cells: { 7: 'x' } })).body.errors[0].pointer).toBe('/cells/7')
  expect((await dana.patch(at, { cells: { 1: '2024-12-01' } })).body).toMatchObject({ action: 'create', reasons: [] })
  expect((await run(checked.id)).counts).toMatchObject({ create: 1, fail: 0 })
  expect((await dana.get('/tasks?q=Call%20back')).body.data[0]).toMatchObject({
    due_date: '2024-12-01',
    priority: 'high',
  })
  expect((await dana.patch(at, { cells: { 1: '2024-12-02' } })).body.code).toBe('not_checked')
}, 60_000)

test('unreadable cells may be left out, and words of the file are explained once', async () => {
  const file = 'Title,Due,Status\nOne,soon,Halbgar\nTwo,,Halbgar\n'
  const checked = await answer((await upload('words.csv', file)).id, { object: 'task' })
  expect(checked).toMatchObject({
    counts: { fail: 2 },
    unknown_values: [{ field: 'status', text: 'Halbgar', rows: 2 }],
  })
  const explained = await answer(checked.id, {
    values: { status: { Halbgar: 'in_progress' } },
    on_unreadable: 'leave_out',
  })
  expect(explained).toMatchObject({ counts: { create: 2, fail: 0 }, unknown_values: [] })
  expect(codes(await rowsOf(checked.id))).toEqual(['unreadable'])
}, 60_000)

test('an update fills what is empty, or overwrites where that was chosen, and an undo puts everything back that nobody changed since', async () => {
  const made = (await dana.post('/contacts', { last_name: 'Undo', email: 'undo@import.example', phone: '1' })).body
  const file =
    'Last name,Email,Phone,Job title,Company,Notes\nUndo,UNDO@import.example,2,Head,New Company Ltd,=1+1 she said\nKeeper,keeper@import.example,,,\nGone,gone@import.example,,,\n'
  const read = await upload('update.csv', file)
  const checked = await answer(read.id, { on_match: 'update' })
  expect(checked).toMatchObject({ counts: { create: 2, update: 1 }, accounts_created: 1 })
  await run(checked.id)
  const contact = async (id: string) => (await dana.get(`/contacts/${id}`)).body
  expect(await contact(made.id)).toMatchObject({
    phone: '1',
    job_title: 'Head',
    account_name: 'New Company Ltd',
    version: 2,
  })
  const notes = async () => (await dana.get(`/notes?contact_id=${made.id}`)).body.data.map(({ text }: any) => text)
  expect(await notes()).toEqual(['=1+1 she said'])
  const found = async (q: string) => (await dana.get(`/contacts?q=${q}`)).body.data
  await dana.patch(`/contacts/${(await found('keeper'))[0].id}`, { phone: '9' })
  expect((await dana.post(`/record-imports/${checked.id}/undo`)).status).toBe(200)
  expect(await settled(checked.id)).toMatchObject({ status: 'undone', kept: 1 })
  expect(await contact(made.id)).toMatchObject({ phone: '1', job_title: null, account_name: null })
  expect(await notes()).toEqual([])
  expect([(await found('keeper')).length, (await found('gone@')).length]).toEqual([1, 0])
  expect((await dana.get('/accounts?q=New%20Company')).body.data).toEqual([])
  expect((await dana.post(`/record-imports/${checked.id}/undo`)).body.code).toBe('not_done')
}, 60_000)

test('a file that Daybook itself fails on says so after a few attempts', async () => {
  const { id } = await upload('fault.csv', 'Last name,Email\nA,a@fault.example\n')
  await sql`update record_imports set format = null where id = ${id}`.execute(app.db)
  await dana.patch(`/record-imports/${id}`, {})
  const hurried = async () => {
    await sql`update graphile_worker._private_jobs set run_at = now() where key = ${`record_import:${id}`}`.execute(
      app.db,
    )
    return (await dana.get(`/record-imports/${id}`)).body
  }
  await expect
    .poll(hurried, { timeout: 30_000 })
    .toMatchObject({ status: 'failed', failure: expect.stringContaining('fault of Daybook') })
}, 60_000)

test('an import whose person was disabled since ends, whatever it was at', async () => {
  const theirs = importing(await app.as('sam'))
  const disable = (at: string | null) =>
    sql`update users set disabled_at = ${at}::timestamptz where id = ${app.cast.users.sam}`.execute(app.db)
  for (const [status, job] of [
    ['checking', 'check_record_import'],
    ['running', 'run_record_import'],
    ['undoing', 'undo_record_import'],
  ] as const) {
    const file = await theirs.upload(`${status}.csv`, `Last name,Email\nGone,${status}@gone.example\n`)
    const { id } = await theirs.answer(file.id)
    await disable(new Date().toISOString())
    await sql`update record_imports set status = ${status} where id = ${id}`.execute(app.db)
    await enqueue(app.db, job, { id }, `record_import:${id}`)
    expect(await settled(id)).toMatchObject({ status: 'failed', failure: expect.stringContaining('disabled') })
    await disable(null)
  }
}, 60_000)

test('an undo that an older version asked for has no deed of its own: each piece leads itself', async () => {
  const { id } = await run((await answer((await upload('o.csv', 'Last name,Email\nOld,old@import.example\n')).id)).id)
  await sql`update record_imports set status = 'undoing', processed = 0 where id = ${id}`.execute(app.db)
  await enqueue(app.db, 'undo_record_import', { id }, `record_import:${id}`)
  expect(await settled(id)).toMatchObject({ status: 'undone', kept: 0 })
  expect((await dana.get('/contacts?q=old@import.example')).body.data).toEqual([])
  const { rows } = await sql`
    select from changes c
    where not exists (select from changes l where l.deed_id = c.deed_id and l.leads)
  `.execute(app.db)
  expect(rows).toEqual([])
}, 60_000)

test('a row that adds nothing but a note leaves the note, once', async () => {
  const made = (await dana.post('/contacts', { last_name: 'Noted', email: 'noted@import.example' })).body
  const bring = async () =>
    run(
      (
        await answer((await upload('n.csv', 'Last name,Email,Notes\nNoted,noted@import.example,Likes tea\n')).id, {
          on_match: 'update',
        })
      ).id,
    )
  expect((await bring()).counts).toMatchObject({ update: 1 })
  expect((await bring()).counts).toMatchObject({ skip: 1 })
  expect((await dana.get(`/notes?contact_id=${made.id}`)).body.data).toHaveLength(1)
}, 60_000)

test('a record that was here already is known by the id of the file that met it, until that is taken back', async () => {
  await dana.post('/contacts', { last_name: 'Known', email: 'known@import.example' })
  const file = (name: string, email: string) => `Record ID,Last name,Email\n7701,${name},${email}\n`
  const met = await run((await answer((await upload('m.csv', file('Known', 'known@import.example'))).id)).id)
  expect(met.counts).toMatchObject({ skip: 1, create: 0 })
  const later = await answer((await upload('l.csv', file('Married', 'married@import.example'))).id)
  expect(codes(await rowsOf(later.id))).toEqual(['is_here'])
  await undo(met.id)
  expect((await answer(later.id)).counts).toMatchObject({ skip: 0, create: 1 })
}, 60_000)

test('what was said about columns is remembered for the next file that has them', async () => {
  const file = (name: string) => `Firma,Spalte 9\n${name},Steel\n`
  const first = await upload('a.csv', file('Remember One'))
  expect(first.answers.columns).toEqual(['name', null])
  await run((await answer(first.id, { columns: ['name', 'industry'] })).id)
  expect((await upload('b.csv', file('Remember Two'))).answers.columns).toEqual(['name', 'industry'])
}, 60_000)

test('the failed rows come back as a file with their reasons, formulas disarmed', async () => {
  const checked = await answer((await upload('r.csv', 'Email,First name\nnot-an-email,=1+1\n')).id, {
    object: 'contact',
  })
  const { text, headers } = await dana.get(`/record-imports/${checked.id}/rejects`)
  expect(headers.get('content-type')).toMatch('text/csv')
  expect(text).toMatch(/^Line,Reason,Email,First name\r\n2,.*,not-an-email,'=1\+1\r\n$/)
}, 60_000)

test.each<[string, object, string, string]>([
  ['a field that no contact has', { columns: ['stage', null] }, '/columns/0', 'unknown_field'],
  ['two columns for one name', { columns: ['last_name', 'last_name'] }, '/columns/1', 'taken'],
  ['another number of columns', { columns: ['last_name'] }, '/columns', 'wrong_length'],
  ['an unknown answer', { colour: 'red' }, '/colour', 'unknown_field'],
])('%s is refused, naming it', async (_, answers, pointer, code) => {
  const { id } = await upload('f.csv', 'Last name,Email\nA,a@b.example\n')
  const { status, body } = await dana.patch(`/record-imports/${id}`, answers)
  expect(status).toBe(422)
  expect(body.errors[0]).toMatchObject({ pointer, code })
})

test('a file that is no table says so; nobody sees the import of another, and who may not create may not import', async () => {
  expect(await upload('x.xlsx', new Uint8Array([0x50, 0x4b, 3, 4, 0, 1, 2, 0x80]))).toMatchObject({
    status: 'failed',
    failure: expect.stringContaining('CSV'),
  })
  const { id } = await upload('g.csv', 'Name\nA\n')
  const sam = await app.as('sam')
  expect((await sam.get(`/record-imports/${id}`)).status).toBe(404)
  expect((await sam.get(`/record-imports/${id}/rows`)).status).toBe(404)
  expect((await dana.get(`/record-imports/${nowhere}`)).status).toBe(404)
  expect((await (await app.as('felix')).get('/record-imports')).status).toBe(403)
}, 60_000)
