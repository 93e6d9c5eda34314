/**
 * The words of all records, held in memory, and what a mistyped word may have meant. Every word of a similar length is
 * looked at: a set of letters as bits leaves a few in a hundred, and only those are compared letter by letter. That finds
 * every word within two mistakes wherever they are, in 1 to 3 ms among 200,000 words, and costs no index at all.
 */

/** A word that may have been meant. `mistakes`: letters changed, left out, doubled or swapped with their neighbour. */
export type Correction = { word: string; mistakes: number; rows: number; prefix: boolean }
type Shelf = { words: string[]; letters: number[]; rows: number[] }
/** `beginnings`: the words that share their first two letters. */
export type Lexicon = { shelves: Shelf[]; places: Map<string, number>; beginnings: Map<string, string[]> }

const longest = 40
export const emptyLexicon = (): Lexicon => ({
  shelves: Array.from({ length: longest + 1 }, () => ({ words: [], letters: [], rows: [] })),
  places: new Map(),
  beginnings: new Map(),
})

/** Adds a word or corrects how many rows have it. */
export function learn({ shelves, places, beginnings }: Lexicon, word: string, rows: number): void {
  const shelf = shelves[word.length]
  if (!shelf) return
  if (!places.has(word)) {
    const alike = beginnings.get(word.slice(0, 2))
    if (alike) alike.push(word)
    else beginnings.set(word.slice(0, 2), [word])
  }
  const place = places.get(word) ?? shelf.words.length
  shelf.words[place] = word
  shelf.letters[place] = lettersOf(word)
  shelf.rows[place] = rows
  places.set(word, place)
}

export const rowsOf = ({ shelves, places }: Lexicon, word: string): number =>
  shelves[word.length]?.rows[places.get(word) ?? -1] ?? 0

/** Longer words that begin with this one, the most used first, at most `limit`; and how many rows all of them have. */
export function continuations(lexicon: Lexicon, word: string, limit: number): { words: string[]; rows: number } {
  const found = beginningWith(lexicon, word)
    .map((longer) => ({ word: longer, rows: rowsOf(lexicon, longer) }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows)
  return {
    words: found.slice(0, limit).map((longer) => longer.word),
    rows: found.reduce((sum, { rows }) => sum + rows, 0),
  }
}

function beginningWith({ beginnings }: Lexicon, word: string): string[] {
  const alike =
    word.length > 1
      ? (beginnings.get(word.slice(0, 2)) ?? [])
      : [...beginnings].flatMap(([letters, words]) => (letters.startsWith(word) ? words : []))
  return alike.filter((longer) => longer.length > word.length && longer.startsWith(word))
}

/** Words within `most` mistakes of this one, itself left out, fewest mistakes first and then the most used, at most `limit` of each number. */
export function corrections(lexicon: Lexicon, word: string, most: number, limit: number): Correction[] {
  const found: Correction[] = []
  const asked = lettersOf(word)
  for (let length = Math.max(1, word.length - most); length <= word.length + most; length++)
    eachAlike(lexicon.shelves[length], asked, most, most, (candidate, rows) => {
      const mistakes = distance(word, candidate, most)
      if (mistakes > 0 && mistakes <= most) found.push({ word: candidate, mistakes, rows, prefix: false })
    })
  return best(found, most, limit)
}

/** Longer words whose beginning is one mistake away: what a word that is still being typed may become. */
export function completions(lexicon: Lexicon, word: string, limit: number): Correction[] {
  const found: Correction[] = []
  const asked = lettersOf(word)
  for (let length = word.length + 2; length <= longest; length++)
    eachAlike(lexicon.shelves[length], asked, 1, longest, (candidate, rows) => {
      const beginsAlike = [-1, 0, 1].some((more) => distance(word, candidate.slice(0, word.length + more), 1) === 1)
      if (beginsAlike) found.push({ word: candidate, mistakes: 1, rows, prefix: true })
    })
  return best(found, 1, limit)
}

/** "johnsmith": the two known words that were typed as one, the rarer of which is the most used. */
export function halves(lexicon: Lexicon, word: string): [string, string] | null {
  let found: [string, string] | null = null
  let most = 0
  for (let cut = 2; cut <= word.length - 2; cut++) {
    const pair: [string, string] = [word.slice(0, cut), word.slice(cut)]
    const rows = Math.min(rowsOf(lexicon, pair[0]), rowsOf(lexicon, pair[1]))
    if (rows > most) [found, most] = [pair, rows]
  }
  return found
}

function best(found: Correction[], most: number, limit: number): Correction[] {
  found.sort((a, b) => a.mistakes - b.mistakes || b.rows - a.rows)
  return Array.from({ length: most }, (_, index) =>
    found.filter(({ mistakes }) => mistakes === index + 1).slice(0, limit),
  ).flat()
}

/** `missing` letters of the question may be absent from a word, `extra` ones of the word from the question. */
function eachAlike(
  shelf: Shelf | undefined,
  asked: number,
  missing: number,
  extra: number,
  see: (word: string, rows: number) => void,
): void {
  if (!shelf) return
  const { words, letters, rows } = shelf
  for (let place = 0; place < letters.length; place++) {
    const there = letters[place]!
    if (ones(asked & ~there) <= missing && ones(there & ~asked) <= extra && rows[place]! > 0)
      see(words[place]!, rows[place]!)
  }
}

/** 30 bits, so that the number stays a small integer in memory; letters of larger alphabets share some. */
function lettersOf(word: string): number {
  let bits = 0
  for (let index = 0; index < word.length; index++) bits |= 1 << (word.charCodeAt(index) % 30)
  return bits
}

function ones(bits: number): number {
  let left = bits - ((bits >> 1) & 0x55555555)
  left = (left & 0x33333333) + ((left >> 2) & 0x33333333)
  return (((left + (left >> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

/**
 * Changed, missing, added letters and swapped neighbours between two words (optimal string alignment); `most + 1` where
 * there are more than `most`.
 */
export function distance(a: string, b: string, most: number): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > most || b.length >= width) return most + 1
  for (let j = 0; j <= b.length; j++) rowBefore[j] = j
  for (let i = 1; i <= a.length; i++) {
    if (nextRow(a, b, i) > most) return most + 1
    const oldest = rowTwoBefore
    rowTwoBefore = rowBefore
    rowBefore = row
    row = oldest
  }
  return Math.min(rowBefore[b.length]!, most + 1)
}

// thousands of comparisons a search: the three rows are made once
const width = 64
let row = new Uint8Array(width)
let rowBefore = new Uint8Array(width)
let rowTwoBefore = new Uint8Array(width)

/** Fills the row of the i-th letter of `a`; gives its least number. */
function nextRow(a: string, b: string, i: number): number {
  const letter = a.charCodeAt(i - 1)
  const letterBefore = i > 1 ? a.charCodeAt(i - 2) : -1
  let least = (row[0] = i)
  for (let j = 1; j <= b.length; j++) {
    const other = b.charCodeAt(j - 1)
    let cost = Math.min(rowBefore[j]! + 1, row[j - 1]! + 1, rowBefore[j - 1]! + (letter === other ? 0 : 1))
    if (j > 1 && letter === b.charCodeAt(j - 2) && letterBefore === other)
      cost = Math.min(cost, rowTwoBefore[j - 2]! + 1)
    row[j] = cost
    if (cost < least) least = cost
  }
  return least
}
