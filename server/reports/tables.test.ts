import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { lettersIn, tagsIn } from '#test/pdf.ts'
import { march, reporting } from '#test/reporting.ts'

const { app, ask, dana } = await reporting()
const { accounts } = app.cast
const [noah, lena] = await Promise.all([app.as('noah'), app.as('lena')])
type Client = typeof dana

test('a period is compared with as many days before, or with the same days a year earlier', async () => {
  const table = await ask('time-per-client', 'date_from=2026-03-10&date_to=2026-03-14&compare=previous_period')
  expect(table.compared).toEqual({ compare: 'previous_period', date_from: '2026-03-05', date_to: '2026-03-09' })
  const february = 'date_from=2026-02-26&date_to=2026-03-25&compare=previous_period'
  const compared = await ask('time-per-client', february)
  expect(compared.compared).toMatchObject({ date_from: '2026-01-29', date_to: '2026-02-25' })
  expect(compared.data.find(({ key }: any) => key === accounts.kestrel).before).toMatchObject({ seconds: 3_600 })
  expect(compared.total.before).toMatchObject({ seconds: 3_600 })
  const year = await ask('time-per-client', `${march}&compare=previous_year`)
  expect(year.compared).toMatchObject({ date_from: '2025-03-01', date_to: '2025-03-31' })
  expect(year.rules).toContain('Compared with 2025-03-01 to 2025-03-31.')
  // who worked only before is told too
  const later = await ask('time-per-person', 'date_from=2026-03-15&date_to=2026-03-19&compare=previous_period')
  expect(later.data).toMatchObject([
    { label: 'noah', cells: { seconds: 0, billable_percent: null }, before: { seconds: 13_500 } },
    { label: 'grace', before: { seconds: 3_600 } },
  ])
})

test('what is beyond the limit is one row, and the total is of all', async () => {
  const table = await ask('time-per-deal', `${march}&limit=1`)
  expect(table.data).toHaveLength(1)
  expect(table.other).toMatchObject({ rows: 2, cells: { seconds: 3_600 + 1_800 } })
  expect(table.total.cells.seconds).toBe(17_100)
})

test('the menu holds what one may open, and the others are refused by name', async () => {
  const names = async (who: Client) => (await who.get('/reports')).body.data.map(({ report }: any) => report)
  expect(await names(noah)).toEqual([
    'time-per-client',
    'time-per-deal',
    'time-per-person',
    'time-per-task',
    'team-load',
  ])
  expect(await names(dana)).toHaveLength(14)
  expect(await names(lena)).not.toContain('revenue-vs-hours')
  for (const report of ['pipeline', 'revenue-vs-hours', 'mapping-health']) {
    const { status, body } = await noah.get(`/reports/${report}/table`)
    expect([report, status]).toEqual([report, 403])
    expect(body.detail).toMatch(/needs the right “(deals|rules):read”/)
  }
})

test.each([
  ['time-per-client', 'hour_cost=1', '/hour_cost'],
  ['pipeline', 'compare=previous_year', '/compare'],
  ['time-per-client', 'group_by=stage', '/group_by'],
  ['time-per-client', 'date_from=2026-03-02&date_to=2026-03-01', '/date_to'],
  ['time-per-client', 'compare=previous_year', '/compare'],
  ['pipeline-movement', 'date_from=2026-03-02', '/date_from'],
  ['pipeline', 'split_by=week', '/split_by'],
  ['time-per-client', 'split_by=week&group_by=month', '/split_by'],
  ['time-per-client', `${march}&split_by=week&compare=previous_year`, '/compare'],
  ['time-per-client', 'measure=seconds', '/measure'],
])('%s with %s is 400 and names %s', async (report, query, pointer) => {
  const { status, body } = await dana.get(`/reports/${report}/table?${query}`)
  expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'invalid_query', pointer])
  expect((await dana.get(`/reports/${report}/csv?${query}`)).status).toBe(400)
})

test('a filter nobody knows, and a report nobody knows, are 400', async () => {
  for (const path of [
    'time-per-client/table?colour=red',
    'nonsense/table',
    'time-per-client/table?limit=1001',
    'time-per-client/table?split_by=year',
  ])
    expect([path, (await dana.get(`/reports/${path}`)).status]).toEqual([path, 400])
})

test('what a report is narrowed by is said with it, by name, in its files too', async () => {
  const { kestrel, quill } = accounts
  const query = `account_id=${quill}&account_id=${kestrel}&user_id=${app.cast.users.noah}&currency=EUR&${march}`
  const { narrowed_by } = await ask('time-per-task', query)
  expect(narrowed_by).toEqual(['Account: Kestrel Logistics, Quill Publishing GmbH', 'Person: noah', 'Currency: EUR'])
  const { text } = await dana.get(`/reports/time-per-task/csv?${query}`)
  for (const words of narrowed_by) expect(text.replaceAll('"', '')).toContain(`\r\n${words}\r\n`)
  expect((await ask('time-per-task', march)).narrowed_by).toEqual([])
  // a name one may not read is not told
  expect(
    (await ask('time-per-task', `account_id=${kestrel}&user_id=${app.cast.users.noah}`, noah)).narrowed_by,
  ).toEqual(['Account: one without a name here', 'Person: noah'])
})

