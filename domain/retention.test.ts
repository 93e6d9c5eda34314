import { expect, test } from 'vitest'
import { firstKept, firstRunFor_ms, nextRun_ms, takesMore, termInWords } from './retention.ts'

const at = Date.parse
const iso = (instant_ms: number) => new Date(instant_ms).toISOString()

test.each([
  ['evidence', 90, '2026-11-27T20:00:00Z', '2026-08-29'],
  ['evidence', 7, '2026-03-03T00:00:00Z', '2026-02-24'],
  ['evidence', 1, '2024-03-01T23:59:59Z', '2024-02-29'],
  ['time_entries', 24, '2026-11-27T20:00:00Z', '2024-11-01'],
  ['time_entries', 3, '2026-02-28T12:00:00Z', '2025-11-01'],
  ['time_entries', 12, '2026-01-01T00:00:00Z', '2025-01-01'],
  // the 31st of a month without one
  ['time_entries', 3, '2026-05-31T12:00:00Z', '2026-02-01'],
  ['ledger', 12, '2026-11-27T20:00:00Z', '2025-11-01'],
] as const)('%s kept for %i, on %s: from %s on', (of, keep, now, first) => {
  expect(firstKept(of, keep, at(now))).toBe(first)
})

test.each([
  ['2026-11-27T02:06:59Z', '2026-11-27T02:07:00.000Z'],
  ['2026-11-27T02:07:00Z', '2026-11-27T02:07:00.000Z'],
  ['2026-11-27T02:07:01Z', '2026-11-28T02:07:00.000Z'],
  ['2026-12-31T23:00:00Z', '2027-01-01T02:07:00.000Z'],
])('after %s the next run is at %s', (now, run) => expect(iso(nextRun_ms(at(now)))).toBe(run))

test.each([
  // never sooner than 48 hours after a person was told
  ['2026-11-25T02:07:00Z', '2026-11-25T02:07:00Z', '2026-11-27T02:07:00.000Z'],
  ['2026-11-25T02:07:01Z', '2026-11-25T02:07:01Z', '2026-11-28T02:07:00.000Z'],
  ['2026-01-01T00:00:00Z', '2026-11-25T12:00:00Z', '2026-11-26T02:07:00.000Z'],
])('told at %s, looked at %s: first at %s', (told, now, run) =>
  expect(iso(firstRunFor_ms(at(told), at(now)))).toBe(run),
)

test.each([
  [{ keep: null, also_approved: false }, { keep: 90, also_approved: false }, true],
  [{ keep: 90, also_approved: false }, { keep: 60, also_approved: false }, true],
  [{ keep: 90, also_approved: false }, { keep: 120, also_approved: false }, false],
  [{ keep: 90, also_approved: false }, { keep: 120, also_approved: true }, true],
  [{ keep: 90, also_approved: true }, { keep: 90, also_approved: true }, false],
  [{ keep: 90, also_approved: false }, { keep: null, also_approved: true }, false],
])('from %o to %o takes more: %s', (before, after, more) => expect(takesMore(before, after)).toBe(more))

test('a term is said in whole words', () => {
  expect(termInWords('evidence', 1)).toBe('1 day')
  expect(termInWords('time_entries', 24)).toBe('24 months')
})
