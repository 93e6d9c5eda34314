import { expect, test } from 'vitest'
import { cut, gapsOf, lengthOf, union, withoutOverlap, type Span } from './spans.ts'

const span = ([start_ms, end_ms]: [number, number]): Span => ({ start_ms, end_ms })
const spans = (pairs: [number, number][]) => pairs.map(span)
const pairs = (list: Span[]) => list.map(({ start_ms, end_ms }) => [start_ms, end_ms])

test.each<[string, [number, number][], [number, number][]]>([
  [
    'apart',
    [
      [0, 1],
      [2, 3],
    ],
    [
      [0, 1],
      [2, 3],
    ],
  ],
  [
    'touching',
    [
      [0, 1],
      [1, 3],
    ],
    [[0, 3]],
  ],
  [
    'one in another, out of order',
    [
      [4, 5],
      [0, 9],
    ],
    [[0, 9]],
  ],
  [
    'empty ones',
    [
      [3, 3],
      [5, 4],
    ],
    [],
  ],
])('a union of spans %s', (_, given, expected) => {
  expect(pairs(union(spans(given)))).toEqual(expected)
})

test.each<[string, [number, number][], [number, number][]]>([
  [
    'is cut where the next starts',
    [
      [0, 10],
      [6, 14],
    ],
    [
      [0, 6],
      [6, 14],
    ],
  ],
  [
    'goes on behind a short one inside it',
    [
      [0, 10],
      [4, 6],
    ],
    [
      [0, 4],
      [4, 6],
      [6, 10],
    ],
  ],
  [
    'of two that start together the longer stays',
    [
      [0, 3],
      [0, 10],
    ],
    [[0, 10]],
  ],
  [
    'is not cut by one without length',
    [
      [0, 10],
      [5, 5],
    ],
    [[0, 10]],
  ],
  [
    'keeps nesting apart',
    [
      [0, 20],
      [5, 15],
      [8, 9],
    ],
    [
      [0, 5],
      [5, 8],
      [8, 9],
      [9, 15],
      [15, 20],
    ],
  ],
  [
    'is left alone where nothing overlaps',
    [
      [10, 12],
      [0, 10],
    ],
    [
      [0, 10],
      [10, 12],
    ],
  ],
])('a span %s', (_, given, expected) => {
  const apart = withoutOverlap(spans(given), () => 0)
  expect(pairs(apart)).toEqual(expected)
  expect(lengthOf(apart)).toBe(lengthOf(union(spans(given))))
})

test('what is kept and what is cut away make the whole', () => {
  const whole = spans([
    [0, 10],
    [10, 20],
    [25, 30],
  ])
  const kept = spans([
    [2, 4],
    [8, 12],
    [26, 40],
  ])
  expect(pairs(cut(whole, kept))).toEqual([
    [2, 4],
    [8, 10],
    [10, 12],
    [26, 30],
  ])
  expect(lengthOf(cut(whole, kept)) + lengthOf(cut(whole, gapsOf(kept)))).toBe(lengthOf(whole))
})
