/** How well one reading of a text names one name of an index: 0 (not at all) to 1 (to the letter). */
import { candidatesOf } from './name-candidates.ts'
import { initialsOf, priorWeight, type IndexedName, type NameIndex } from './name-index.ts'
import { ask, type Question } from './name-question.ts'
import type { Reading } from './name-text.ts'
import { particles, weakWords } from './name-words.ts'

/** `covers`: the share of the reading's weight that the name explains; `exact`: the same words. */
export type Scored = { position: number; score: number; covers: number; exact: boolean; text: string }

/** `known` as in `ask`. */
export function scoreNames(index: NameIndex, reading: Reading, known: Map<string, Map<number, number>>): Scored[] {
  const question = ask(index, reading, known)
  return candidatesOf(index, question)
    .map((position) => ({ position, text: reading.text, ...scoreName(index, question, index.names[position]!) }))
    .filter(({ score }) => score > 0.2)
}

function scoreName(index: NameIndex, question: Question, name: IndexedName): Omit<Scored, 'position' | 'text'> {
  const { reading } = question
  if (reading.core.join('') === name.compact || reading.written === name.written)
    return { score: exactScore(reading, name) * reading.sure, covers: 1, exact: true }
  const byInitials = initialsScore(index, reading, name)
  if (byInitials > 0) return { score: byInitials * reading.sure, covers: 1, exact: false }
  const { score, covers } = overlapScore(question, name)
  return { score: score * reading.sure, covers, exact: false }
}

/** Same words. Same legal form too is to the letter; another one may be another company. */
function exactScore(reading: Reading, name: IndexedName): number {
  const sameForm = reading.legal === name.legal
  const oneWord = name.core.length < 2 && !(sameForm && reading.closed)
  if (name.plain && (reading.sure < 1 || oneWord)) return 0.7
  if (sameForm) return 1
  return reading.legal && name.legal ? 0.93 : 0.98
}

function overlapScore(question: Question, name: IndexedName): { score: number; covers: number } {
  const { reading } = question
  const shared = overlap(question, name)
  const ofText = shared.text / question.total
  const ofName = shared.name / name.total
  const score =
    Math.min(0.96, ofText ** 1.4 * ofName ** (reading.closed ? whole : short)) * doubts(reading, name, shared)
  return { score: name.plain ? score * 0.7 : score, covers: ofText }
}

/** Words the name has and the text leaves out count little in a short form, much where the text is meant to be whole. */
const short = 0.55
const whole = 1.6

/** What speaks against a match besides the words missing. Each found by trying half the sample's names on the other half. */
function doubts(reading: Reading, name: IndexedName, { textLeft, nameLeft }: Overlap): number {
  const leavesMuch = nameLeft.some(saysMore)
  const otherNumber = nameLeft.some(isNumeric) ? (textLeft.some(isNumeric) ? 0.6 : 0.85) : 1
  const otherTrade = leavesMuch && textLeft.some(saysMore) ? 0.85 : 1
  const otherForm = reading.legal && name.legal && reading.legal !== name.legal ? 0.93 : 1
  // "PTC" and "Atlantic" begin many names: no short forms.
  const begin = reading.written.length <= 3 || reading.core.every((word) => priorWeight(word) < 1)
  return otherNumber * otherTrade * otherForm * (leavesMuch && begin ? 0.85 : 1)
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
      named += name.weights[i]!
    }
  }
  for (let n = 0; n < core.length; n += 1)
    for (let i = 0; i < name.ids.length; i += 1) if (question.near[n]!.get(name.ids[i]!) === 1) take(n, 1, i, 1, 1)
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

/** "IBM" for International Business Machines: believed when chance would hardly make such a pair; the reverse is a guess. */
function initialsScore(index: NameIndex, reading: Reading, name: IndexedName): number {
  const [short, long] = reading.core.length === 1 ? [reading.core[0]!, name.core] : [name.compact, reading.core]
  if (long.length < 3 || (reading.core.length > 1 && name.core.length > 1) || initialsOf(long) !== short) return 0
  // About a quarter of names have as many words; initials are far from even: four times the even chance.
  const byChance = (4 * (index.names.length / 4)) / 26 ** short.length
  return reading.core.length === 1 && byChance < 0.02 ? 0.86 : 0.5
}
