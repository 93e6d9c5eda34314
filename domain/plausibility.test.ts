import { expect, test } from 'vitest'
import { createDays, judgeDays, keyOf, mostEntriesADay, type Arrival } from './plausibility.ts'

const arrival = (start: string, end: string, zone = 'Europe/Berlin'): Arrival => ({
  user_id: 'noah',
  zone,
  start_ms: Date.parse(start),
  end_ms: Date.parse(end),
})
const judge = (arrivals: Arrival[], recorded: [day: string, seconds: number, entries: number][] = []) =>
  judgeDays(
    arrivals.map(createDays()),
    new Map(recorded.map(([day, seconds, entries]) => [keyOf({ user_id: 'noah', day }), { seconds, entries }])),
  ).map((reason) => reason !== null)

test.each([
  [
    'an evening',
    'Europe/Berlin',
    '2026-09-15T20:00:00Z',
    '2026-09-15T23:00:00Z',
    ['2026-09-15 7200', '2026-09-16 3600'],
  ],
  ['all in one day', 'UTC', '2026-09-15T20:00:00Z', '2026-09-15T23:00:00Z', ['2026-09-15 10800']],
  [
    'half an hour east',
    'Asia/Kolkata',
    '2026-09-15T18:00:00Z',
    '2026-09-15T19:00:00Z',
    ['2026-09-15 1800', '2026-09-16 1800'],
  ],
  [
    'a day without a midnight',
    'America/Sao_Paulo',
    '2018-11-04T02:30:00Z',
    '2018-11-04T03:30:00Z',
    ['2018-11-03 1800', '2018-11-04 1800'],
  ],
])('days are cut where the person’s clock begins them: %s', (_, zone, start, end, parts) =>
  expect(createDays()(arrival(start, end, zone)).map(({ day, seconds }) => `${day} ${seconds}`)).toEqual(parts),
)

test.each([
  ['a whole day', '2026-09-14T22:00:00Z', '2026-09-15T22:00:00Z', 0, false],
  ['a minute more', '2026-09-15T10:00:00Z', '2026-09-15T11:00:00Z', 23 * 3_600 + 60, true],
  ['as much as there is room for', '2026-09-15T10:00:00Z', '2026-09-15T11:00:00Z', 23 * 3_600, false],
])('a day holds itself and no more: %s', (_, start, end, seconds, doubted) =>
  expect(judge([arrival(start, end)], [['2026-09-15', seconds, 3]])).toEqual([doubted]),
)

test('a night in spring has 23 hours and one in autumn 25', () => {
  const hour = (day: string) => arrival(`${day}T12:00:00Z`, `${day}T13:00:00Z`)
  expect(judge([hour('2025-03-30')], [['2025-03-30', 23 * 3_600, 1]])).toEqual([true])
  expect(judge([hour('2025-10-26')], [['2025-10-26', 24 * 3_600, 1]])).toEqual([false])
})

test('what is doubted takes no room from what comes after it', () => {
  const long = arrival('2026-09-15T00:00:00Z', '2026-09-15T20:00:00Z')
  const short = arrival('2026-09-15T20:00:00Z', '2026-09-15T21:00:00Z')
  expect(judge([long, long, short])).toEqual([false, true, false])
})

test('nobody does more than so many things a day', () => {
  const second = arrival('2026-09-15T10:00:00Z', '2026-09-15T10:00:01Z')
  expect(judge([second, second], [['2026-09-15', 100, mostEntriesADay - 1]])).toEqual([false, true])
})
