import { expect, test } from 'vitest'
import { periods, readSpan, spanOf, type Period, type WeekStart } from './periods.ts'

test.each([
  ['this-week', 'monday', '2026-11-23', '2026-11-29'],
  ['this-week', 'sunday', '2026-11-22', '2026-11-28'],
  ['this-week', 'saturday', '2026-11-21', '2026-11-27'],
  ['last-week', 'monday', '2026-11-16', '2026-11-22'],
  ['this-month', 'monday', '2026-11-01', '2026-11-30'],
  ['last-month', 'monday', '2026-10-01', '2026-10-31'],
  ['this-quarter', 'monday', '2026-10-01', '2026-12-31'],
  ['this-year', 'monday', '2026-01-01', '2026-12-31'],
  ['last-30-days', 'monday', '2026-10-28', '2026-11-26'],
] satisfies [Period, WeekStart, string, string][])('%s with weeks from %s is %s to %s', (period, start, from, to) => {
  expect(spanOf(period, '2026-11-26', start)).toEqual({ from, to })
})

test('the first day of a week begins this week and not the next', () => {
  expect(spanOf('this-week', '2026-11-23', 'monday').from).toBe('2026-11-23')
  expect(spanOf('this-week', '2026-11-22', 'monday').from).toBe('2026-11-16')
})

test('months and quarters know leap years and turns of the year', () => {
  expect(spanOf('this-month', '2028-02-10', 'monday').to).toBe('2028-02-29')
  expect(spanOf('last-month', '2026-01-31', 'monday')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
})

test('a span of two days is read as it stands, open on either side', () => {
  expect(readSpan('2026-01-01..', '2026-11-26', 'monday')).toEqual({ from: '2026-01-01' })
  expect(readSpan('..2026-01-31', '2026-11-26', 'monday')).toEqual({ to: '2026-01-31' })
})

test('no period ends before it begins', () => {
  for (const period of Object.keys(periods) as Period[]) {
    const { from = '', to = '9' } = spanOf(period, '2026-01-01', 'sunday')
    expect(from <= to).toBe(true)
  }
})
