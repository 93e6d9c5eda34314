import { expect, test } from 'vitest'
import { startApp, nowhere } from '#test/app.ts'

const app = await startApp()
const [dana, felix, sam] = await Promise.all([app.as('dana'), app.as('felix'), app.as('sam')])
const usd = { day: '2026-09-30', base: 'EUR', currency: 'USD', rate: '1.0852' }
const rates = async (query = '') => (await sam.get(`/exchange-rates?${query}`)).body.data
const send = (text: string, query = '') =>
  felix.send('POST', `/exchange-rates/import${query}`, text, { type: 'application/octet-stream' })

test('finance enters the rate of a day, and everybody who sees reports sees it with its source', async () => {
  const { status, body } = await felix.post('/exchange-rates', usd)
  expect(status).toBe(201)
  expect(body).toMatchObject({ ...usd, source: 'Entered by hand', created_by_name: 'felix', replaced_at: null })
  expect(await rates('currency=USD')).toEqual([body])
  expect((await sam.post('/exchange-rates', usd)).status).toBe(403)
})

test('another rate for the same day is taken only where that is said, and the former stays on record', async () => {
  const gbp = { ...usd, currency: 'GBP', rate: '0.87' }
  const first = (await felix.post('/exchange-rates', gbp)).body
  expect((await felix.post('/exchange-rates', { ...gbp, rate: '0.8700' })).body.id).toBe(first.id)
  const refused = await felix.post('/exchange-rates', { ...gbp, rate: '0.88' })
  expect([refused.status, refused.body.code]).toEqual([409, 'rate_taken'])
  expect(refused.body.detail).toContain('1 EUR is 0.87 GBP')
  const second = (await felix.post('/exchange-rates', { ...gbp, rate: '0.88', replace: true })).body
  expect((await rates('currency=GBP')).map(({ id }: any) => id)).toEqual([second.id])
  const all = await rates('currency=GBP&replaced=true')
  expect(all.map(({ rate, replaced_at }: any) => [rate, replaced_at !== null]).toSorted()).toEqual([
    ['0.87', true],
    ['0.88', false],
  ])
  const { data } = (await dana.get(`/audit?object_id=${second.id}`)).body
  expect(JSON.stringify(data)).toContain('exchange_rate.replaced')
})

test('a rate far from the last one known is taken only where somebody says that it is right', async () => {
  const sek = { ...usd, currency: 'SEK', rate: '11.2' }
  expect((await felix.post('/exchange-rates', sek)).status).toBe(201)
  const odd = { ...sek, day: '2026-10-01', rate: '1120' }
  const { status, body } = await felix.post('/exchange-rates', odd)
  expect([status, body.errors]).toEqual([
    422,
    [
      {
        pointer: '/rate',
        code: 'unlikely',
        message: '1 EUR was 11.2 SEK on 2026-09-30; 1120 is 100 times as much. Say that it is right, or correct it.',
      },
    ],
  ])
  // of a day before all that is known the first one after it tells
  expect((await felix.post('/exchange-rates', { ...odd, day: '2026-09-01', rate: '0.112' })).status).toBe(422)
  expect(await rates('currency=SEK')).toHaveLength(1)
  expect((await felix.post('/exchange-rates', { ...odd, unlikely: true })).body).toMatchObject({ rate: '1120' })
  // once it is there the same once more is no question
  expect((await felix.post('/exchange-rates', odd)).status).toBe(201)
  // where the day has one already that is asked first
  expect((await felix.post('/exchange-rates', { ...sek, rate: '0.5' })).body.code).toBe('rate_taken')
  expect((await felix.post('/exchange-rates', { ...sek, rate: '0.5', replace: true })).status).toBe(422)
})

test('a file with unlikely rates writes nothing and names their days, until somebody says what becomes of them', async () => {
  await felix.post('/exchange-rates', { ...usd, day: '2026-07-31', currency: 'NOK', rate: '11.5' })
  const file = 'Date,NOK,PLN\n2026-08-04,11.7,4.3\n2026-08-03,1160,430\n2026-08-02,11.6,4.2\n2026-08-01,0.115,4.1\n'
  const refused = await send(file)
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    422,
    'unlikely_rates',
    '3 rates are far from the last one known. Nothing was written.',
  ])
  expect(refused.body.errors.map(({ message }: any) => message)).toEqual([
    '2026-08-01: 1 EUR was 11.5 NOK on 2026-07-31; 0.115 is 100 times less.',
    '2026-08-03: 1 EUR was 11.6 NOK on 2026-08-02; 1160 is 100 times as much.',
    '2026-08-03: 1 EUR was 4.2 PLN on 2026-08-02; 430 is 102 times as much.',
  ])
  const august = 'date_from=2026-08-01&date_to=2026-08-31&currency=NOK&currency=PLN'
  expect(await rates(august)).toEqual([])
  const left = (await send(file, '?unlikely=leave_out')).body
  expect([left.added, left.left_out]).toEqual([
    5,
    ['3 rates are far from the last one known: 2026-08-01 NOK, 2026-08-03 NOK, 2026-08-03 PLN.'],
  ])
  expect((await send(file, '?unlikely=keep')).body).toMatchObject({ added: 3, unchanged: 5, left_out: [] })
  // what is here already and stays, or is the same, is no question any more
  expect((await send(file)).body).toMatchObject({ added: 0, unchanged: 8 })
  expect((await send(file.replace('11.7', '117'))).body).toMatchObject({ different: 1, replaced: 0 })
  expect((await send(file.replace('11.7', '117'), '?existing=replace')).body.code).toBe('unlikely_rates')
  expect((await send(file, '?unlikely=perhaps')).status).toBe(400)
})

