import { expect, test } from 'vitest'
import { shift } from './periods.ts'
import { firstOwnDay, firstTeamDay } from './review.ts'

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

test('the first day of the team is the first on which the day is no one’s own any more', () => {
  for (let from = 0; from < 14; from++)
    for (const days of [0, 1, 2, 5, 30]) {
      const worked_on = shift('2026-11-16', from)
      const team = firstTeamDay(worked_on, days)
      const isTeams = (today: string) => worked_on < firstOwnDay(today, days)
      expect([worked_on, days, isTeams(team), days > 0 && isTeams(shift(team, -1))]).toEqual([
        worked_on,
        days,
        true,
        false,
      ])
    }
})
