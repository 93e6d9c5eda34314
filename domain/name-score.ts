/** How well one reading of a text names one name of an index: 0 (not at all) to 1 (to the letter). */
import { initialsOf, pairsOf, shortenings, shortestTypo, weightOf, type IndexedName, type NameIndex } from './name-index.ts'
import { type Reading } from './name-text.ts'
import { abridgements, particles, weakWords } from './name-words.ts'

/** `covers`: the share of the reading's weight that the name explains. */
export type Scored = { position: number; score: number; covers: number; text: string }

/** A reading against an index: per word its own weight and the indexed words it may stand for, with a likeness 0..1. */
type Question = { reading: Reading; weights: number[]; total: number; near: Map<number, number>[]; pairs: string[] }

/** Names that are looked at closely, and words so frequent that they find nobody. */
const closelyRead = 12
const enoughNames = 64

/** `known` keeps what was found for a word while the readings of one text are tried. */
export function scoreNames(index: NameIndex, reading: Reading, known: Map<string, Map<number, number>>): Scored[] {
  const question = ask(index, reading, known)
  return candidatesOf(index, question)
    .map((position) => ({ position, text: reading.text, ...scoreName(index, question, index.names[position]!) }))
    .filter(({ score }) => score > 0.2)
}

function ask(index: NameIndex, reading: Reading, known: Map<string, Map<number, number>>): Question {
  const last = reading.core.length - 1
  const weights = reading.core.map((word, i) => weightInText(index, word, i === 0 || i === last))
  const near = reading.core.map((word) => {
    const found = known.get(word) ?? nearWords(index, word)
    known.set(word, found)
    return found
  })
  return { reading, weights, total: weights.reduce((sum, weight) => sum + weight, 0), near, pairs: pairsOf(reading.core) }
}

function weightInText(index: NameIndex, word: string, atAnEnd: boolean): number {
  // At an end a particle is part of the name ("Snap-on"); between words it only joins them.
  if (particles.has(word) && atAnEnd) return 0.3
  const number = index.numbers.get(word)
  const weight = number === undefined ? weightOf(word, 1, index.names.length) : index.weights[number]!
  // Who writes "Graham Holdings" hardly means Graham Corp: said, a weak word says more than left out.
  return weakWords.has(word) ? 2 * weight : weight
}

/** The word itself; for an unknown word, those a slip of the finger away. */
function nearWords(index: NameIndex, word: string): Map<number, number> {
  const self = index.numbers.get(word)
  const near = new Map<number, number>()
  if (self !== undefined) near.set(self, 1)
  const abridged = index.numbers.get(abridgements.get(word) ?? '')
  if (abridged !== undefined) near.set(abridged, 0.75)
  if (self === undefined) for (const short of shortenings(word)) for (const number of index.shortened.get(short) ?? []) if (!near.has(number)) near.set(number, likeness(word, index.spellings[number]!))
  return near
}

