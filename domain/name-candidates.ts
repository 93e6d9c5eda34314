/** Which names of an index are worth a closer look, so that a lookup among thousands costs microseconds. */
import { initialsOf, type IndexedName, type NameIndex } from './name-index.ts'
import type { Question } from './name-question.ts'

/** Names that are looked at closely; that are enough to choose those from; that one word brings at most. */
const closelyRead = 12
const enoughNames = 64
const mostNames = 256
/** Of a text's weight, what a name must share to score more than 0.2. */
const leastShare = 0.3

/** Names that share the rarest words of the question, or are written together what it writes apart, or abbreviated. */
export function candidatesOf(index: NameIndex, question: Question): number[] {
  const { core, written } = question.reading
  const found = new Set<number>()
  const add = (list: readonly number[] = []) => {
    for (let i = 0; i < list.length && i < mostNames; i += 1) found.add(list[i]!)
  }
  const addWord = (word: string) => add(index.holders[index.numbers.get(word) ?? -1])
  add(index.compacts.get(core.join('')))
  if (written !== core.join('')) add(index.compacts.get(written))
  for (const word of core) add(index.joined.get(word))
  for (const pair of question.pairs) addWord(pair)
  if (core.length === 1) add(index.initials.get(core[0]!))
  else if (core.length > 2) addWord(initialsOf(core))
  for (const number of tellingWords(index, question)) if (found.size < enoughNames) add(index.holders[number])
  return found.size <= closelyRead ? [...found] : mostPromising(index, question, found)
}

/**
 * The words to look under, the rarest first. Who is not found under the rarer words can share no more than the weight of
 * the rest; once that is too little for a match worth naming, the common words need not be looked under.
 */
function tellingWords(index: NameIndex, { near, weights, total }: Question): number[] {
  const words = near.map((meant, i) => {
    const numbers = [...meant.keys()]
    return {
      numbers,
      weight: weights[i]!,
      holders: numbers.reduce((sum, number) => sum + index.holders[number]!.length, 0),
    }
  })
  const known = words.filter(({ numbers }) => numbers.length > 0).sort((a, b) => a.holders - b.holders)
  const telling: number[] = []
  let rest = known.reduce((sum, { weight }) => sum + weight, 0)
  for (const { numbers, weight } of known) {
    if (rest < leastShare * total) break
    telling.push(...numbers)
    rest -= weight
  }
  return telling
}

function mostPromising(index: NameIndex, question: Question, found: Set<number>): number[] {
  const worth = new Map<number, number>()
  for (const near of question.near)
    for (const [number, alike] of near)
      worth.set(number, Math.max(worth.get(number) ?? 0, alike * index.weights[number]!))
  const compact = question.reading.core.join('')
  const promise = (name: IndexedName) =>
    name.ids.reduce((sum, number) => sum + (worth.get(number) ?? 0), 0) * (1 + 1 / (1 + name.total)) +
    (name.compact === compact ? 9 : 0)
  return [...found]
    .map((position) => ({ position, promise: promise(index.names[position]!) }))
    .sort((a, b) => b.promise - a.promise)
    .slice(0, closelyRead)
    .map(({ position }) => position)
}
