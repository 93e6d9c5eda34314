import { expect, test } from 'vitest'
import { joined, partsOf, pausesIn, runsOf, spanOfWork, workedIn, type Joinable, type Timed } from './reshaping.ts'

const entry = (from: string, to: string, duration_seconds?: number): Timed => {
  const [start_time, end_time] = [from, to].map((clock) => new Date(`2026-09-15T${clock}Z`).toISOString()) as [
    string,
    string,
  ]
  return {
    start_time,
    end_time,
    duration_seconds: duration_seconds ?? (Date.parse(end_time) - Date.parse(start_time)) / 1_000,
  }
}
const said = (parts: Timed[] | string) =>
  typeof parts === 'string' ? parts : parts.map((part) => `${part.start_time.slice(11, 19)} ${part.duration_seconds}`)

const hour = entry('09:00:00', '10:00:00')
test.each([
  ['two equal parts', hour, { parts: 2 }, ['09:00:00 1800', '09:30:00 1800']],
  ['seven parts that do not come out even', hour, { parts: 7 }, 'sum'],
  ['at an instant', hour, { at: ['2026-09-15T09:20:00Z'] }, ['09:00:00 1200', '09:20:00 2400']],
  [
    'at instants in any order',
    hour,
    { at: ['2026-09-15T09:40:00Z', '2026-09-15T09:20:00Z'] },
    ['09:00:00 1200', '09:20:00 1200', '09:40:00 1200'],
  ],
  [
    'by durations, the rest is a part',
    hour,
    { durations_seconds: [600, 900] },
    ['09:00:00 600', '09:10:00 900', '09:25:00 2100'],
  ],
  ['by durations that are all of it', hour, { durations_seconds: [600, 3_000] }, ['09:00:00 600', '09:10:00 3000']],
  [
    'what holds pauses, by time',
    entry('09:00:00', '10:00:00', 3_000),
    { at: ['2026-09-15T09:30:00Z'] },
    ['09:00:00 1500', '09:30:00 1500'],
  ],
  [
    'what holds pauses, by work',
    entry('09:00:00', '10:00:00', 3_000),
    { durations_seconds: [1_000] },
    ['09:00:00 1000', '09:20:00 2000'],
  ],
  ['at its own start', hour, { at: ['2026-09-15T09:00:00Z'] }, 'Not every one of these times lies within it.'],
  ['after its end', hour, { at: ['2026-09-15T10:30:00Z'] }, 'Not every one of these times lies within it.'],
  [
    'at the same instant twice',
    hour,
    { at: ['2026-09-15T09:20:00Z', '2026-09-15T09:20:00Z'] },
    'A part would be shorter than a second.',
  ],
  ['longer than it is', hour, { durations_seconds: [3_000, 3_000] }, 'It is not as long as its parts would be.'],
  ['as long as it is', hour, { durations_seconds: [3_600] }, 'It would stay one part.'],
  ['of three seconds into five', entry('09:00:00', '09:00:03'), { parts: 5 }, 'A part would be shorter than a second.'],
  ['of no time into two', entry('09:00:00', '09:00:03', 0), { parts: 2 }, 'A part would be shorter than a second.'],
  [
    'of no time by durations',
    entry('09:00:00', '09:00:03', 0),
    { durations_seconds: [1] },
    'A part would be shorter than a second.',
  ],
] as const)('an entry is cut %s', (_, whole, cuts, expected) => {
  const parts = partsOf(whole, cuts as object)
  if (expected !== 'sum') expect(said(parts)).toEqual(expected)
  if (typeof parts === 'string') return
  expect(parts.reduce((total, { duration_seconds }) => total + duration_seconds, 0)).toBe(whole.duration_seconds)
  expect([parts[0]!.start_time, parts.at(-1)!.end_time]).toEqual([whole.start_time, whole.end_time])
  expect(parts.slice(1).map(({ start_time }) => start_time)).toEqual(parts.slice(0, -1).map(({ end_time }) => end_time))
})

const work = (id: string, from: string, to: string, extra: Partial<Joinable> = {}): Joinable => ({
  ...entry(from, to),
  id,
  user_id: 'noah',
  account_id: 'kestrel',
  deal_id: 'fleet',
  task_id: null,
  billable: true,
  status: 'synced',
  zone: 'Europe/Berlin',
  ...extra,
})
const a = work('a', '09:00:00', '09:30:00')

