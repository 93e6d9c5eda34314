/** From the words of a question to what the index is asked, the surest reading first. The index's terms: migrations/0016_search.sql. */
import {
  completions,
  continuations,
  corrections,
  halves,
  rowsOf,
  type Correction,
  type Lexicon,
} from './typing-mistakes.ts'

/** A word of the question. `rows`: how many records have it, as far as they are counted. */
export type Token = {
  word: string
  isLast: boolean
  digits: string | null
  rows: number
  /** Longer words that begin with it, and in how many rows they are. */
  continued: { words: string[]; rows: number }
  /** What it may mean if it is mistyped; nothing before `supposeMistakes`. */
  corrected: Correction[]
  halves: [string, string] | null
}

/** A full-text query in PostgreSQL's own spelling (tsquery). */
type Terms = string
/** What one word of the question may be, and in about how many records something of it is. */
type Group = { terms: Terms; rows: number }

/**
 * One way to read a question: what each of its words is. The index is asked for each way by itself, and in it for each word by
 * itself: it then reads no more than the rarest word has. Of one expression of all ways it would read them all (up to 300 times the time).
 */
export type Way = Terms[]
/** Ways that are as sure as each other, and how many records are weighed of each. */
export type Reading = { ways: Way[]; most: number }

const mostWords = 8
/** Beyond these a word has so many neighbours that they say nothing. */
const mostCorrections = 60
const mostCompletions = 40
const mostContinuations = 300
/** Up to here the index itself knows best what a word may become: it has words that nobody counted and such with digits. */
const fewRows = 3_000
/** What is in more records than this is asked for only among one's own and the lately changed ones. */
const commonRows = 20_000
/** More than this many that fit are too many to weigh each: then own and recent ones, and titles, are fetched besides. */
const mostWritten = 400
const mostBesides = 100
const signs = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u{20000}-\u{3ffff}]/u
const runs = new RegExp(`${signs.source}+`, 'gu')

/** `words` as the database folds them, `uncounted` ones that continue the last. More than eight are cut: that is a text and no question. */
export function readTokens(
  words: readonly string[],
  asked: string,
  lexicon: Lexicon,
  uncounted: readonly string[] = [],
): Token[] {
  const phone = phoneDigits(asked)
  const used = phone ? [phone] : words.slice(0, mostWords)
  return used.map((word, index) => {
    const isLast = index === used.length - 1
    return readToken(word.slice(0, 64), isLast, lexicon, isLast ? uncounted : [])
  })
}

