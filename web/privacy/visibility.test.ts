import { expect, test } from 'vitest'
import { namesOf, timeLeft } from './visibility.ts'

test.each([
  [[], 'nobody'],
  [['marta'], 'marta'],
  [['marta', 'dana'], 'marta and dana'],
  [['marta', 'dana', 'felix', 'ada'], 'marta and 3 others'],
])('%j are named: %s', (names, words) => expect(namesOf(names.map((name) => ({ name })))).toBe(words))

test.each([
  [1, '1 min'],
  [59 * 60_000, '59 min'],
  [60 * 60_000, '1 h'],
  [61 * 60_000, '1 h 1 min'],
  [24 * 3_600_000, '1 d'],
  [51 * 3_600_000 + 1, '2 d 3 h'],
])('%i ms are %s', (left_ms, words) => expect(timeLeft(left_ms)).toBe(words))
