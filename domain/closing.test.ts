import { expect, test } from 'vitest'
import { closingTime } from './closing.ts'

const now = Date.parse('2026-03-01T22:30:00Z')
test.each([
  ['nothing said', undefined, 'Europe/Berlin', '2026-03-01T22:30:00.000Z'],
  ['today', '2026-03-01', 'Europe/Berlin', '2026-03-01T22:30:00.000Z'],
  ['today where it is tomorrow already', '2026-03-02', 'Asia/Kolkata', '2026-03-01T22:30:00.000Z'],
  ['an earlier day', '2026-02-27', 'Europe/Berlin', '2026-02-27T11:00:00.000Z'],
])('%s is closed at the right instant', (_, day, zone, instant) => {
  expect(new Date(closingTime(day, zone, now)!).toISOString()).toBe(instant)
})

test('a day that has not come yet in the person’s zone is refused', () => {
  expect(closingTime('2026-03-02', 'Europe/Berlin', now)).toBeNull()
})
