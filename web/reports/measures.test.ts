import { beforeAll, expect, test } from 'vitest'
import type { Cells, ReportRow, ReportTable } from '../../domain/report-tables.ts'
import { readAs } from '../ui/formats.tsx'
import { findingOf } from './finding.ts'
import { chosenMeasure, measuresOf } from './measures.ts'
import { partsOf } from './parts.ts'
import { sortedRows } from './sorting.ts'
import { changeInWords, isNothing, said } from './words.ts'

beforeAll(() => readAs({ locale: 'en-GB', zone: 'UTC', clock: null }))

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const usd = (amount: string) => ({ amount, currency: 'USD' })
const row = (label: string, cells: Cells): ReportRow => ({
  key: label,
  label,
  beside: null,
  cells,
  before: null,
  narrows: {},
})
const kestrel = row('Kestrel', {
  deals: 3,
  seconds: 7_200,
  billable_seconds: 3_600,
  value: [eur('100.00'), usd('50.00')],
  all: eur('145.00'),
})
const quill = row('Quill', { deals: 1, seconds: 3_600, billable_seconds: 0, value: [usd('10.00')], all: eur('9.00') })
const none = row('No client', { deals: 0, seconds: 1_800, billable_seconds: 0, value: [], all: null })
const column = (key: string, type: ReportTable['columns'][number]['type']) => ({
  key,
  label: key,
  type,
  definition: null,
  drill: null,
  drill_before: null,
})
const table: ReportTable = {
  report: 'time-per-client',
  title: 'Which clients took the time?',
  group_by: 'account',
  split_by: null,
  date_from: null,
  date_to: null,
  compared: null,
  narrowed_by: [],
  base_currency: 'EUR',
  rates: [],
  columns: [
    column('deals', 'count'),
    column('since', 'date'),
    column('value', 'money'),
    column('all', 'converted'),
    column('seconds', 'seconds'),
    column('billable_seconds', 'seconds'),
  ],
  data: [kestrel, quill, none],
  other: null,
  total: {
    cells: {
      deals: 4,
      seconds: 12_600,
      billable_seconds: 3_600,
      value: [eur('100.00'), usd('60.00')],
      all: eur('154.00'),
    },
    before: null,
    narrows: {},
  },
  left_out: [],
  rules: [],
}
const measure = (key: string) => chosenMeasure(table, key)!

test('each column of figures can be drawn, and of money each currency by itself', () =>
  expect(measuresOf(table).map(({ key, unit }) => `${key}: ${unit}`)).toEqual([
    'deals: count',
    'value.EUR: money',
    'value.USD: money',
    'all: money',
    'seconds: hours',
    'billable_seconds: hours',
  ]))

test.each([
  ['value.EUR', [100, null, null]],
  ['value.USD', [50, 10, null]],
  ['all', [145, 9, null]],
  ['deals', [3, 1, 0]],
])('%s has the sizes %j', (key, sizes) =>
  expect(table.data.map(({ cells }) => measure(key).size(cells))).toEqual(sizes),
)

test('hours are looked at first, and what the address says before that', () => {
  expect(chosenMeasure(table, undefined)?.key).toBe('seconds')
  expect(chosenMeasure(table, 'value.GBP')?.key).toBe('seconds')
  expect(chosenMeasure(table, 'deals')?.key).toBe('deals')
})

test('where nothing can be drawn of what a report is about, what can be is looked at first', () => {
  const rateless: ReportTable = {
    ...table,
    report: 'pipeline',
    columns: [column('converted_value', 'converted'), column('deals', 'count')],
    data: [{ ...kestrel, cells: { converted_value: null, deals: 3 } }],
  }
  expect(chosenMeasure(rateless, undefined)?.key).toBe('deals')
  expect(chosenMeasure(rateless, 'converted_value')?.key).toBe('converted_value')
  // a step nobody can price leaves a gap in all that follow
  const steps: ReportTable = {
    ...rateless,
    report: 'pipeline-movement',
    group_by: 'step',
    data: [...rateless.data, { ...quill, cells: { converted_value: eur('9.00'), deals: 1 } }],
  }
  expect(chosenMeasure(steps, undefined)?.key).toBe('deals')
})

test('hours are billable or not, and the two are the whole', () => {
  const { parts, split } = partsOf(table, measure('seconds'))
  expect(parts.map(({ name }) => name)).toEqual(['billable_seconds', 'Not billable'])
  expect(split(kestrel.cells)).toEqual([3_600, 3_600])
  expect(partsOf(table, measure('value.USD')).split(quill.cells)).toEqual([10])
})

test.each([
  ['seconds', 'Kestrel has most: 2:00, 57 % of 3:30.'],
  ['value.USD', 'Kestrel has most: US$50.00, 83 % of US$60.00.'],
])('what has most of %s is said', (key, words) => expect(findingOf(table, measure(key))).toBe(words))

