import { beforeAll, expect, test } from 'vitest'
import type { ReportRow, ReportTable } from '../../domain/report-tables.ts'
import { readAs } from '../ui/formats.tsx'
import { axesOf, lineOf, pointsOf } from './points.ts'

beforeAll(() => readAs({ locale: 'en-GB', zone: 'UTC', clock: null }))

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const row = (label: string, cells: ReportRow['cells']): ReportRow => ({
  key: label,
  label,
  beside: null,
  cells,
  before: null,
  narrows: { deals: { stage: [label] } },
})
const column = (key: string, type: ReportTable['columns'][number]['type']) => ({
  key,
  label: key,
  type,
  definition: null,
  drill: { by: 'deals', list: 'deals' as const, filters: {} },
  drill_before: null,
})
const table: ReportTable = {
  report: 'revenue-vs-hours',
  title: 'What do won deals bring for each hour?',
  group_by: 'deal',
  split_by: null,
  date_from: null,
  date_to: null,
  compared: null,
  narrowed_by: [],
  base_currency: 'EUR',
  rates: [],
  columns: [column('value', 'money'), column('converted_value', 'converted'), column('seconds', 'seconds')],
  data: [
    row('Fleet', { seconds: 36_000, converted_value: eur('1000.00') }),
    // its currency has no rate
    row('Route', { seconds: 36_000, converted_value: null }),
  ],
  other: null,
  total: { cells: { converted_per_hour: eur('90.00') }, before: null, narrows: {} },
  left_out: [],
  rules: [],
}

test('a row with hours and money is a point that says both exactly and opens its rows; one without is none', () =>
  expect(pointsOf(table, axesOf(table)!)).toEqual([
    {
      key: 'Fleet',
      name: 'Fleet',
      x: 36_000,
      y: 1_000,
      hours: '10:00',
      revenue: '€1,000.00',
      words: '€1,000.00 in 10:00 h',
      href: '/deals?stage=Fleet',
    },
  ]))

test.each<[string, Partial<ReportTable>]>([
  ['months follow each other', { group_by: 'month' }],
  ['another report has no points', { report: 'unbilled' }],
  ['without money there is no axis for it', { columns: [column('seconds', 'seconds')] }],
])('%s', (_, other) => expect(axesOf({ ...table, ...other })).toBe(null))

test('the line is what an hour costs, else the average, else there is none', () => {
  expect(lineOf(table, '72')).toMatchObject({ slope: 0.02, words: 'Break-even at €72 an hour' })
  expect(lineOf(table, undefined)).toMatchObject({ slope: 0.025, words: 'Average, €90.00 an hour' })
  expect(
    lineOf({ ...table, total: { cells: { converted_per_hour: null }, before: null, narrows: {} } }, undefined),
  ).toBe(null)
})
