import { expect, test } from 'vitest'
import { csvLine, decimal } from './csv.ts'
import { linesOf } from './report-files.ts'
import { printReport } from './report-print.ts'
import type { ReportTable } from './report-tables.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const inr = (amount: string) => ({ amount, currency: 'INR' })
const column = (
  key: string,
  label: string,
  type: 'count' | 'seconds' | 'percent' | 'days' | 'money' | 'converted',
) => ({
  key,
  label,
  type,
  definition: key === 'rate' ? 'Won of won and lost.' : null,
  drill: null,
  drill_before: null,
})
const cells = (deals: number, value: object[], together: object | null) =>
  ({ deals, seconds: 5_400, rate: 66.7, cycle: null, value, together }) as never
const table: ReportTable = {
  report: 'win-rate',
  title: 'How much was won?',
  group_by: 'account',
  split_by: null,
  date_from: '2026-03-01',
  date_to: '2026-03-31',
  compared: null,
  narrowed_by: ['Account: Quill, Orion', 'Currency: EUR, INR'],
  base_currency: 'EUR',
  rates: [
    { base: 'EUR', currency: 'INR', rate: '96.12', day_from: '2026-03-31', day_to: '2026-03-31', source: 'ECB' },
    { base: 'EUR', currency: 'USD', rate: null, day_from: '2026-03-01', day_to: '2026-03-31', source: 'ECB' },
  ],
  columns: [
    column('deals', 'Deals', 'count'),
    column('seconds', 'Time', 'seconds'),
    column('rate', 'Win rate', 'percent'),
    column('cycle', 'Cycle', 'days'),
    column('value', 'Value', 'money'),
    column('together', 'Value', 'converted'),
  ],
  data: [
    {
      key: 'a',
      label: '=Quill, "Ltd"',
      beside: null,
      cells: cells(1_234, [eur('1234.50'), inr('-100000.00')], eur('194.12')),
      before: null,
      narrows: {},
    },
  ],
  other: { rows: 3, cells: cells(2, [eur('1.00')], null), before: null },
  total: { cells: cells(3, [eur('1235.50'), inr('-100000.00')], null), before: null, narrows: {} },
  left_out: ['Only your own deals are counted.'],
  rules: ['Nothing is rounded.'],
}

test('a file has a column of each currency, hours that add up, and what was said below', () => {
  const lines = linesOf(table)
  expect(lines).toEqual([
    [
      'Account',
      'Deals',
      'Time, hours',
      'Win rate, %',
      'Cycle, days',
      'Value, EUR',
      'Value, INR',
      'Value, converted to EUR',
    ],
    ['=Quill, "Ltd"', 1_234, 1.5, 66.7, null, decimal('1234.50'), decimal('-100000.00'), decimal('194.12')],
    ['3 others', 2, 1.5, 66.7, null, decimal('1.00'), null, null],
    ['Total', 3, 1.5, 66.7, null, decimal('1235.50'), decimal('-100000.00'), null],
    [],
    ['How much was won?'],
    ['2026-03-01 to 2026-03-31.'],
    ['Account: Quill, Orion'],
    ['Currency: EUR, INR'],
    ['Only your own deals are counted.'],
    ['Nothing is rounded.'],
    ['Win rate: Won of won and lost.'],
    ['Rates: 1 EUR = 96.12 INR, of 2026-03-31 (ECB).'],
    ['Rates: EUR to USD as of each day, 2026-03-01 to 2026-03-31 (ECB).'],
  ])
  const quill = `"'=Quill, ""Ltd"""`
  expect(csvLine(lines[1]!, 'comma_point')).toBe(`${quill},1234,1.5,66.7,,1234.50,-100000.00,194.12\r\n`)
  expect(csvLine(lines[1]!, 'semicolon_comma')).toBe(`${quill};1234;1,5;66,7;;1234,50;-100000,00;194,12\r\n`)
})

test('what it is compared with stands in columns of its own, and what a row stands beside too', () => {
  const [row] = table.data
  const lines = linesOf({
    ...table,
    group_by: 'deal',
    columns: table.columns.slice(0, 2),
    compared: { compare: 'previous_period', date_from: '2026-01-29', date_to: '2026-02-28' },
    data: [{ ...row!, beside: 'Quill', before: { deals: 7, seconds: 3_601 } }],
    other: null,
  })
  expect(lines.slice(0, 3)).toEqual([
    ['Deal', 'Account', 'Deals', 'Time, hours', 'Deals, before', 'Time, hours, before'],
    ['=Quill, "Ltd"', 'Quill', 1_234, 1.5, 7, 1.0003],
    ['Total', null, 3, 1.5, null, null],
  ])
})

