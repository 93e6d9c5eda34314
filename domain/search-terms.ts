/** From the words of a question to what the index is asked, the surest reading first. The index's terms: migrations/0016_search.sql. */
import { completions, corrections, halves, rowsOf, type Correction, type Lexicon } from './typing-mistakes.ts'

/** A word of the question with everything it may mean. */
export type Token = {
  word: string
  isLast: boolean
  digits: string | null
  corrected: Correction[]
  halves: [string, string] | null
}

/** A full-text query in PostgreSQL's own spelling (tsquery). */
type Terms = string

const mostWords = 8
/** Beyond these a word has so many neighbours that they say nothing. */
const mostCorrections = 60
const mostCompletions = 40
const signs = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u{20000}-\u{3ffff}]/u
const runs = new RegExp(`${signs.source}+`, 'gu')

/** `words` as the database folds them. More than eight are cut: that is a text and no question. */
export function readTokens(words: readonly string[], asked: string, lexicon: Lexicon): Token[] {
  const phone = phoneDigits(asked)
  const used = phone ? [phone] : words.slice(0, mostWords)
  return used.map((word, index) => readToken(word.slice(0, 64), index === used.length - 1, used.length === 1, lexicon))
}

/** "+49 (30) 12-34" is one number however it is grouped; the zeros of a national or international prefix say nothing. */
function phoneDigits(asked: string): string | null {
  if (!/^[+(\d][\d\s()./+-]*$/.test(asked.trim())) return null
  const digits = asked.replaceAll(/\D/g, '').replace(/^0+/, '')
  return digits.length >= 4 ? digits : null
}

function readToken(word: string, isLast: boolean, alone: boolean, lexicon: Lexicon): Token {
  const digits = /^\d{3,}$/.test(word) ? word : null
  const token: Token = { word, isLast, digits, corrected: [], halves: null }
  if (/\d/.test(word) || signs.test(word) || word.length < 2 || (alone && word.length < 3)) return token
  const most = word.length < (alone ? 5 : 4) ? 1 : 2
  token.corrected = corrections(lexicon, word, most, mostCorrections)
  if (isLast && word.length >= 4) token.corrected.push(...completions(lexicon, word, mostCompletions))
  if (rowsOf(lexicon, word) === 0) token.halves = halves(lexicon, word)
  return token
}

/** Readings in the order in which they are tried: as typed; one word mistyped; two, or one twice; one word left out. */
export function readings(tokens: readonly Token[]): Terms[] {
  const exact = tokens.map(exactly)
  const once = tokens.map((token) => corrected(token, 1))
  const twice = tokens.map((token) => corrected(token, 2))
  const with1 = tokens.map((_, i) => both(replaced(exact, [[i, once[i]!]])))
  const with2 = tokens.flatMap((_, i) => [
    both(replaced(exact, [[i, twice[i]!]])),
    ...tokens.slice(i + 1).map((__, k) =>
      both(
        replaced(exact, [
          [i, once[i]!],
          [i + 1 + k, once[i + 1 + k]!],
        ]),
      ),
    ),
  ])
  const without =
    tokens.length < 3
      ? []
      : tokens.map((_, i) => both(exact.map((terms, j) => (i === j ? null : either([terms, once[j]!])))))
  return [both(exact), either(with1), either(with2), either(without)].filter((terms) => terms !== '')
}

const replaced = (terms: readonly Terms[], changes: [number, Terms][]) => {
  const made = [...terms]
  for (const [index, by] of changes) made[index] = by
  return made
}

function exactly({ word, isLast, digits }: Token): Terms {
  const found = word.match(runs)
  if (found) return both(found.flatMap((run) => pairsOf(run)).map(quote))
  const written = quote(word) + (isLast ? ':*' : '')
  return digits ? either([written, phonePart(digits)]) : written
}

/** Nothing where the word cannot have been meant otherwise. */
function corrected({ word, isLast, corrected: words, halves: pair }: Token, mistakes: number): Terms {
  const found = word.match(runs)
  // every sign is there, in whatever order: one was left out, doubled or swapped
  if (found) return mistakes === 1 ? both(found.flatMap((run) => [...new Set(run)]).map(quote)) : ''
  const meant = words
    .filter((correction) => correction.mistakes === mistakes)
    .map((correction) => quote(correction.word))
  if (mistakes === 1 && !isLast && word.length >= 3) meant.push(`${quote(word)}:*`)
  if (mistakes === 1 && pair) meant.push(both(pair.map(quote)))
  return either(meant)
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
export const and = (...terms: Terms[]): Terms => both(terms)
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
