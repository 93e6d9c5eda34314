import { expect, test } from 'vitest'
import type { Cells, ReportRow, ReportTable } from '../../domain/report-tables.ts'
import { stacksOf } from './stacks.ts'

const row = (label: string, cells: Cells): ReportRow => ({
  key: label,
  label,
  beside: null,
  cells,
  before: null,
  narrows: {},
})
const column = (key: string) => ({
  key,
  label: key,
  type: 'seconds' as const,
  definition: null,
  drill: null,
  drill_before: null,
})
const split = (data: ReportRow[], cells: Cells): ReportTable => ({
  report: 'time-per-client',
  title: 'Which clients did the time go to?',
  group_by: 'account',
  split_by: 'month',
  date_from: null,
  date_to: null,
  compared: null,
  narrowed_by: [],
  base_currency: 'EUR',
  rates: [],
  columns: ['seconds', 'until 2026-08-31', '2026-09', '2026-10'].map(column),
  data,
  other: null,
  total: { cells, before: null, narrows: {} },
  left_out: [],
  rules: [],
})
const kestrel = row('Kestrel', { seconds: 700, 'until 2026-08-31': 300, '2026-09': 300, '2026-10': 100 })
const quill = row('Quill', { seconds: 200, '2026-10': 200 })

test('a bar a month, each made of its rows, and what lies too far back named beside them', () => {
  const whole = { seconds: 900, 'until 2026-08-31': 300, '2026-09': 300, '2026-10': 300 }
  const { parts, bars, together } = stacksOf(split([quill, kestrel], whole))
  expect(parts.map(({ name }) => name)).toEqual(['Kestrel', 'Quill'])
  expect(bars.map(({ key, sizes }) => [key, sizes])).toEqual([
    ['2026-09', [300, 0]],
    ['2026-10', [100, 200]],
  ])
  expect(together.map(({ key }) => key)).toEqual(['until 2026-08-31'])
})

test('what rows leave of the whole is one part more', () => {
  const whole = { seconds: 1_000, 'until 2026-08-31': 300, '2026-09': 400, '2026-10': 300 }
  const { parts, bars } = stacksOf(split([quill, kestrel], whole))
  expect(parts.map(({ name }) => name)).toEqual(['Kestrel', 'Quill', 'Others'])
  expect(bars.map(({ sizes }) => sizes)).toEqual([
    [300, 0, 100],
    [100, 200, 0],
  ])
})
