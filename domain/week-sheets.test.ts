import { expect, test } from 'vitest'
import { freeStretch, readHours } from './week-sheets.ts'

test.each([
  ['', 0],
  ['0', 0],
  ['1:30', 5_400],
  ['1.5', 5_400],
  ['1,25', 4_500],
  ['8', 28_800],
  ['90m', 5_400],
  ['1h', 3_600],
  ['1h 30m', 5_400],
  ['1h30', null],
  ['1.5h', 5_400],
  ['45 min', 2_700],
  ['9-10:30', 5_400],
  ['13:15 – 14', 2_700],
  ['10-9', null],
  ['9:75-10', null],
  ['1:75', null],
  ['26', null],
  ['-1', null],
  ['soon', null],
  ['1:2:3', null],
])('%j is %j seconds', (text, seconds) => {
  expect(readHours(text)).toBe(seconds)
})

const hour = 3_600_000
const span = (from: number, to: number) => ({ start_ms: from * hour, end_ms: to * hour })
test.each([
  ['an empty day', [], 2, span(9, 11)],
  ['a morning that is taken', [span(8, 12)], 2, span(12, 14)],
  ['a gap that is too short', [span(9, 10), span(11, 13)], 2, span(13, 15)],
  ['a gap that is just long enough', [span(9, 10), span(12, 13)], 2, span(10, 12)],
  ['a day that is full from nine on', [span(9, 24)], 2, span(0, 2)],
  ['spans that overlap, in no order', [span(11, 13), span(8, 12), span(9, 10)], 1, span(13, 14)],
  ['what came over from the evening before', [span(-2, 10)], 1, span(10, 11)],
  ['more than fits', [span(9, 24)], 10, null],
  ['the whole day', [], 24, span(0, 24)],
])('on %s, hours are put where nothing is', (_, taken, hours, expected) => {
  expect(freeStretch(span(0, 24), taken, hours * hour)).toEqual(expected)
})

test('today ends now: what was not worked yet is put before nine, or nowhere', () => {
  expect(freeStretch(span(0, 11), [], 3 * hour)).toEqual(span(0, 3))
  expect(freeStretch(span(0, 11), [], 2 * hour)).toEqual(span(9, 11))
  expect(freeStretch(span(0, 11), [], 12 * hour)).toBeNull()
})
