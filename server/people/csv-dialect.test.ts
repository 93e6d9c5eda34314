import { expect, test } from 'vitest'
import { contract } from '#api/contract.ts'
import type { Operation } from '#api/operation.ts'
import { based, startApp } from '#test/app.ts'
import { importing } from '#test/importing.ts'

const app = await startApp({ worker: true })
const { accounts, deals, users } = app.cast
const dana = await app.as('dana')
const linesOf = (text: string) => text.replace('\ufeff', '').trimEnd().split('\r\n')

await dana.patch(`/deals/${deals.fleet}`, {
  value: { amount: '1234.50', currency: 'EUR' },
  budget_hours: '37.5',
  name: 'Fleet; "north",=1',
})
await dana.post('/custom-fields', { object: 'contact', key: 'spent', type: 'money', label: 'Spent' })
await dana.post('/contacts', {
  last_name: 'Müller; Söhne, KG',
  phone: '+49 30 1234',
  account_id: accounts.quill,
  metadata: { spent: { amount: '-1250.75', currency: 'CHF' } },
})
const time = { user_id: users.noah, deal_id: deals.fleet, source: 'manual' }
await dana.post('/time-entries', { ...time, start_time: '2026-03-02T07:00:00Z', end_time: '2026-03-02T08:30:00Z' })
const { upload, answer, run, rowsOf } = importing(dana)
const rejected = await answer((await upload('r.csv', 'Email,First name\nno-email,"a;b"\n')).id, { object: 'contact' })

/** Every file of the product, and what its first line has between two of its cells. */
const doors: Record<string, string> = {
  '/accounts/export': 'columns=name,industry',
  '/contacts/export': 'columns=last_name,metadata.spent',
  '/deals/export': `account_id=${accounts.kestrel}&columns=name,value,budget_hours`,
  '/tasks/export': 'columns=title,estimated_hours',
  '/time-entries/export': 'columns=user_name,hours,deal_name',
  '/reports/{report}/csv': 'date_from=2026-03-01&date_to=2026-03-31',
  '/audit/export': `object_id=${deals.fleet}`,
  '/record-imports/{id}/rejects': '',
}
const csv = Object.values(contract)
  .flatMap((list) => Object.values(list as Record<string, Operation>))
  .filter(({ produces }) => produces === 'csv')
  .map(({ path }) => path)
const take = async (path: string, more = '', who = dana) => {
  const address = path.replace('{report}', 'time-per-deal').replace('{id}', rejected.id)
  const { status, text } = await who.get(`${address}?${doors[path]}${more}`)
  expect([path, status]).toEqual([path, 200])
  return text
}

test('no file is forgotten', () => {
  expect(Object.keys(doors).toSorted()).toEqual(csv.toSorted())
})

test.each(csv)('%s is written as its reader prefers, unless they ask for something else', async (path) => {
  await dana.patch('/me', { preferences: { csv_dialect: 'comma_point' }, locale: 'en-GB' })
  const usual = await take(path)
  expect(linesOf(usual)[0]).toContain(',')
  expect(linesOf(usual)[0]).not.toContain(';')
  const german = await take(path, '&csv_dialect=semicolon_comma')
  expect(linesOf(german)[0]).toBe(
    linesOf(usual)[0]!
      .replaceAll(/,(?! )/g, ';')
      .replaceAll('"', ''),
  )
  await dana.patch('/me', { preferences: { csv_dialect: 'locale' }, locale: 'de-DE' })
  expect(await take(path)).toBe(german)
  expect(await take(path, '&csv_dialect=comma_point')).toBe(usual)
  const { status, body } = await dana.get(
    `${path.replace('{report}', 'unbilled').replace('{id}', rejected.id)}?csv_dialect=tab`,
  )
  expect([status, body.errors[0].pointer]).toEqual([400, '/csv_dialect'])
})

test('amounts, hours and texts are in cells of their own, and a program has points and commas always', async () => {
  await dana.patch('/me', { preferences: { csv_dialect: 'locale' }, locale: 'de-AT' })
  const [, deal] = linesOf(await take('/deals/export'))
  expect(deal).toBe(`"Fleet; ""north"",'=1";1234,50;EUR;37,5`)
  const [, entry] = linesOf(await take('/time-entries/export'))
  expect(entry).toMatch(/^noah;1,5;"Fleet/)
  expect(linesOf(await take('/reports/{report}/csv')).find((line) => line.startsWith('Total'))).toContain(';1,5;')
  const { body } = await dana.post('/api-keys', { name: 'books', scopes: ['deals:read'] })
  const [, byKey] = linesOf(await take('/deals/export', '', app.bearer(body.key)))
  expect(byKey).toMatch(/'=1",,,37\.5$/)
})

test('a file with semicolons and decimal commas is read back as it was', async () => {
  const text = await take('/deals/export', ',account_name,stage&csv_dialect=semicolon_comma')
  const { version } = (await dana.get(`/deals/${deals.fleet}`)).body
  expect((await dana.delete(`/deals/${deals.fleet}`, based(version))).status).toBe(200)
  const read = await upload('deals.csv', text)
  const columns = ['name', 'value', 'currency', null, 'account', 'stage']
  await run((await answer(read.id, { object: 'deal', columns })).id)
  const [row] = await rowsOf(read.id)
  expect((await dana.get(`/deals/${row.object_id}`)).body).toMatchObject({
    name: 'Fleet; "north",=1',
    value: { amount: '1234.50', currency: 'EUR' },
  })
})

test('what was guarded against being run is itself again in an import', async () => {
  const { text } = await dana.get(`/contacts/export?account_id=${accounts.quill}&columns=last_name,phone`)
  expect(text).toContain("'+49 30 1234")
  const read = await upload('contacts.csv', text.replace('Müller', 'Meier'))
  await run((await answer(read.id, { object: 'contact' })).id)
  const [row] = await rowsOf(read.id, 'create')
  expect((await dana.get(`/contacts/${row.object_id}`)).body).toMatchObject({ phone: '+49 30 1234' })
})