/** "+49 (30) 12-34" is one number however it is grouped; the zeros of a national or international prefix say nothing. */
function phoneDigits(asked: string): string | null {
  if (!/^[+(\d][\d\s()./+-]*$/.test(asked.trim())) return null
  const digits = asked.replaceAll(/\D/g, '').replace(/^0+/, '')
  return digits.length >= 4 ? digits : null
}

function readToken(word: string, isLast: boolean, lexicon: Lexicon, uncounted: readonly string[]): Token {
  const isRead = canBeMistyped(word)
  const continued =
    isRead && (isLast || word.length > 2)
      ? continuations(lexicon, word, isLast ? mostContinuations : mostCompletions)
      : { words: [], rows: 0 }
  return {
    word,
    isLast,
    digits: /^\d{3,}$/.test(word) ? word : null,
    rows: rowsOf(lexicon, word),
    continued: { ...continued, words: [...continued.words, ...uncounted] },
    corrected: [],
    halves: null,
  }
}

const canBeMistyped = (word: string) => !/\d/.test(word) && !signs.test(word)

/** The same words with what they mean if they are mistyped: milliseconds of work, for when they were not found as they are. */
export const supposeMistakes = (tokens: readonly Token[], lexicon: Lexicon): Token[] =>
  tokens.map((token) => {
    const { word, isLast } = token
    const alone = tokens.length === 1
    if (!canBeMistyped(word) || word.length < (alone ? 3 : 2)) return token
    const corrected = corrections(lexicon, word, word.length < (alone ? 5 : 4) ? 1 : 2, mostCorrections)
    if (isLast && word.length >= 4) corrected.push(...completions(lexicon, word, mostCompletions))
    return { ...token, corrected, halves: token.rows === 0 ? halves(lexicon, word) : null }
  })

/** As typed; then with a last word that is not typed to its end. What only common words are in is not among it. */
export const asTyped = (tokens: readonly Token[]): Reading[] =>
  asWritten(tokens)
    .filter((groups) => !isCommon(groups))
    .map((groups) => ({ ways: [wayOf(groups)], most: mostWritten }))

/** Whether the last word may become more words than were asked for: rare ones are not among them. */
export const isCutShort = (tokens: readonly Token[]): boolean => {
  const { word, rows: own, continued } = tokens.at(-1)!
  return !word.match(runs) && own + continued.rows > fewRows && continued.words.length >= mostContinuations
}

/** As typed, of what `narrow` holds, and whether that is needed: `found` were as many as were asked for, or not all were asked for. */
export function amongFewer(tokens: readonly Token[], narrow: readonly Terms[], found: number): Reading | null {
  const written = asWritten(tokens)
  if (found < mostWritten && !written.some(isCommon)) return null
  return { ways: written.flatMap((groups) => narrowed(groups, narrow)), most: mostBesides }
}

/** In the order in which they are tried: one word mistyped; two, or one twice; one word left out. */
export function asMistyped(tokens: readonly Token[], narrow: readonly Terms[]): Reading[] {
  const last = tokens.length - 1
  const begun = tokens.map(begins)
  const once = tokens.map((token) => corrected(token, 1))
  const twice = tokens.map((token) => corrected(token, 2))
  const typed = tokens.map(exactly).with(last, anyOf([exactly(tokens[last]!), begun[last]!]))
  const each = <T>(make: (index: number) => T) => tokens.map((_, index) => make(index))
  const pairs = each((i) => each((j) => [i, j] as const).slice(i + 1)).flat()
  const oneMistyped = each((i) => typed.with(i, anyOf([once[i]!, i === last ? nothing : begun[i]!])))
  const twoMistyped = [
    ...each((i) => typed.with(i, twice[i]!)),
    ...pairs.map(([i, j]) => typed.with(i, once[i]!).with(j, once[j]!)),
  ]
  const oneLeftOut = each((i) => typed.map((group, j) => anyOf([group, once[j]!])).toSpliced(i, 1))
  return [
    { ways: waysOf(oneMistyped, narrow), most: 100 },
    { ways: waysOf(twoMistyped, narrow), most: 60 },
    { ways: tokens.length < 3 ? [] : waysOf(oneLeftOut, narrow), most: 60 },
  ]
}

const asWritten = (tokens: readonly Token[]) => {
  const exact = tokens.map(exactly)
  return [exact, [...exact.slice(0, -1), begins(tokens.at(-1)!)]].filter(isPossible)
}
const isPossible = (groups: readonly Group[]) => groups.every(({ terms }) => terms !== '')
const isCommon = (groups: readonly Group[]) => Math.min(...groups.map(({ rows }) => rows)) > commonRows
const wayOf = (groups: readonly Group[]): Way => groups.map(({ terms }) => terms)
const narrowed = (groups: readonly Group[], narrow: readonly Terms[]): Way[] =>
  narrow.map((term) => [...wayOf(groups), term])
const waysOf = (all: readonly Group[][], narrow: readonly Terms[]): Way[] =>
  all.filter(isPossible).flatMap((groups) => (isCommon(groups) ? narrowed(groups, narrow) : [wayOf(groups)]))

const nothing: Group = { terms: '', rows: 0 }
function anyOf(groups: readonly Group[]): Group {
  return { terms: either(groups.map(({ terms }) => terms)), rows: groups.reduce((sum, { rows }) => sum + rows, 0) }
}

function exactly({ word, rows, digits }: Token): Group {
  const found = word.match(runs)
  if (found) return { terms: both(found.flatMap((run) => pairsOf(run)).map(quote)), rows }
  return { terms: digits ? either([quote(word), phonePart(digits)]) : quote(word), rows }
}

/** The word as the beginning of longer ones. */
function begins({ word, isLast, rows: own, continued: { words, rows } }: Token): Group {
  if (word.match(runs)) return nothing
  if (isLast && own + rows <= fewRows) return { terms: `${quote(word)}:*`, rows: own + rows }
  return { terms: either(words.map(quote)), rows }
}

/** Nothing where the word cannot have been meant otherwise. */
function corrected({ word, corrected: words, halves: pair }: Token, mistakes: number): Group {
  const found = word.match(runs)
  // every sign is there, in whatever order: one was left out, doubled or swapped
  if (found)
    return mistakes === 1 ? { terms: both(found.flatMap((run) => [...new Set(run)]).map(quote)), rows: 0 } : nothing
  const meant = words.filter((correction) => correction.mistakes === mistakes)
  const terms = meant.map((correction) => quote(correction.word))
  if (mistakes === 1 && pair) terms.push(both(pair.map(quote)))
  return { terms: either(terms), rows: meant.reduce((sum, { rows }) => sum + rows, 0) }
}

/** Four digits in a row each; three are the beginning of such a four. */
function phonePart(digits: string): Terms {
  if (digits.length === 3) return `${quote(`#${digits}`)}:*`
  return both(Array.from({ length: digits.length - 3 }, (_, place) => quote(`#${digits.slice(place, place + 4)}`)))
}

function pairsOf(run: string): string[] {
  const single = [...run]
  return single.length === 1 ? single : single.slice(1).map((sign, index) => `${single[index]}${sign}`)
}

const quote = (term: string) => `'${term.replaceAll(/['\\]/g, '$&$&')}'`
/** One impossible part makes the whole impossible; a left out one (null) does not. */
const both = (terms: readonly (Terms | null)[]): Terms =>
  terms.includes('') ? '' : `(${terms.filter((part) => part !== null).join(' & ')})`
const either = (terms: readonly Terms[]): Terms => {
  const possible = terms.filter((part) => part !== '')
  return possible.length === 0 ? '' : `(${possible.join(' | ')})`
}

/** The part of a reading that keeps it within kinds and owners. `owners` null: whoever owns it. */
export const within = (parts: readonly { kinds: readonly string[]; owners: readonly string[] | null }[]): Terms =>
  either(
    parts.map(({ kinds, owners }) =>
      both([
        either(kinds.map((kind) => quote(`~${kind}`))),
        owners && either(owners.map((owner) => quote(`~${owner}`))),
      ]),
    ),
  )
export const ownedBy = (id: string): Terms => quote(`~${id}`)
/** This month and the last: `now_ms` is an instant, months are UTC's. */
export function lately(now_ms: number): Terms {
  const now = new Date(now_ms)
  const month = (back: number) => {
    const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1))
    return quote(`~${day.toISOString().slice(0, 7).replace('-', '')}`)
  }
  return either([month(0), month(1)])
}
