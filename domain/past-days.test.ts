import { expect, test } from 'vitest'
import { doubtsIn, type Past } from './past-days.ts'

let number = 0
/** Hours of the 15th, from and to; the later one in the list changed later. */
const entry = (from: number, to: number, more: Partial<Past> = {}): Past => ({
  id: String(number++).padStart(6, '0'),
  start_ms: Date.UTC(2026, 8, 15) + from * 3_600_000,
  end_ms: Date.UTC(2026, 8, 15) + to * 3_600_000,
  zone: 'UTC',
  agent: true,
  settled: null,
  changed_ms: number,
  ...more,
})
const kindsOf = (entries: Past[]) => {
  const found = new Map(doubtsIn(entries).map(({ id, kind }) => [id, kind]))
  return entries.map(({ id }) => found.get(id) ?? null)
}

test.each<[string, Past[], (string | null)[]]>([
  ['a usual day', [entry(9, 12), entry(13, 17)], [null, null]],
  ['two devices for an hour', [entry(9, 12), entry(11, 13)], [null, null]],
  ['the same span twice', [entry(9, 10), entry(9, 10)], [null, null]],
  [
    'the same span again and again',
    [entry(9, 10), entry(9, 10), entry(9, 10), entry(9, 10)],
    [null, ...Array(3).fill('repeated')],
  ],
  [
    'the same span, of which one was looked at',
    [entry(9, 10), entry(9, 10), entry(9, 10, { settled: 'overlap' })],
    [null, 'repeated', null],
  ],
  ['18 hours without a break', [entry(4, 10), entry(10, 16), entry(16, 22)], [null, null, null]],
  ['what begins after them', [entry(4, 16), entry(16, 22.1), entry(22.1, 23)], [null, null, 'no_break']],
  [
    'a break of 14 minutes is none',
    [entry(4, 16), entry(16 + 14 / 60, 22.5), entry(22.5, 23)],
    [null, null, 'no_break'],
  ],
  ['a break of a quarter of an hour is one', [entry(4, 16), entry(16.25, 22.5), entry(22.5, 23)], [null, null, null]],
  ['a run over midnight', [entry(10, 20), entry(20, 28.5), entry(28.5, 30)], [null, null, 'no_break']],
  ['what a person typed in', [entry(4, 22.1, { agent: false }), entry(22.1, 23, { agent: false })], [null, null]],
])('%s', (_, entries, kinds) => expect(kindsOf(entries)).toEqual(kinds))

test('of a day that grew past itself what changed last goes aside, until it fits', () => {
  expect(kindsOf([entry(0, 11), entry(0, 12), entry(12.5, 13.5)])).toEqual([null, null, null])
  const full = [entry(0, 11), entry(0, 12), entry(12.5, 17), entry(12.5, 17)]
  expect(kindsOf(full)).toEqual([null, null, 'full_day', 'full_day'])
  expect(doubtsIn(full)[0]!.reason).toBe('32 h were recorded on 2026-09-15, a day of 24 h; this one changed last.')
  // none that is settled
  const looked = [
    entry(0, 11),
    entry(0, 12),
    entry(12.5, 17, { settled: 'clock' }),
    entry(12.5, 17, { settled: 'clock' }),
  ]
  expect(kindsOf(looked)).toEqual([null, 'full_day', null, null])
  // somebody said that it was so long
  expect(kindsOf([entry(0, 11), entry(0, 12), entry(12.5, 17, { settled: 'full_day' })])).toEqual([null, null, null])
})

test('the night in which the clock is turned back has an hour more', () => {
  const zone = 'Europe/Berlin'
  const begin_ms = Date.parse('2026-10-25T00:00:00+02:00')
  const part = (from: number, to: number) =>
    entry(0, 1, { zone, start_ms: begin_ms + from * 3_600_000, end_ms: begin_ms + to * 3_600_000 })
  expect(kindsOf([part(0, 12), part(0, 12.9)])).toEqual([null, null])
  expect(kindsOf([part(0, 12), part(0, 13.1)])).toEqual([null, 'full_day'])
})

test('a thousand entries of a few seconds are common, more on one day are not', () => {
  const tiny = (count: number) => Array.from({ length: count }, (_, n) => entry(9 + n / 360, 9 + n / 360 + 1 / 3_600))
  expect(doubtsIn(tiny(1_000))).toEqual([])
  const found = doubtsIn([...tiny(1_001), entry(15, 16)])
  expect([found.length, new Set(found.map(({ kind }) => kind))]).toEqual([1_001, new Set(['flood'])])
  expect(found[0]!.reason).toContain('1001 entries of 5 s or less on 2026-09-15')
})
