import { expect, test } from 'vitest'
import { endOf, faultOfStart, pressedAt } from './timers.ts'

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

test.each([
  ['where nobody says: now', {}, now_ms],
  ['an hour ago', { pressed_at: '2026-09-15T11:00:00Z', sent_at: now }, now_ms - 3_600_000],
  [
    'an hour ago by a clock that is a day ahead',
    { pressed_at: '2026-09-16T11:00:00Z', sent_at: '2026-09-16T12:00:00Z' },
    now_ms - 3_600_000,
  ],
  [
    'an hour ago by a clock that is years behind',
    { pressed_at: '2001-01-01T00:00:00Z', sent_at: '2001-01-01T01:00:00Z' },
    now_ms - 3_600_000,
  ],
  ['in the moment it was sent', { pressed_at: now, sent_at: now }, now_ms],
  ['after it was sent', { pressed_at: '2026-09-15T12:00:01Z', sent_at: now }, '/pressed_at in_the_future'],
  ['before the timer started', { pressed_at: '2026-09-15T09:59:59Z', sent_at: now }, '/pressed_at before_start'],
  ['in the moment it started', { pressed_at: '2026-09-15T10:00:00Z', sent_at: now }, '/pressed_at before_start'],
  ['by a clock nobody knows', { pressed_at: '2026-09-15T11:00:00Z' }, '/sent_at required'],
  ['at no moment', { sent_at: now }, '/sent_at one_of'],
  ['and something else counts', { pressed_at: now, sent_at: now, end_time: now }, '/pressed_at one_of'],
])('stop was pressed %s', (_, said, expected) => {
  const found = pressedAt('2026-09-15T10:00:00Z', said, now_ms)
  expect('pressed_ms' in found ? found.pressed_ms : `${found.pointer} ${found.code}`).toBe(expected)
})