test('nothing is said to have most while one that is not shown may have more', () => {
  const other = { rows: 9, cells: { seconds: 9_000, deals: 2 }, before: null }
  const cut: ReportTable = {
    ...table,
    data: [quill, kestrel],
    other,
    total: { ...table.total, cells: { seconds: 19_800, deals: 6 } },
  }
  expect(findingOf(cut, measure('seconds'))).toBe(null)
  expect(findingOf(cut, measure('deals'))).toBe('Kestrel has most: 3, 50 % of 6.')
  expect(findingOf({ ...cut, data: [kestrel, quill] }, measure('seconds'))).toBe(
    'Kestrel has most: 2:00, 36 % of 5:30.',
  )
})

test('of two that have as much neither is said to have most', () =>
  expect(
    findingOf(
      { ...table, data: [kestrel, { ...quill, cells: kestrel.cells }], total: { ...table.total, cells: { deals: 6 } } },
      measure('deals'),
    ),
  ).toBe(null))

test('of people nobody is said to have most', () =>
  expect(findingOf({ ...table, group_by: 'person' }, measure('seconds'))).toBe(null))

test.each([
  ['-seconds', 'Kestrel, Quill, No client'],
  ['seconds', 'No client, Quill, Kestrel'],
  ['all', 'Quill, Kestrel, No client'],
  ['-all', 'Kestrel, Quill, No client'],
  // euros before dollars: an amount of one is not more than an amount of another; what has none is last
  ['value', 'Kestrel, Quill, No client'],
  ['-value', 'Quill, Kestrel, No client'],
  ['nothing', 'Kestrel, Quill, No client'],
])('sorted by %s: %s', (sort, names) =>
  expect(
    sortedRows(table.data, table.columns, sort)
      .map(({ label }) => label)
      .join(', '),
  ).toBe(names),
)

test.each([
  ['seconds', 5_400, 3_600, '+50 %'],
  ['seconds', 1_800, 3_600, '−50 %'],
  ['seconds', 1_800, 0, null],
  ['count', 3, 3, '±0 %'],
  ['percent', 52.5, 50, '+2.5 points'],
  ['percent', null, 50, null],
  ['money', [eur('110.00')], [eur('100.00')], '+10 %'],
  ['money', [eur('110.00')], [usd('100.00')], null],
  ['money', [eur('110.00'), usd('1.00')], [eur('100.00')], null],
  ['text', 'won', 'lost', null],
] as const)('%s from %j: %j is %s', (type, now, before, words) =>
  expect(changeInWords(type, now as never, before as never)).toBe(words),
)

test.each([
  ['seconds', 5_400, '1:30'],
  ['percent', 12.5, '12.5 %'],
  ['days', 1, '1 day'],
  ['date', '2026-11-26', '26 Nov 2026'],
  ['money', [eur('1234.50'), usd('1.00')], '€1,234.50 · US$1.00'],
  ['money', [], '–'],
  ['converted', null, '–'],
] as const)('%s %j reads %s', (type, cell, words) => expect(said(type, cell as never)).toBe(words))

test('of rates, which do not add up, nobody has most', () =>
  expect(findingOf({ ...table, total: { cells: { deals: 99 }, before: null, narrows: {} } }, measure('deals'))).toBe(
    null,
  ))

test('what a report is about is looked at first: work of a client by its age, darker the older', () => {
  const cells = {
    converted_value: eur('60.00'),
    to_30: eur('10.00'),
    to_60: eur('20.00'),
    to_90: eur('0.00'),
    older: eur('30.00'),
  }
  const aged: ReportTable = {
    ...table,
    report: 'unbilled',
    columns: ['converted_value', 'to_30', 'to_60', 'to_90', 'older'].map((key) => column(key, 'converted')),
    data: [row('Kestrel', cells)],
    total: { cells, before: null, narrows: {} },
  }
  const chosen = chosenMeasure(aged, undefined)!
  expect(chosen.key).toBe('converted_value')
  const { parts, palette, split, said: words } = partsOf(aged, chosen)
  expect(palette).toBe('steps')
  // nothing is of the third age: no colour is spent on it
  expect(parts.map(({ key }) => key)).toEqual(['to_30', 'to_60', 'older'])
  expect(split(cells)).toEqual([10, 20, 30])
  expect(words(cells)).toEqual(['€10.00', '€20.00', '€30.00'])
})

test.each([
  ['count', 0, true],
  ['seconds', 60, false],
  ['percent', null, true],
  ['money', [], true],
  ['converted', eur('0.00'), true],
  ['money', [eur('0.00'), usd('0.01')], false],
] as const)('of %s %j there are no rows: %s', (type, cell, nothing) =>
  expect(isNothing(type, cell as Cells[string])).toBe(nothing),
)
