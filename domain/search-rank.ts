/** How well a record answers a question. Pure: everything it weighs is given. */
import type { EntryKind, Match } from './search.ts'
import type { Token } from './search-terms.ts'

/** What the index keeps of a record. `folded`: words of the title, other words, digits of the phone number, a line each. */
export type Candidate = { id: string; kind: EntryKind; owner_id: string | null; folded: string; changed_at: string }
export type Ranked<C> = C & { score: number; found: Omit<Match, 'field'>[] }

type Quality = { how: Match['how']; found: string; worth: number }
const nothing: Quality = { how: 'corrected', found: '', worth: 0 }
const otherLine = 0.85
const own = 0.03
const fresh = 0.03
const month_ms = 30 * 24 * 3_600_000

/** Best first. The same question about the same records gives the same order: ties fall to the id. */
export function rank<C extends Candidate>(
  tokens: readonly Token[],
  candidates: readonly C[],
  person: string | null,
  now_ms: number,
): Ranked<C>[] {
  const meanings = tokens.map(({ corrected, halves }) => ({
    words: new Map(corrected.toReversed().map(({ word, mistakes, prefix }) => [word, { mistakes, prefix }])),
    halves,
  }))
  return candidates
    .map((candidate) => score(tokens, meanings, candidate, person, now_ms))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
}

type Meaning = { words: Map<string, { mistakes: number; prefix: boolean }>; halves: [string, string] | null }

function score<C extends Candidate>(
  tokens: readonly Token[],
  meanings: Meaning[],
  candidate: C,
  person: string | null,
  now_ms: number,
): Ranked<C> {
  const [title = '', others = '', digits = ''] = candidate.folded.split('\n')
  const titleWords = title.split(' ')
  const otherWords = others === '' ? [] : others.split(' ')
  const qualities = tokens.map((token, index) => {
    const there = best(token, meanings[index]!, titleWords, title, 1)
    return there.worth === 1
      ? there
      : better(there, best(token, meanings[index]!, otherWords, others, otherLine), phone(token, digits))
  })
  const mean = qualities.reduce((sum, { worth }) => sum + worth, 0) / tokens.length
  const age_ms = Math.max(0, now_ms - Date.parse(candidate.changed_at))
  const total =
    mean +
    whole(tokens, title) +
    (person !== null && candidate.owner_id === person ? own : 0) +
    fresh * Math.exp(-age_ms / month_ms)
  const found = qualities.flatMap(({ how, found: word }, index) =>
    word === '' ? [] : [{ asked: tokens[index]!.word, found: word, how }],
  )
  return { ...candidate, score: total, found }
}

const better = (...qualities: Quality[]) => qualities.reduce((a, b) => (b.worth > a.worth ? b : a))

function best(
  { word }: Token,
  { words, halves }: Meaning,
  there: readonly string[],
  line: string,
  weight: number,
): Quality {
  let top = nothing
  const take = (how: Match['how'], found: string, worth: number) => {
    if (worth * weight > top.worth) top = { how, found, worth: worth * weight }
  }
  for (const candidate of there) {
    if (candidate === word) take('exact', candidate, 1)
    else if (candidate.startsWith(word)) take('prefix', candidate, 0.85 + (0.1 * word.length) / candidate.length)
    else {
      const meant = words.get(candidate)
      if (meant) take('corrected', candidate, meant.mistakes === 2 ? 0.5 : meant.prefix ? 0.6 : 0.72)
    }
  }
  if (halves && halves.every((half) => there.includes(half))) take('corrected', halves.join(' '), 0.7)
  if (top.worth === 0 && word.length > 1 && line.includes(word)) take('part', word, 0.8)
  return top
}

/** The end of a number is what people remember of it. */
function phone({ digits }: Token, number: string): Quality {
  if (digits === null || !number.includes(digits)) return nothing
  return { how: number === digits ? 'exact' : 'part', found: digits, worth: number.endsWith(digits) ? 0.9 : 0.8 }
}

/** The title itself is what was typed, or begins with it. */
function whole(tokens: readonly Token[], title: string): number {
  const typed = tokens.map(({ word }) => word).join(' ')
  return title === typed ? 0.2 : title.startsWith(typed) ? 0.06 : 0
}
