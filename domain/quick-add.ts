/**
 * A task in one line: "Call Anna re contract !high @sam #acme fri 2h". What has a sign counts anywhere: `!` a priority, `@` who
 * does it, `#` the deal or account. A day, an estimate or a priority without one counts at the end, because in the middle it is
 * more likely what the task is about. What is in quotes, and a name nobody has, stays text.
 */
import { readDay, type Now } from './quick-days.ts'
import type { Task } from './tasks.ts'

export type Priority = Task['priority']
export type Named = { id: string; name: string }
/** A name that could be several: the person says which. */
export type Question<N extends Named> = { asked: string; among: N[] }
export type Understood<P extends Named, R extends Named> = {
  title: string
  priority: Priority | null
  due_date: string | null
  /** Decimal, as the API takes it. */
  estimated_hours: string | null
  person: P | Question<P> | null
  record: R | Question<R> | null
}
/** Whom and what names may mean: people, and the records found for the names in the line. */
export type Candidates<P extends Named, R extends Named> = { people: P[]; records: R[] }

const token = /[@#]?"[^"]*"|\S+/g
const priorities: Record<string, Priority> = {
  '!': 'high',
  '!!': 'urgent',
  '!low': 'low',
  '!normal': 'normal',
  '!high': 'high',
  '!urgent': 'urgent',
}
const priorityWords: Record<string, Priority> = {
  urgent: 'urgent',
  'high priority': 'high',
  'normal priority': 'normal',
  'low priority': 'low',
}
const longest_words = 4

export const isQuestion = <N extends Named>(answer: N | Question<N> | null): answer is Question<N> =>
  answer !== null && 'among' in answer

/** The first name with this sign, without sign and quotes; null where there is none. What is found for it is a candidate. */
export const nameIn = (line: string, sign: '@' | '#'): string | null =>
  (line.match(token) ?? []).map((word) => nameOf(word, sign)).find((name) => name !== null) ?? null

export function readQuickAdd<P extends Named, R extends Named>(
  line: string,
  now: Now,
  { people, records }: Candidates<P, R>,
): Understood<P, R> {
  const words = line.match(token) ?? []
  const person = first(words, (word) => whoIs(nameOf(word, '@'), people))
  const record = first(words, (word) => whoIs(nameOf(word, '#'), records))
  const marked = first(words, (word) => priorities[word.toLowerCase()] ?? null)
  const taken = [person, record, marked].map((found) => found?.at)
  const named = [nameIn(line, '@'), nameIn(line, '#')]
  // a name that is still searched for, or that nobody has, does not end the line
  const bare = words
    .map((word, at) => ({ word, at }))
    .filter(({ word, at }) => !taken.includes(at) && !named.some((name) => name !== null && isNamed(word, name)))
  const ending = readEnding(
    bare.map(({ word }) => word),
    now,
    marked?.value ?? null,
  )
  const rest = new Set(bare.slice(ending.from).map(({ at }) => at))
  return {
    title: words.filter((_, at) => !taken.includes(at) && !rest.has(at)).join(' '),
    priority: ending.priority,
    due_date: ending.due_date,
    estimated_hours: ending.estimated_hours,
    person: person?.value ?? null,
    record: record?.value ?? null,
  }
}

function first<T>(words: string[], read: (word: string) => T | null): { at: number; value: T } | null {
  for (const [at, word] of words.entries()) {
    const value = read(word)
    if (value !== null) return { at, value }
  }
  return null
}

const nameOf = (word: string, sign: string): string | null =>
  word.startsWith(sign)
    ? word
        .slice(1)
        .replaceAll('"', '')
        .replace(/[,.;:?!)]+$/, '')
        .trim() || null
    : null
const isNamed = (word: string, name: string) => nameOf(word, '@') === name || nameOf(word, '#') === name

type Ending = { from: number; priority: Priority | null; due_date: string | null; estimated_hours: string | null }

/** From the end backwards as long as it is understood, each kind once; the first word is always the title's. */
function readEnding(words: string[], now: Now, priority: Priority | null): Ending {
  const found: Ending = { from: words.length, priority, due_date: null, estimated_hours: null }
  for (let length = longest_words; length > 0; length--) {
    const start = found.from - length
    if (start < 1) continue
    const text = words
      .slice(start, found.from)
      .join(' ')
      .toLowerCase()
      .replace(/[,.;]+$/, '')
    const part = understand(text, words[start - 1]!.toLowerCase(), now, found)
    if (!part) continue
    Object.assign(found, part, { from: start })
    length = longest_words + 1
  }
  return found
}

function understand(text: string, before: string, now: Now, found: Ending): Partial<Ending> | null {
  const due_date = found.due_date === null && !isSpokenOf(before) ? readDay(text, now) : null
  if (due_date) return { due_date }
  const estimated_hours = found.estimated_hours === null && before !== 'at' ? readEstimate(text) : null
  if (estimated_hours) return { estimated_hours }
  const priority = found.priority === null ? priorityWords[text] : undefined
  return priority ? { priority } : null
}

/** "the sun", "every Monday", "report of 2026-12-24": a thing, not the day of the task. */
const isSpokenOf = (before: string) => /^(the|a|an|every|each|last|of|since|from|for|version|no\.?)$/.test(before)

/** "2h", "1.5h", "1,5 hours", "90m", "1h30", "1:30" as decimal hours; at most 999. */
export function readEstimate(text: string): string | null {
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(text) ?? /^(\d{1,3}) ?h ?([0-5]?\d) ?(?:m|min)?$/.exec(text)
  if (clock) return decimal(Number(clock[1]) + Number(clock[2]) / 60)
  const hours = /^(\d{1,3}(?:[.,]\d{1,2})?) ?(?:h|hrs?|hours?)$/.exec(text)
  if (hours) return decimal(Number(hours[1]!.replace(',', '.')))
  const minutes = /^(\d{1,4}) ?(?:m|mins?|minutes?)$/.exec(text)
  return minutes ? decimal(Number(minutes[1]) / 60) : null
}
const decimal = (hours: number) => (hours > 0 && hours < 1_000 ? String(Number(hours.toFixed(4))) : null)

/** One name, or the several it may be. Whoever is called exactly so is meant, else everybody each of its words begins a word of. */
function whoIs<N extends Named>(asked: string | null, among: N[]): N | Question<N> | null {
  if (asked === null) return null
  const wanted = wordsIn(asked)
  if (wanted.length === 0) return null
  const exact = among.filter(({ name }) => wordsIn(name).join(' ') === wanted.join(' '))
  const fits = ({ name }: N) => wanted.every((part) => wordsIn(name).some((word) => word.startsWith(part)))
  const found = exact.length > 0 ? exact : among.filter(fits)
  return found.length > 1 ? { asked, among: found } : (found[0] ?? null)
}
const wordsIn = (name: string) =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
