import { expect, test } from 'vitest'
import { groupOf, monthsAfter, weeksOf } from './due-days.ts'

// 2026-11-26 is a Thursday
test.each([
  [null, 'monday', 'no_date'],
  ['2026-11-25', 'monday', 'overdue'],
  ['2026-11-26', 'monday', 'today'],
  ['2026-11-27', 'monday', 'this_week'],
  ['2026-11-29', 'monday', 'this_week'],
  ['2026-11-29', 'sunday', 'later'],
  ['2026-11-28', 'saturday', 'later'],
  ['2026-11-30', 'monday', 'later'],
] as const)('%s, with weeks from %s, is %s', (due, week_start, group) => {
  expect(groupOf(due, '2026-11-26', week_start)).toBe(group)
})

test('on the last day of a week nothing else is of this week', () => {
  expect(groupOf('2026-11-30', '2026-11-29', 'monday')).toBe('later')
})

test.each([
  ['2026-11-26', 'monday', '2026-10-26', '2026-12-06', 6],
  ['2026-11-26', 'sunday', '2026-11-01', '2026-12-05', 5],
  ['2027-02-01', 'monday', '2027-02-01', '2027-02-28', 4],
  ['2028-02-29', 'saturday', '2028-01-29', '2028-03-03', 5],
] as const)('the month of %s, weeks from %s, is shown from %s to %s', (month, week_start, from, to, weeks) => {
  const shown = weeksOf(month, week_start)
  expect([shown[0]![0], shown.at(-1)!.at(-1), shown.length]).toEqual([from, to, weeks])
  expect(new Set(shown.flat()).size).toBe(weeks * 7)
})

test.each([
  ['2026-11-26', 1, '2026-12-26'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-01-15', -1, '2025-12-15'],
])('%s moved by %i months is %s', (day, months, moved) => {
  expect(monthsAfter(day, months)).toBe(moved)
})
