import { expect, test } from 'vitest'
import { firstOwnDay } from './review.ts'

test.each([
  ['on Thursday two days back is Tuesday: Monday’s time is the team’s', '2026-11-26', 2, '2026-11-24'],
  ['on Monday the weekend does not count', '2026-11-23', 2, '2026-11-19'],
  ['on Sunday Thursday and Friday were the two days', '2026-11-29', 2, '2026-11-26'],
  ['one day', '2026-11-26', 1, '2026-11-25'],
  ['a week', '2026-11-26', 5, '2026-11-19'],
  ['none: today’s time is the team’s at once', '2026-11-26', 0, '2026-11-27'],
])('%s', (_, today, days, first) => {
  expect(firstOwnDay(today, days)).toBe(first)
})