test.each([
  [{ rate: '0' }, '/rate'],
  [{ rate: '-1' }, '/rate'],
  [{ rate: '1e3' }, '/rate'],
  [{ rate: '1.0000000000001' }, '/rate'],
  [{ currency: 'XXQ' }, '/currency'],
  [{ base: 'XXQ' }, '/base'],
  [{ currency: 'EUR' }, '/currency'],
  [{ day: '2026-02-30' }, '/day'],
  [{ day: '2099-01-04' }, '/day'],
])('%j is refused at %s', async (wrong, pointer) => {
  const { status, body } = await felix.post('/exchange-rates', { ...usd, ...wrong })
  expect([status, body.errors[0].pointer]).toEqual([422, pointer])
})

test('a file of the bank is read, once more changes nothing, and what differs is left unless said otherwise', async () => {
  const file = 'Date,USD,JPY,CYP,\n2026-09-02,1.09,160,N/A,\n2026-09-01,1.08,159.5,0.58,\n'
  expect((await send(file)).body).toEqual({
    days: 2,
    added: 4,
    unchanged: 0,
    different: 0,
    replaced: 0,
    date_from: '2026-09-01',
    date_to: '2026-09-02',
    left_out: ['No currencies of today: CYP.'],
  })
  expect((await send(file)).body).toMatchObject({ added: 0, unchanged: 4, different: 0 })
  const corrected = file.replace('1.09', '1.10')
  expect((await send(corrected)).body).toMatchObject({ added: 0, unchanged: 3, different: 1, replaced: 0 })
  expect(await rates('date_from=2026-09-02&date_to=2026-09-02&currency=USD')).toMatchObject([{ rate: '1.09' }])
  expect((await send(corrected, '?existing=replace')).body).toMatchObject({ different: 1, replaced: 1 })
  expect(await rates('date_from=2026-09-02&date_to=2026-09-02&currency=USD')).toMatchObject([
    { rate: '1.10', source: 'ECB' },
  ])
  expect((await send(file, '?date_from=2026-09-02')).body).toMatchObject({ days: 1 })
})

test('the XML of the bank is read too, and what is no file of rates is refused', async () => {
  const xml = `<Envelope><Cube><Cube time='2025-01-02'><Cube currency='INR' rate='88.1234'/></Cube></Cube></Envelope>`
  expect((await send(xml)).body).toMatchObject({ days: 1, added: 1 })
  for (const wrong of ['', 'a,b\n1,2\n', Buffer.from([0xff, 0xfe, 0x00]).toString('latin1')])
    expect([wrong, (await send(wrong)).status]).toEqual([wrong, 422])
  expect((await sam.send('POST', '/exchange-rates/import', xml, { type: 'application/octet-stream' })).status).toBe(403)
})

test('a rate is withdrawn once, and stays on record', async () => {
  const { id } = (await felix.post('/exchange-rates', { ...usd, day: '2026-01-01' })).body
  expect((await felix.delete(`/exchange-rates/${id}`)).status).toBe(204)
  expect((await felix.delete(`/exchange-rates/${id}`)).status).toBe(404)
  expect((await felix.delete(`/exchange-rates/${nowhere}`)).status).toBe(404)
  expect(await rates('date_to=2026-01-01&date_from=2026-01-01')).toEqual([])
  expect((await rates('date_to=2026-01-01&date_from=2026-01-01&replaced=true')).length).toBe(1)
})

test('seven thousand days of thirty currencies are read within the limits of a request', async () => {
  const codes =
    'USD,JPY,CZK,DKK,GBP,HUF,PLN,RON,SEK,CHF,ISK,NOK,TRY,AUD,BRL,CAD,CNY,HKD,IDR,ILS,INR,KRW,MXN,MYR,NZD,PHP,SGD,THB,ZAR'
  const width = codes.split(',').length
  const lines = Array.from({ length: 7_000 }, (_, n) => {
    const day = new Date(Date.UTC(1999, 0, 4) + n * 86_400_000).toISOString().slice(0, 10)
    return `${day},${Array.from({ length: width }, (__, column) => `${column + 1}.${1_000 + (n % 9_000)}`).join(',')},`
  })
  const { status, body } = await send(`Date,${codes},\n${lines.join('\n')}\n`)
  expect([status, body.added]).toEqual([200, 7_000 * width])
}, 60_000)
