import { expect, test } from 'vitest'
import type { ReportRow } from '../../domain/report-tables.ts'
import { stepsOf } from './steps.ts'

const row = (label: string, deals: number): ReportRow => ({
  key: label,
  label,
  beside: null,
  cells: { deals },
  before: null,
  narrows: {},
})
const size = (cells: ReportRow['cells']) => Number(cells['deals'])

test('each step goes on where the one before it ended, and the last is what there is', () => {
  const data = [row('Open before', 18), row('Entered', 22), row('Reopened', 0), row('Won', -12), row('Lost', -6)]
  const steps = stepsOf({ data, total: { cells: { deals: 22 }, before: null, narrows: {} } }, { size })
  expect(steps.map(({ name, from, sizes }) => [name, from, sizes])).toEqual([
    ['Open before', 0, [18, 0, 0]],
    ['Entered', 18, [0, 0, 22]],
    ['Reopened', 40, [0, 0, 0]],
    ['Won', 28, [0, 12, 0]],
    ['Lost', 22, [0, 6, 0]],
    ['Open at the end', 0, [22, 0, 0]],
  ])
})
