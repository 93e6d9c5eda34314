import { expect, test } from 'vitest'
import { instantsOf, spanInWords } from './zones.ts'

test.each([
  ['America/New_York', '2025-03-08', '23:10:00', ['2025-03-09T04:10:00.000Z']],
  ['America/New_York', '2025-03-09', '02:30:00', ['2025-03-09T07:30:00.000Z']],
  ['America/New_York', '2025-03-09', '03:40:00', ['2025-03-09T07:40:00.000Z']],
  ['America/New_York', '2025-11-02', '01:30:00', ['2025-11-02T05:30:00.000Z', '2025-11-02T06:30:00.000Z']],
  ['America/New_York', '2025-11-02', '02:00:00', ['2025-11-02T07:00:00.000Z']],
  ['Europe/Berlin', '2025-10-26', '02:00:00', ['2025-10-26T00:00:00.000Z', '2025-10-26T01:00:00.000Z']],
  ['Asia/Kolkata', '2025-10-26', '02:00:00', ['2025-10-25T20:30:00.000Z']],
])('in %s the clock of %s %s can mean %j', (zone, date, time, expected) => {
  expect(instantsOf({ date, time }, zone).map((ms) => new Date(ms).toISOString())).toEqual(expected)
})

test.each([
  [
    '2026-11-17T09:11:00.000Z',
    '2026-11-17T10:10:35.000Z',
    'Europe/Berlin',
    '2026-11-17 10:11 to 11:10 (Europe/Berlin)',
  ],
  [
    '2026-11-17T18:00:00Z',
    '2026-11-17T19:30:00Z',
    'Asia/Kolkata',
    '2026-11-17 23:30 to 2026-11-18 01:00 (Asia/Kolkata)',
  ],
])('%s to %s in %s reads %j', (start, end, zone, expected) => {
  expect(spanInWords(start, end, zone)).toBe(expected)
})