test('every report is a CSV too, which begins no formula and ends with its rules', async () => {
  await dana.post('/accounts', { name: '=HYPERLINK("http://evil.example")' })
  const { data } = (await dana.get('/reports')).body
  for (const { report } of data) {
    const { status, text, headers } = await dana.get(`/reports/${report}/csv?date_from=2026-01-01&date_to=2026-12-31`)
    expect([report, status]).toEqual([report, 200])
    expect(headers.get('content-type')).toContain('text/csv')
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${report}-2026-01-01-2026-12-31.csv"`)
    const table = await ask(report, 'date_from=2026-01-01&date_to=2026-12-31')
    const plain = text.replaceAll('"', '')
    for (const rule of [table.title, ...table.rules]) expect(plain).toContain(rule.replaceAll('"', ''))
    expect(text).not.toMatch(/(^|\r\n|,)[=+@]/)
  }
  const taken = (await dana.get('/audit?action=export.made')).body.data
  expect(taken[0].after).toMatchObject({ object: 'report', format: 'csv' })
})

test('a screen gets two hundred rows unless it asks for more, a CSV all of them unless it asks for fewer', async () => {
  const { id: account_id } = (await dana.post('/accounts', { name: 'Many Ltd' })).body
  await sql`
    insert into deals (account_id, name) select ${account_id}, 'Deal ' || n from generate_series(1, 1010) n
  `.execute(app.db)
  const query = `group_by=deal&account_id=${account_id}`
  const table = await ask('pipeline', query)
  expect([table.data.length, table.other.rows, table.total.cells.deals]).toEqual([200, 810, 1_010])
  const linesOf = async (more: string) => (await dana.get(`/reports/pipeline/csv?${query}${more}`)).text.split('\r\n')
  const whole = await linesOf('')
  expect(whole.filter((line) => line.startsWith('Deal ')).length).toBe(1_010)
  expect(whole.find((line) => line.includes('others'))).toBeUndefined()
  expect((await linesOf('&limit=1000')).find((line) => line.startsWith('10 others'))).toBeDefined()
  await sql`delete from deals where account_id = ${account_id}`.execute(app.db)
})

test('every report is a document too, with the signs of its currencies and names of any script', async () => {
  const account_id = (await dana.post('/accounts', { name: '株式会社 भारत #panic() \u{1f680} தமிழ் བོད' })).body.id
  await dana.post('/deals', { account_id, name: 'Open', value: { amount: '1234.50', currency: 'INR' } })
  const pdfOf = async (report: string, query: string) => {
    const response = await fetch(`${app.address}/api/v1/reports/${report}/pdf?${query}`, {
      headers: { authorization: `Bearer ${dana.token}` },
    })
    expect([report, response.status, response.headers.get('content-type')]).toEqual([report, 200, 'application/pdf'])
    return Buffer.from(await response.arrayBuffer())
  }
  for (const { report } of (await dana.get('/reports')).body.data) {
    const pdf = await pdfOf(report, 'date_from=2026-01-01&date_to=2026-12-31')
    expect([report, pdf.subarray(0, 5).toString()]).toEqual([report, '%PDF-'])
  }
  const whole = await pdfOf('pipeline', 'group_by=account')
  const letters = lettersIn(whole)
  // of a kind that screen readers are told by (PDF/UA): a title, a heading and the heads of the columns
  expect(whole.toString('latin1')).toContain('pdfuaid:part')
  for (const tag of ['/H1', '/H2', '/Table', '/TH']) expect([tag, tagsIn(whole).has(tag)]).toEqual([tag, true])
  for (const letter of '₹€株भத#()□') expect([letter, letters.has(letter)]).toEqual([letter, true])
  // it has no time: its name stands there because the document is about it
  expect(lettersIn(await pdfOf('time-per-task', `account_id=${account_id}`)).has('株')).toBe(true)
  expect((await noah.get('/reports/pipeline/pdf')).status).toBe(403)
})

test('who may not see values gets counts, no column of money, and is told', async () => {
  const table = await ask('pipeline', '', lena)
  expect(table.columns.map(({ key }: any) => key)).toEqual(['deals', 'rotting', 'seconds'])
  expect(JSON.stringify(table.data)).not.toMatch(/amount|EUR/)
  expect(table.left_out).toContain('What deals are worth is left out: it needs the right to see values.')
  for (const query of ['currency=EUR', 'group_by=currency'])
    expect((await lena.get(`/reports/pipeline/table?${query}`)).status).toBe(403)
})
