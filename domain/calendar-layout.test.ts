import { expect, test } from 'vitest'
import { layOut, moved, snapped, stepped } from './calendar-layout.ts'

const minute_ms = 60_000
/** As in '60-90', minutes of the day. */
const span = (text: string) => {
  const [start_ms, end_ms] = text.split('-').map((minutes) => Number(minutes) * minute_ms) as [number, number]
  return { start_ms, end_ms }
}
const said = ({ blocks, start_ms, end_ms, column, columns }: ReturnType<typeof layOut>[number]) =>
  `${start_ms / minute_ms}-${end_ms / minute_ms} ${column + 1}/${columns}${blocks.length > 1 ? ` ×${blocks.length}` : ''}`

test.each<[string, string[], string[]]>([
  ['nothing', [], []],
  ['one after the other has the whole width', ['0-60', '60-120'], ['0-60 1/1', '60-120 1/1']],
  ['what overlaps stands side by side', ['0-60', '30-90', '60-120'], ['0-60 1/2', '30-90 2/2', '60-120 1/2']],
  ['the longer of two that begin together stands first', ['0-30', '0-60'], ['0-60 1/2', '0-30 2/2']],
  ['a short one is as long as can be pointed at', ['0-5'], ['0-15 1/1']],
  ['and stands beside what follows it at once', ['0-5', '5-65'], ['0-15 1/2', '5-65 2/2']],
  ['short ones share a place until it is full', ['0-5', '5-10', '10-14', '15-20'], ['0-15 1/1 ×3', '15-30 1/1']],
  ['short ones far apart do not', ['0-5', '40-45'], ['0-15 1/1', '40-55 1/1']],
  ['order is that of time', ['60-120', '0-60'], ['0-60 1/1', '60-120 1/1']],
])('%s', (_, blocks, places) => {
  expect(layOut(blocks.map(span), 15 * minute_ms).map(said)).toEqual(places)
})

test('five hundred entries of a minute take few places, and none is lost', () => {
  const blocks = Array.from({ length: 500 }, (_, place) => span(`${place}-${place + 1}`))
  const places = layOut(blocks, 15 * minute_ms)
  expect(places).toHaveLength(34)
  expect(places.flatMap((place) => place.blocks)).toHaveLength(500)
})

// 25 hours, beginning at midnight
const day = span('0-1500')
test.each([
  [7, 0],
  [8, 15],
  [1_499, 1_500],
  [-30, 0],
  [2_000, 1_500],
])('minute %i snaps to %i', (minutes, expected) => {
  expect(snapped(minutes * minute_ms, day)).toBe(expected * minute_ms)
})

test.each<[number, -1 | 1, number]>([
  [60, 1, 75],
  [60, -1, 45],
  [67, 1, 75],
  [67, -1, 60],
])('from minute %i a step of %i leads to %i', (from, direction, to) => {
  expect(stepped(from * minute_ms, direction, day)).toBe(to * minute_ms)
})

test.each<[string, 'start' | 'end' | 'both', number, string | null]>([
  ['the end is moved', 'end', 15, '60-135'],
  ['the start is moved', 'start', -15, '45-120'],
  ['all of it is moved', 'both', 30, '90-150'],
  ['not before the day', 'both', -75, null],
  ['not into itself', 'start', 60, null],
  ['not beyond what has passed', 'end', 1_400, null],
])('%s', (_, edge, by, expected) => {
  expect(moved(span('60-120'), edge, by * minute_ms, day)).toEqual(expected && span(expected))
})