test.each([
  ['en-GB', '1 Mar 2026 – 31 Mar 2026', ['1,234'], ['€1,234.50', '−₹100,000.00'], ['66.7 %']],
  ['de-DE', '01.03.2026 – 31.03.2026', ['1.234'], ['1.234,50 €', '−100.000,00 ₹'], ['66,7 %']],
  ['en-IN', '1 Mar 2026 – 31 Mar 2026', ['1,234'], ['€1,234.50', '−₹1,00,000.00'], ['66.7 %']],
])('in %s numbers and days are printed as people there write them', (locale, days, deals, value, rate) => {
  const printed = printReport(table, locale)
  expect(printed.days).toBe(days)
  expect(printed.headings).toEqual(['Account', 'Deals', 'Time', 'Win rate', 'Cycle, days', 'Value', 'Value ≈\u00a0EUR'])
  const [first] = printed.rows
  const plain = (texts: string[]) => texts.map((text) => text.replaceAll('\u00a0', ' '))
  expect(first!.cells.map(plain)).toEqual([deals, ['1:30'], rate, [], value, expect.any(Array)])
  expect(printed.total.cells.at(-1)).toEqual([])
  expect(printed.notes).toEqual(expect.arrayContaining(['Nothing is rounded.', 'Win rate: Won of won and lost.']))
  expect(printed.narrowed_by).toEqual(['Account: Quill, Orion', 'Currency: EUR, INR'])
  expect(printed.left_out).toEqual(['Only your own deals are counted.'])
})

test('a printed report says above its figures what stands in grey below each', () => {
  const compared = { compare: 'previous_period', date_from: '2026-01-29', date_to: '2026-02-28' } as const
  expect(printReport({ ...table, compared }, 'en-GB').compared).toBe('29 Jan 2026 – 28 Feb 2026')
  expect(printReport(table, 'en-GB').compared).toBe(null)
})

test.each([
  ['day', '2026-03-31', 'en-GB', '31 Mar 2026'],
  ['week', '2026-03-30', 'de-DE', '30.03.2026'],
  ['month', '2026-03', 'fr-FR', 'mars 2026'],
  ['month', 'No day', 'en-GB', 'No day'],
  ['account', '2026-03-31 Ltd', 'en-GB', '2026-03-31 Ltd'],
] as const)('a row of one %s, %s, is called in %s as people there write it', (group_by, label, locale, name) => {
  const [row] = table.data
  expect(printReport({ ...table, group_by, data: [{ ...row!, label }] }, locale).rows[0]!.label).toBe(name)
})

test('what is in days says so once', () => {
  const named = { ...table, columns: [column('cycle', 'Days in it, median', 'days'), column('cycle', 'Cycle', 'days')] }
  expect(linesOf(named)[0]).toEqual(['Account', 'Days in it, median', 'Cycle, days'])
  expect(printReport(named, 'en-GB').headings).toEqual(['Account', 'Days in it, median', 'Cycle, days'])
})

test('many hours are grouped as other figures are, and how times are printed is said where there are some', () => {
  const timed = {
    ...table,
    columns: table.columns.slice(1, 2),
    total: { ...table.total, cells: { seconds: 16_910_460 } },
  }
  const printed = printReport(timed, 'en-GB')
  expect(printed.total.cells).toEqual([['4,697:21']])
  expect(printed.notes).toContain('Times are printed in hours and minutes; they are summed in seconds.')
  expect(printReport({ ...table, columns: table.columns.slice(0, 1) }, 'en-GB').notes.join(' ')).not.toMatch(/hours/)
})

test('the last line of a movement is what it led to', () => {
  const movement = { ...table, group_by: 'step' } as const
  expect(linesOf(movement).map(([label]) => label)).toContain('Open at the end')
  expect(printReport(movement, 'en-GB').total.label).toBe('Open at the end')
})

test('days in its rules are printed as the reader writes them', () => {
  const rules = ['Compared with 2026-01-29 to 2026-02-28.']
  expect(printReport({ ...table, rules }, 'de-DE').notes).toContain('Compared with 29.01.2026 to 28.02.2026.')
  expect(printReport(table, 'en-GB').notes).toContain('Rates: 1 EUR = 96.12 INR, of 31 Mar 2026 (ECB).')
})

test('digits are those of the currency, also where Intl would have others', () => {
  const [row] = table.data
  const of = (amount: string, currency: string) =>
    printReport({ ...table, data: [{ ...row!, cells: { value: [{ amount, currency }] } }] }, 'en').rows[0]!
      .cells[4]![0]!
  expect(of('1234.567', 'KWD')).toContain('1,234.567')
  expect(of('1234', 'JPY')).toContain('1,234')
  expect(of('1234.50', 'IDR')).toContain('1,234.50')
  expect(of('999999999999.99', 'EUR')).toContain('999,999,999,999.99')
})