test.each([
  ['what touches', [a, work('b', '09:30:00', '10:00:00')], [['a', 'b']], []],
  ['what a pause of five minutes parts', [work('b', '09:35:00', '10:00:00'), a], [['a', 'b']], []],
  ['not what a longer one parts', [a, work('b', '09:35:01', '10:00:00')], [], ['a: Nothing else', 'b: Nothing else']],
  [
    'not two people',
    [a, work('b', '09:30:00', '10:00:00', { user_id: 'grace' })],
    [],
    ['a: Nothing else', 'b: Nothing else'],
  ],
  [
    'not two deals',
    [a, work('b', '09:30:00', '10:00:00', { deal_id: 'x' })],
    [],
    ['a: Its neighbour', 'b: Its neighbour'],
  ],
  [
    'not what is billed with what is not',
    [a, work('b', '09:30:00', '10:00:00', { billable: false })],
    [],
    ['a: Of it and its', 'b: Of it and its'],
  ],
  ['not what overlaps', [a, work('b', '09:20:00', '10:00:00')], [], ['a: It overlaps', 'b: It overlaps']],
  [
    'as many as follow each other',
    [a, work('b', '09:30:00', '10:00:00'), work('c', '10:02:00', '10:10:00'), work('d', '12:00:00', '12:10:00')],
    [['a', 'b', 'c']],
    ['d: Nothing else'],
  ],
  [
    'two pairs',
    [
      a,
      work('b', '09:30:00', '10:00:00'),
      work('c', '10:00:00', '10:10:00', { deal_id: 'x' }),
      work('d', '10:10:00', '10:20:00', { deal_id: 'x' }),
    ],
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
    ['c: Its neighbour'],
  ],
] as const)('one entry is made of %s', (_, entries, runs, reasons) => {
  const found = runsOf(entries)
  expect(found.runs.map((run) => run.map(({ id }) => id))).toEqual(runs)
  const single = new Set(entries.map(({ id }) => id))
  for (const run of runs) for (const id of run) if (!reasons.some((reason) => reason.startsWith(id))) single.delete(id)
  expect([...single].map((id) => `${id}: ${found.reasons.get(id)}`.slice(0, 14)).sort()).toEqual(
    reasons.map((reason) => reason.slice(0, 14)).toSorted(),
  )
})

test('the pause between them does not count', () => {
  expect(joined([a, work('b', '09:33:00', '10:00:00')])).toEqual({
    start_time: a.start_time,
    end_time: '2026-09-15T10:00:00.000Z',
    duration_seconds: 1_800 + 1_620,
  })
})

const paused = entry('09:00:00', '10:00:00', 3_000)
test.each([
  ['moved as it is', paused, '14:00:00', '15:00:00', 3_000],
  ['ending earlier', paused, '09:00:00', '09:30:00', 1_500],
  ['beginning later', paused, '09:45:00', '10:00:00', 750],
  ['ending later', paused, '09:00:00', '10:30:00', 3_000 + 1_800],
  ['beginning earlier and ending earlier', paused, '08:50:00', '09:30:00', 600 + 1_500],
  ['somewhere else, and shorter', paused, '14:00:00', '14:30:00', 1_800],
  ['of a second', paused, '09:00:00', '09:00:01', 1],
  ['without pauses', hour, '09:00:00', '11:15:00', 8_100],
] as const)('an entry with other times, %s, counts what was worked and no pauses', (_, whole, from, to, expected) => {
  const { start_time, end_time } = entry(from, to)
  expect(workedIn(whole, { start_ms: Date.parse(start_time), end_ms: Date.parse(end_time) })).toBe(expected)
})

test.each([
  ['all of it', 3_000, '10:00:00'],
  ['half of it', 1_500, '09:30:00'],
  ['more than it was', 3_600, '10:10:00'],
])('so many seconds of work from a start on lie in a span that holds its share of pauses: %s', (_, seconds, until) => {
  const span = spanOfWork(paused, Date.parse(paused.start_time), seconds)
  expect(new Date(span.end_ms).toISOString()).toBe(entry('09:00:00', until).end_time)
  expect(workedIn(paused, span)).toBe(seconds)
})

test('what is between start and end and does not count are pauses', () => {
  expect([pausesIn(paused), pausesIn(hour), pausesIn(entry('09:00:00', '10:00:00', 3_601))]).toEqual([600, 0, 0])
})
