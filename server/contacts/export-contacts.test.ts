import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'

const app = await startApp()
const { accounts, users, deals } = app.cast
const dana = await app.as('dana')
const sam = await app.as('sam')
const linesOf = (text: string) => text.replace('\ufeff', '').trimEnd().split('\r\n')

await dana.post('/custom-fields', { object: 'contact', key: 'spent', type: 'money', label: 'Spent' })
await dana.post('/contacts', {
  first_name: '=cmd()',
  last_name: 'Evil, “quoted"',
  account_id: accounts.quill,
  tags: ['board', 'press'],
  metadata: { spent: { amount: '-12.50', currency: 'CHF' } },
})
await dana.post('/contacts', { last_name: 'Åkesson', email: 'a@quill.example', account_id: accounts.kestrel })

test('a file holds the columns one asked for in their order, opens in Excel, and runs nothing', async () => {
  const { text, headers } = await dana.get(
    '/contacts/export?sort=name&columns=first_name,last_name,account_name,tags,metadata.spent',
  )
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toBe('attachment; filename="contacts.csv"')
  expect(linesOf(text)).toEqual([
    'First name,Last name,Account,Tags,Spent,"Spent, currency"',
    `'=cmd(),"Evil, “quoted""",Quill Publishing GmbH,board; press,-12.50,CHF`,
    ',Åkesson,Kestrel Logistics,,,',
  ])
})

test('filters and sort are those of the list, and wrong ones are told before a file begins', async () => {
  const { text } = await dana.get(`/contacts/export?account_id=${accounts.kestrel}&columns=name`)
  expect(linesOf(text)).toEqual(['Whole name', 'Åkesson'])
  for (const query of ['columns=shoe', 'sort=shoe', 'metadata.shoe=1', 'limit=5', 'shoe=1', 'columns='])
    expect([query, (await dana.get(`/contacts/export?${query}`)).status]).toEqual([query, 400])
  const { body } = await dana.get('/contacts/export?columns=name,shoe')
  expect(body.errors).toMatchObject([{ pointer: '/columns', code: 'unknown_field' }])
  expect(body.detail).toContain('job_title')
})

test('a long list comes whole, each row once', async () => {
  await sql`insert into contacts (last_name, tags) select 'Row ' || n, '{long}' from generate_series(1, 2500) n`.execute(
    app.db,
  )
  const { text } = await dana.get('/contacts/export?tag=long&columns=last_name&sort=name')
  expect(new Set(linesOf(text)).size).toBe(2_501)
})

test('nobody takes along what they may not see, and what deals are worth is a class of its own', async () => {
  const listed = (await sam.get('/deals?limit=200&sort=name')).body.data.map(({ name }: { name: string }) => name)
  expect(linesOf((await sam.get('/deals/export?sort=name&columns=name')).text).slice(1)).toEqual(listed)
  expect(listed.length).toBeGreaterThan(0)
  const lena = await app.as('lena')
  const { text, status } = await lena.get('/deals/export?columns=id,value')
  expect([status, text.includes('1000')]).toEqual([200, false])
  expect((await dana.get('/deals/export?columns=id,value')).text).toContain(`${deals.fleet},1000.00,EUR`)
  const noah = await app.as('noah')
  expect((await noah.get('/accounts/export')).status).toBe(403)
})

test('every column of every list has its place in a file', async () => {
  for (const list of ['accounts', 'contacts', 'deals', 'tasks']) {
    const { status, text } = await dana.get(`/${list}/export`)
    expect([list, status, linesOf(text).length > 1]).toEqual([list, 200, true])
  }
  expect((await dana.get('/tasks/export?columns=title,logged_seconds,estimated_hours')).status).toBe(200)
})

test('who took what along is in the ledger', async () => {
  await sam.get('/tasks/export?status=open&columns=title,due_date')
  const { data } = (await dana.get('/audit?action=export.made')).body
  expect(data[0]).toMatchObject({
    actor_id: users.sam,
    after: { object: 'task', filter: { status: ['open'] }, columns: ['title', 'due_date'] },
  })
})
