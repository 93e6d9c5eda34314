import { expect, test } from 'vitest'
import { endOf, faultOfStart } from './timers.ts'

const now = '2026-09-15T12:00:00Z'
const now_ms = Date.parse(now)

test.each([
  ['now', now, null],
  ['an hour ago', '2026-09-15T11:00:00Z', null],
  ['seven days ago', '2026-09-08T12:00:00Z', null],
  ['a moment more', '2026-09-08T11:59:59Z', 'too_long_ago'],
  ['in a moment', '2026-09-15T12:00:01Z', 'in_the_future'],
])('a timer may be started %s or not', (_, started_at, code) => {
  expect(faultOfStart(started_at, now_ms)?.code ?? null).toBe(code)
})

test.each([
  ['at once, of an hour', '2026-09-15T11:00:00Z', undefined, now_ms],
  ['at once, of twelve hours', '2026-09-15T00:00:00Z', undefined, now_ms],
  ['at once, of a moment more', '2026-09-14T23:59:59Z', undefined, 'forgotten'],
  ['of days, with what to keep', '2026-09-14T09:00:00Z', '2026-09-14T17:00:00Z', Date.parse('2026-09-14T17:00:00Z')],
  ['before it started', '2026-09-15T11:00:00Z', '2026-09-15T10:00:00Z', 'end_not_after_start'],
  ['in the moment it started', now, undefined, 'end_not_after_start'],
  ['in the future', '2026-09-15T11:00:00Z', '2026-09-15T13:00:00Z', 'in_the_future'],
] as const)('a timer is stopped %s', (_, started_at, end_time, expected) => {
  const found = endOf(started_at, end_time, now_ms)
  expect('end_ms' in found ? found.end_ms : found.code).toBe(expected)
})
