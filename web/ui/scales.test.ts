import { expect, test } from 'vitest'
import { named, namedPoints, percentOf, ticksBetween, ticksTo, type Unit } from './scales.ts'

const hour = 3600
test.each<[string, number, Unit, number[]]>([
  ['nothing at all still has a ground and a top', 0, 'hours', [0, hour / 4]],
  ['minutes stand in quarters of an hour', 40 * 60, 'hours', [0, hour / 4, hour / 2, (hour * 3) / 4]],
  ['an hour and a half in halves', 1.5 * hour, 'hours', [0, hour / 2, hour, 1.5 * hour]],
  ['a working day in twos', 8 * hour, 'hours', [0, 2, 4, 6, 8].map((h) => h * hour)],
  ['a month in fifties', 168 * hour, 'hours', [0, 50, 100, 150, 200].map((h) => h * hour)],
  ['three deals one by one, never in halves', 3, 'count', [0, 1, 2, 3]],
  ['a single one has a line of its own', 1, 'count', [0, 1]],
  ['cents below one have one line', 0.4, 'money', [0, 1]],
  ['money in round sums', 183_412.55, 'money', [0, 50_000, 100_000, 150_000, 200_000]],
  ['what ends on a line needs none above it', 100, 'percent', [0, 50, 100]],
])('%s', (_, largest, unit, lines) => expect(ticksTo(largest, unit)).toEqual(lines))

test.each<[string, number, number, number[]]>([
  ['what is above the ground alone has none below', 0, 183_412.55, [0, 50_000, 100_000, 150_000, 200_000]],
  ['a loss beside a gain', -1_800, 4_100, [-2_000, 0, 2_000, 4_000, 6_000]],
  ['nothing but losses end at the ground', -900, -20, [-1_000, -500, 0]],
])('%s', (_, least, largest, lines) => expect(ticksBetween(least, largest, 'money')).toEqual(lines))

test.each([0, 0.01, 1, 7, 99, 100, 101, 12_345, 9_999_999_999])(
  '%s is held by at most five lines from nothing',
  (largest) => {
    for (const unit of ['hours', 'money', 'count', 'percent', 'days'] as const) {
      const lines = ticksTo(largest, unit)
      expect(lines[0]).toBe(0)
      expect(lines.at(-1)).toBeGreaterThanOrEqual(largest)
      expect(lines.length).toBeGreaterThan(1)
      expect(lines.length).toBeLessThanOrEqual(5)
    }
  },
)

test.each([
  ['half of the way', 50, 100, 50],
  ['less than nothing is nothing', -3, 100, 0],
  ['more than all is all', 101, 100, 100],
  ['of nothing there is no share', 5, 0, 0],
])('%s', (_, size, top, percent) => expect(percentOf(size, top)).toBe(percent))

test.each([
  ['few are all named', 3, 6, [0, 1, 2]],
  ['a year of weeks has every ninth named', 52, 6, [0, 9, 18, 27, 36, 45]],
  ['one is named', 1, 6, [0]],
  ['of none, none', 0, 6, []],
])('%s', (_, count, most, places) => expect([...named(count, most)]).toEqual(places))

const spot = (x: number, y: number) => ({ x, y, letters: 12 })
test.each([
  ['far apart, all are named', [spot(10, 10), spot(90, 90), spot(10, 90)], 5, [0, 1, 2]],
  ['of two on one spot neither: the name would lie on the other', [spot(50, 50), spot(50, 51)], 5, []],
  ['a name makes way for a point', [spot(40, 40), spot(45, 40), spot(80, 10)], 5, [1, 2]],
  ['names that would cross', [spot(40, 40), spot(46, 42)], 5, [1]],
  ['the farthest first, no more than wanted', [spot(10, 10), spot(90, 20), spot(20, 95)], 2, [1, 2]],
])('%s', (_, spots, most, places) => expect([...namedPoints(spots, most)].sort()).toEqual(places))
