/** One reading of a text put to an index: what its words weigh, and which indexed words they may stand for. */
import { pairsOf, shortenings, shortestTypo, weightOf, type NameIndex } from './name-index.ts'
import type { Reading } from './name-text.ts'
import { abridgements, particles, weakWords } from './name-words.ts'

/** Per word its weight, and the numbers of the indexed words it may stand for with a likeness 0..1. */
export type Question = {
  reading: Reading
  weights: number[]
  total: number
  near: Map<number, number>[]
  pairs: string[]
}

/** `known` keeps what was found for a word while the readings of one text are tried. */
export function ask(index: NameIndex, reading: Reading, known: Map<string, Map<number, number>>): Question {
  const last = reading.core.length - 1
  const near = reading.core.map((word) => {
    const found = known.get(word) ?? nearWords(index, word)
    known.set(word, found)
    return found
  })
  const weights = reading.core.map((word, i) => weightInText(index, word, near[i]!, i === 0 || i === last))
  return {
    reading,
    weights,
    total: weights.reduce((sum, weight) => sum + weight, 0),
    near,
    pairs: pairsOf(reading.core),
  }
}

function weightInText(index: NameIndex, word: string, near: Map<number, number>, atAnEnd: boolean): number {
  // At an end a particle is part of the name ("Snap-on"); between words it only joins them.
  if (particles.has(word) && atAnEnd) return 0.3
  const number = index.numbers.get(word)
  const weight = number === undefined ? weightOfUnknown(index, word, near) : index.weights[number]!
  // Who writes "Graham Holdings" hardly means Graham Corp: said, a weak word says more than left out.
  return weakWords.has(word) ? 2 * weight : weight
}

/** A slip in a word that says little is between that word and one of its own. */
function weightOfUnknown(index: NameIndex, word: string, near: Map<number, number>): number {
  const own = weightOf(word, 1, index.names.length)
  const meant = Math.max(0, ...[...near.keys()].map((number) => index.weights[number]!))
  return meant > 0 ? (own + meant) / 2 : own
}

/** The word itself; for an unknown word, those a slip of the finger away. */
function nearWords(index: NameIndex, word: string): Map<number, number> {
  const self = index.numbers.get(word)
  const near = new Map<number, number>()
  if (self !== undefined) near.set(self, 1)
  const abridged = index.numbers.get(abridgements.get(word) ?? '')
  if (abridged !== undefined) near.set(abridged, 0.75)
  if (self !== undefined) return near
  for (const short of shortenings(word))
    for (const other of index.shortened.get(short) ?? []) {
      const number = index.numbers.get(other)!
      const alike = likeness(word, other)
      if (alike > (near.get(number) ?? 0)) near.set(number, alike)
    }
  return near
}

/** One edit in a long word is a slip; in a short one it may be another word. The first letter is hardly ever wrong. */
function likeness(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  if (length < shortestTypo - 1 || a[0] !== b[0]) return 0
  if (a + 's' === b || b + 's' === a) return 0.94
  const edits = editsBetween(a, b)
  if (edits === 1) return 1 - 1.3 / length
  return edits === 2 && length >= 9 ? 1 - 2.6 / length : 0
}

/** Optimal string alignment distance, given up above 2. */
function editsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let edits = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, before[j - 2]! + 1)
      next.push(edits)
    }
    before = row
    row = next
  }
  return row[b.length]!
}
