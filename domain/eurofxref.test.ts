import { expect, test } from 'vitest'
import { readRateFile } from './eurofxref.ts'

const usd = { day: '2026-09-30', currency: 'USD', rate: '1.0852' }
const jpy = { day: '2026-09-30', currency: 'JPY', rate: '161.77' }

test.each([
  ['all days, with what was not quoted', 'Date,USD,JPY,CYP,\n2026-09-30,1.0852,161.77,N/A,\n', [usd, jpy]],
  [
    'one day, with blanks and its month in words',
    'Date, USD, JPY, \n30 September 2026, 1.0852, 161.77, \n',
    [usd, jpy],
  ],
  ['Windows line ends and a mark in front', '\ufeffDate,USD\r\n2026-09-30,1.0852\r\n', [usd]],
  [
    'days as XML',
    `<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"><gesmes:subject>Reference rates</gesmes:subject><Cube><Cube time='2026-09-30'><Cube currency='USD' rate='1.0852'/><Cube currency="JPY" rate="161.77"/></Cube></Cube></gesmes:Envelope>`,
    [usd, jpy],
  ],
  [
    'attributes the other way round',
    `<Cube><Cube time="2026-09-30"><Cube rate="1.0852" currency="USD" /></Cube></Cube>`,
    [usd],
  ],
])('%s are read', (_, text, rates) => {
  expect(readRateFile(text)).toEqual({ rates, left_out: [] })
})

test.each([
  ['a line without a day', 'Date,USD\nyesterday,1.1\n2026-09-30,1.0852\n', 'Line 2: “yesterday” is no day.'],
  ['a day that is none', 'Date,USD\n2026-02-30,1.1\n2026-09-30,1.0852\n', 'Line 2: “2026-02-30” is no day.'],
  ['what is no number', 'Date,USD,JPY\n2026-09-30,1.0852,"a lot"\n', 'Line 2: “a lot” for “JPY” is no rate.'],
  ['nothing for something', 'Date,USD,JPY\n2026-09-30,1.0852,0\n', 'Line 2: “0” for “JPY” is no rate.'],
  ['a formula', 'Date,USD,JPY\n2026-09-30,1.0852,=1+1\n', 'Line 2: “=1+1” for “JPY” is no rate.'],
])('%s is left out and named, and the others are read', (_, text, reason) => {
  expect(readRateFile(text)).toEqual({ rates: [usd], left_out: [reason] })
})

test.each([
  '',
  'a,b\n1,2\n',
  '<html><body>Not found</body></html>',
  '{"USD":1.1}',
  'PK\u0003\u0004',
  'Date,Name\n2026-09-30,Ada\n',
])('%j is no file of rates', (text) => expect(readRateFile(text)).toBeNull())

test('no more is said of a spoilt file than somebody reads', () => {
  const lines = Array.from({ length: 500 }, () => 'x,1').join('\n')
  expect(readRateFile(`Date,USD\n${lines}\n`)!.left_out).toHaveLength(20)
})
