import { expect, test } from 'vitest'
import { completions, continuations, corrections, distance, emptyLexicon, halves, learn } from './typing-mistakes.ts'

const lexicon = emptyLexicon()
for (const [word, rows] of Object.entries({
  smith: 900,
  smit: 40,
  smyth: 60,
  smithson: 20,
  john: 800,
  joan: 90,
  иванов: 30,
  μαρια: 5,
}))
  learn(lexicon, word, rows)
const words = (list: { word: string }[]) => list.map(({ word }) => word)

test.each([
  ['smith', 'smith', 0],
  ['smith', 'smyth', 1],
  ['smith', 'smih', 1],
  ['smith', 'smitth', 1],
  ['smith', 'msith', 1],
  ['smith', 'smiht', 1],
  ['xmith', 'smith', 1],
  ['ivanov', 'vianovv', 2],
  ['abc', 'xyz', 3],
  ['иванов', 'иваонв', 1],
  ['', 'ab', 2],
])('%s and %s are %i mistakes apart, from either side', (a, b, mistakes) => {
  expect(distance(a, b, 2)).toBe(mistakes)
  expect(distance(b, a, 2)).toBe(mistakes)
})

test('a mistake in the first letter is corrected like any other', () => {
  expect(words(corrections(lexicon, 'amith', 1, 5))).toEqual(['smith'])
  expect(words(corrections(lexicon, 'msith', 1, 5))).toEqual(['smith'])
  expect(words(corrections(lexicon, 'мванов', 2, 5))).toEqual(['иванов'])
})

test('fewer mistakes come first, then the more used word, and the word itself is no correction', () => {
  expect(words(corrections(lexicon, 'smith', 2, 5))).toEqual(['smyth', 'smit'])
  expect(words(corrections(lexicon, 'smiht', 2, 5))).toEqual(['smith', 'smit', 'smyth'])
})

test('a word with no rows left is no longer meant', () => {
  learn(lexicon, 'ghost', 3)
  expect(words(corrections(lexicon, 'ghpst', 1, 5))).toEqual(['ghost'])
  learn(lexicon, 'ghost', 0)
  expect(corrections(lexicon, 'ghpst', 1, 5)).toEqual([])
})

test('what is still being typed is completed past its mistake', () => {
  expect(words(completions(lexicon, 'smiyh', 5))).toEqual(['smithson'])
})

test('a beginning is continued by the most used words, and all their rows are counted', () => {
  expect(continuations(lexicon, 'smi', 2)).toEqual({ words: ['smith', 'smit'], rows: 960 })
  expect(continuations(lexicon, 'j', 5)).toEqual({ words: ['john', 'joan'], rows: 890 })
  expect(continuations(lexicon, 'smithson', 5)).toEqual({ words: [], rows: 0 })
})

test('two words typed as one are told apart', () => {
  expect(halves(lexicon, 'johnsmith')).toEqual(['john', 'smith'])
  expect(halves(lexicon, 'johnxyz')).toBeNull()
})