/** One edit in a long word is a slip; in a short one it may be another word. The first letter is hardly ever wrong. */
function likeness(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  if (length < shortestTypo - 1 || a[0] !== b[0]) return 0
  if (a + 's' === b || b + 's' === a) return 0.94
  const edits = editsBetween(a, b)
  if (edits === 1) return 1 - 1.1 / length
  return edits === 2 && length >= 9 ? 1 - 2.2 / length : 0
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

/** Names that share the rarest words of the question, or are written together what it writes apart, or abbreviated. */
function candidatesOf(index: NameIndex, question: Question): number[] {
  const { core } = question.reading
  const found = new Set<number>(index.compacts.get(core.join('')) ?? [])
  for (const word of core) for (const position of index.joined.get(word) ?? []) found.add(position)
  for (const word of core) for (const position of index.initials.get(word) ?? []) found.add(position)
  const lists = question.near.flatMap((near) => [...near.keys()].map((number) => index.holders[number]!))
  for (const text of [...question.pairs, initialsOf(core)]) {
    const number = index.numbers.get(text)
    if (number !== undefined) lists.push(index.holders[number]!)
  }
  lists.sort((a, b) => a.length - b.length)
  for (const list of lists) {
    if (found.size > 0 && found.size + list.length > 4 * enoughNames) break
    for (const position of list) found.add(position)
    if (found.size > enoughNames) break
  }
  return found.size <= closelyRead ? [...found] : mostPromising(index, question, found)
}

function mostPromising(index: NameIndex, question: Question, found: Set<number>): number[] {
  const worth = new Map<number, number>()
  for (const near of question.near)
    for (const [number, alike] of near) worth.set(number, Math.max(worth.get(number) ?? 0, alike * index.weights[number]!))
  const compact = question.reading.core.join('')
  const promise = (name: IndexedName) =>
    name.ids.reduce((sum, number) => sum + (worth.get(number) ?? 0), 0) * (1 + 1 / (1 + name.total)) + (name.compact === compact ? 9 : 0)
  return [...found]
    .map((position) => ({ position, promise: promise(index.names[position]!) }))
    .sort((a, b) => b.promise - a.promise)
    .slice(0, closelyRead)
    .map(({ position }) => position)
}

function scoreName(index: NameIndex, question: Question, name: IndexedName): { score: number; covers: number } {
  const { reading } = question
  if (reading.core.join('') === name.compact) return { score: exactScore(reading, name) * reading.sure, covers: 1 }
  const byInitials = initialsScore(index, reading, name)
  if (byInitials > 0) return { score: byInitials * reading.sure, covers: 1 }
  const { score, covers } = overlapScore(question, name)
  return { score: score * reading.sure, covers }
}

/** Same words. Same legal form too is to the letter; another one may be another company. */
function exactScore(reading: Reading, name: IndexedName): number {
  if (name.plain && (reading.sure < 1 || name.core.length < 2)) return 0.7
  if (reading.legal === name.legal) return 1
  return reading.legal && name.legal ? 0.93 : 0.98
}

function overlapScore(question: Question, name: IndexedName): { score: number; covers: number } {
  const { reading } = question
  const shared = overlap(question, name)
  const ofText = shared.text / question.total
  const ofName = shared.name / name.total
  const score = Math.min(0.96, ofText ** 1.4 * ofName ** (reading.closed ? whole : short)) * doubts(reading, name, shared)
  return { score: name.plain ? score * 0.7 : score, covers: ofText }
}

/** Words the name has and the text leaves out count little in a short form, much where the text is meant to be whole. */
const short = 0.55
const whole = 1.6

/** What speaks against a match besides the words missing: other numbers, another trade, another legal form. */
function doubts(reading: Reading, name: IndexedName, { textLeft, nameLeft }: Overlap): number {
  const numbers = textLeft.some(isNumeric) && nameLeft.some(isNumeric) ? 0.6 : 1
  const trades = textLeft.some(saysMore) && nameLeft.some(saysMore) ? 0.85 : 1
  const forms = reading.legal && name.legal && reading.legal !== name.legal ? 0.93 : 1
  return numbers * trades * forms
}

const saysMore = (word: string) => !weakWords.has(word) && !particles.has(word)
type Overlap = { text: number; name: number; textLeft: string[]; nameLeft: string[] }

const isNumeric = (word: string) => /\d/.test(word) || /^[ivx]+$/.test(word)

/** Pairs off the words of both sides, each once: one to one, and two of one side with the same written together. */
function overlap(question: Question, name: IndexedName): Overlap {
  const { core } = question.reading
  const textFree = core.map(() => true)
  const nameFree = name.core.map(() => true)
  let text = 0
  let named = 0
  const take = (t: number, tCount: number, n: number, nCount: number, alike: number) => {
    for (let i = t; i < t + tCount; i += 1) if (!textFree[i]) return
    for (let i = n; i < n + nCount; i += 1) if (!nameFree[i]) return
    for (let i = t; i < t + tCount; i += 1) {
      textFree[i] = false
      text += alike * question.weights[i]!
    }
    for (let i = n; i < n + nCount; i += 1) {
      nameFree[i] = false
      named += alike * name.weights[i]!
    }
  }
  for (let n = 0; n < core.length; n += 1) for (let i = 0; i < name.ids.length; i += 1) if (question.near[n]!.get(name.ids[i]!) === 1) take(n, 1, i, 1, 1)
  for (let t = 0; t < core.length; t += 1) {
    for (let n = 0; n < name.pairs.length; n += 1) if (name.pairs[n] === core[t]) take(t, 1, n, 2, 0.98)
    for (let n = 0; n < name.core.length; n += 1) if (question.pairs[t] === name.core[n]) take(t, 2, n, 1, 0.98)
  }
  for (let t = 0; t < core.length; t += 1)
    for (let n = 0; n < name.ids.length; n += 1) {
      const alike = question.near[t]!.get(name.ids[n]!)
      if (alike) take(t, 1, n, 1, alike)
    }
  return {
    text,
    name: named,
    textLeft: core.filter((_, i) => textFree[i]),
    nameLeft: name.core.filter((_, i) => nameFree[i]),
  }
}

/** "IBM" for International Business Machines, and the reverse: believed when chance would hardly make such a pair. */
function initialsScore(index: NameIndex, reading: Reading, name: IndexedName): number {
  const [short, long] = reading.core.length === 1 ? [reading.core[0]!, name.core] : [name.compact, reading.core]
  if (long.length < 3 || (reading.core.length > 1 && name.core.length > 1) || initialsOf(long) !== short) return 0
  // Initials are far from evenly spread: four times the even chance, over all names of as many words.
  const rivals = index.names.length / 4
  return (4 * rivals) / 26 ** short.length < 0.02 ? 0.86 : 0.5
}
