import { expect, test } from 'vitest'
import { orderOf, readDate, readDuration, readTime } from './wall-text.ts'

test.each<[string[], string | null]>([
  [['2025-03-01', '2025-03-31'], 'ymd'],
  [['03/04/2025', '13/04/2025'], 'dmy'],
  [['03/04/2025', '03/13/2025'], 'mdy'],
  [['03/04/2025', '05/06/2025'], null],
  [['13/04/2025', '04/13/2025'], null],
  [['', 'total', '2025-03-01'], 'ymd'],
  [['2025-03-01', '13.04.2025'], 'dmy'],
])('the dates %j are %s', (dates, order) => {
  expect(orderOf(dates)).toBe(order)
})

test.each([
  ['2025-03-09', 'mdy', '2025-03-09'],
  ['2025/3/9', 'ymd', '2025-03-09'],
  ['9.3.2025', 'dmy', '2025-03-09'],
  ['03/09/25', 'mdy', '2025-03-09'],
  ['2024-02-29', 'ymd', '2024-02-29'],
  ['2025-02-29', 'ymd', null],
  ['31/04/2025', 'dmy', null],
  ['2024-13-01', 'ymd', null],
  ['13/13/2025', 'dmy', null],
  ['', 'ymd', null],
  ['Monday', 'ymd', null],
] as const)('the date “%s” read as %s is %s', (text, order, expected) => {
  expect(readDate(text, order)).toBe(expected)
})

test.each([
  ['9:05', '09:05:00'],
  ['09:05:30', '09:05:30'],
  ['12:00 AM', '00:00:00'],
  ['12:30:15 PM', '12:30:15'],
  ['9:05\u202fpm', '21:05:00'],
  ['9:05 a.m.', '09:05:00'],
  ['13:00 PM', null],
  ['0:10 AM', null],
  ['24:00', null],
  ['9:60', null],
  ['', null],
])('the time “%s” is %s', (text, expected) => {
  expect(readTime(text)).toBe(expected)
})

test.each([
  ['00:30:00', 1_800, 0],
  ['127:00:01', 457_201, 0],
  ['0 days 00:50:30', 3_030, 0],
  ['1 day 01:00:00', 90_000, 0],
  ['01:30', 5_400, 59],
  ['1.5', 5_400, 18],
  ['1,25', 4_500, 18],
  ['0.8417', 3_030, 0.18],
])('the duration “%s” is %d s, give or take %d', (text, seconds, slack_seconds) => {
  expect(readDuration(text)).toEqual({ seconds, slack_seconds })
})

test.each([[''], ['an hour'], ['1:2'], ['-1:00:00']])('“%s” is no duration', (text) => {
  expect(readDuration(text)).toBeNull()
})
