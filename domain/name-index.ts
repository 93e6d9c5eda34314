/** An index over a list of names, built once: which words there are, how rare each is, and which names hold it. */
import { splitLegal, wordsOf, isWork, type Words } from './name-text.ts'
import { commonWords, particles, sameWord, tradeWords, weakWords } from './name-words.ts'

export type IndexedName = Words & {
  id: string
  name: string
  /** word numbers of `core`, with their weights */
  ids: number[]
  weights: number[]
  total: number
  /** `core` written together, and each two neighbours written together */
  compact: string
  pairs: string[]
  /** made of nothing but words that everybody uses: "Support Systems" */
  plain: boolean
}

export type NameIndex = {
  names: IndexedName[]
  /** word, in any of its spellings → its number; by number: spelling, weight, the names that hold it */
  numbers: Map<string, number>
  spellings: string[]
  weights: number[]
  holders: number[][]
  /** a word less one letter → the words it may have been, in their own spelling */
  shortened: Map<string, string[]>
  /** compact → names; two neighbours written together → names; initials → names */
  compacts: Map<string, number[]>
  joined: Map<string, number[]>
  initials: Map<string, number[]>
}

/** Shorter words have too many neighbours one letter away. */
export const shortestTypo = 5

/** How much of a name's identity a word carries at most, before its rarity in the list is counted. */
export function priorWeight(word: string): number {
  if (particles.has(word)) return 0.1
  if (weakWords.has(word)) return 0.2
  if (tradeWords.has(word) || isWork(word)) return 0.45
  return commonWords.has(word) ? 0.65 : 1
}

/** Inverse document frequency from 1 (one name of many holds it) downwards, and never under a quarter of the prior. */
export function weightOf(word: string, holders: number, names: number): number {
  const rarity = Math.log(1 + (names + 20) / Math.max(1, holders)) / Math.log(1 + names + 20)
  return priorWeight(word) * (0.25 + 0.75 * rarity)
}

/** `plainNames`: names of everyday words are as good as others (the deals of one account). */
export function buildNameIndex(list: readonly { id: string; name: string }[], plainNames = false): NameIndex {
  const index: NameIndex = {
    names: [],
    numbers: new Map(),
    spellings: [],
    weights: [],
    holders: [],
    shortened: new Map(),
    compacts: new Map(),
    joined: new Map(),
    initials: new Map(),
  }
  for (const item of list) addName(index, item, plainNames)
  index.weights = index.spellings.map((word, number) => weightOf(word, index.holders[number]!.length, list.length))
  for (const name of index.names) {
    name.weights = name.ids.map((number) => index.weights[number]!)
    name.total = name.weights.reduce((sum, weight) => sum + weight, 0)
  }
  for (const word of index.numbers.keys()) for (const short of shortenings(word)) push(index.shortened, short, word)
  return index
}

function addName(index: NameIndex, { id, name }: { id: string; name: string }, plainNames: boolean) {
  const found = wordsOf(name)
  const words = splitLegal(found)
  const position = index.names.length
  const pairs = pairsOf(words.core)
  const compact = words.core.join('')
  const plain = !plainNames && words.core.every((word) => priorWeight(word) < 0.5)
  index.names.push({
    ...words,
    id,
    name,
    ids: words.core.map((word) => numberOf(index, word)),
    weights: [],
    total: 0,
    compact,
    pairs,
    plain,
  })
  for (const word of found) {
    const number = index.numbers.get(sameWord.get(word) ?? word)
    if (number !== undefined) index.numbers.set(word, number)
  }
  for (const number of new Set(index.names[position]!.ids)) index.holders[number]!.push(position)
  for (const together of new Set([compact, words.written])) push(index.compacts, together, position)
  for (const pair of new Set(pairs)) push(index.joined, pair, position)
  if (words.core.length > 1) push(index.initials, initialsOf(words.core), position)
}

function numberOf(index: NameIndex, word: string): number {
  const known = index.numbers.get(word)
  if (known !== undefined) return known
  index.numbers.set(word, index.spellings.length)
  index.holders.push([])
  return index.spellings.push(word) - 1
}

export const pairsOf = (core: readonly string[]) => core.slice(1).map((word, i) => core[i]! + word)
export const initialsOf = (core: readonly string[]) => core.map((word) => word[0]).join('')

/** The word and the word less each of its letters (SymSpell: two words one edit apart share one of these). */
export function shortenings(word: string): string[] {
  if (word.length < shortestTypo || !/^\p{L}+$/u.test(word)) return []
  const found = new Set([word])
  for (let i = 0; i < word.length; i += 1) found.add(word.slice(0, i) + word.slice(i + 1))
  return [...found]
}

function push<V>(map: Map<string, V[]>, key: string, value: V) {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
