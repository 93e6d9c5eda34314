import { expect, test } from 'vitest'
import { byUrgency, changeInPercent, periodBefore, type Attention } from './dashboard.ts'

test.each([
  ['2026-03-01', '2026-03-31', '2026-01-29', '2026-02-28'],
  ['2026-11-27', '2026-11-27', '2026-11-26', '2026-11-26'],
  ['2024-02-01', '2024-02-29', '2024-01-03', '2024-01-31'],
  // the night the clocks change takes no day away
  ['2026-03-23', '2026-03-29', '2026-03-16', '2026-03-22'],
])('before %s to %s come as many days: %s to %s', (date_from, date_to, from, to) => {
  expect(periodBefore({ date_from, date_to })).toEqual({ date_from: from, date_to: to })
})

test.each([
  [150, 100, 50],
  [50, 100, -50],
  [100, 100, 0],
  [1, 3, -67],
  [5, 0, null],
  [0, 0, null],
])('%d after %d is %s per cent', (now, before, percent) => {
  expect(changeInPercent(now, before)).toBe(percent)
})

test('budgets that run out come first, the fullest of them before the others, then what is latest', () => {
  const item = (kind: Attention['kind'], name: string, fields: Partial<Attention> = {}): Attention => ({
    kind,
    name,
    object_id: name,
    account_name: null,
    days: null,
    spent_percent: null,
    value: null,
    ...fields,
  })
  const sorted = [
    item('task_idle', 'idle', { days: 90 }),
    item('task_overdue', 'late', { days: 2 }),
    item('over_budget', 'nearly', { spent_percent: 85 }),
    item('deal_rotting', 'rotting', { days: 40 }),
    item('task_overdue', 'later', { days: 9 }),
    item('over_budget', 'over', { spent_percent: 120 }),
  ].toSorted(byUrgency)
  expect(sorted.map(({ name }) => name)).toEqual(['over', 'nearly', 'later', 'late', 'rotting', 'idle'])
})
