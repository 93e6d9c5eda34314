/** Which column of a table is which field: a guess from the header and some cells, with its reason. A person confirms it. */
import { importFields, importObjects, type CellKind, type ImportField, type ImportObject } from './import-fields.ts'
import { fold } from './name-text.ts'

/** `E-Mail-Adresse`, `E_MAIL ADRESSE`, `Create Date (GMT+5:30)`, `OWNER.NAME` in the spelling of `known`. */
export const headerWords = (header: string): string =>
  fold(header.replace(/^\uFEFF/, '').replace(/([a-z])([A-Z])/g, '$1 $2'))
    .replaceAll(/\(.*?\)/g, ' ')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()

export type ColumnGuess = {
  column: number
  /** A field's name, `metadata.<key>` for a custom field, or null: the column is left out. */
  field: string | null
  /** 0 to 1. */
  confidence: number
  /** For a person: why. */
  reason: string
}
export type CustomField = { key: string; label: string }

const out = (column: number, reason: string): ColumnGuess => ({ column, field: null, confidence: 0, reason })

/**
 * The likeliest field for each column, best fit first served: a field takes one column, or several where it joins them.
 * `samples` are some rows of the file.
 */
export function guessColumns(
  object: ImportObject,
  header: readonly string[],
  samples: readonly (readonly string[])[],
  custom: readonly CustomField[] = [],
): ColumnGuess[] {
  const guesses = header.map((_, column) => out(column, 'Nothing here is called like this.'))
  const offers = header.flatMap((title, column) => offersFor(object, title, column, cellsOf(samples, column), custom))
  const taken = new Map<string, ImportField['joins']>()
  for (const offer of offers.sort((a, b) => b.confidence - a.confidence || a.column - b.column)) {
    const free = !taken.has(offer.field!) || (taken.get(offer.field!) !== undefined && offer.confidence >= 0.8)
    if (guesses[offer.column]!.field !== null || !free) continue
    guesses[offer.column] = offer
    taken.set(offer.field!, importFields[object].find(({ name }) => name === offer.field)?.joins)
  }
  return guesses.map((guess) => besideNames(guess, taken))
}

/** Where first and last name have columns, one with both is for the rows that have nothing in these. */
const besideNames = (guess: ColumnGuess, taken: ReadonlyMap<string, unknown>): ColumnGuess =>
  guess.field === 'full_name' && taken.has('last_name')
    ? { ...guess, reason: 'It names those who have no last name of their own.' }
    : guess

const cellsOf = (samples: readonly (readonly string[])[], column: number) =>
  samples.map((cells) => (cells[column] ?? '').trim()).filter((cell) => cell !== '')

function offersFor(
  object: ImportObject,
  title: string,
  column: number,
  cells: string[],
  custom: readonly CustomField[],
): ColumnGuess[] {
  const words = headerWords(title)
  const own = importFields[object].flatMap((field) => {
    const confidence = likeness(words, field, cells)
    return confidence > 0 ? [{ column, field: field.name, confidence, reason: reasonOf(confidence, title, field) }] : []
  })
  const made = custom
    .filter(({ key, label }) => words !== '' && (headerWords(label) === words || headerWords(key) === words))
    .map(({ key, label }) => ({
      column,
      field: `metadata.${key}`,
      confidence: 1,
      reason: `It is called like your field “${label}”.`,
    }))
  return [...made, ...own]
}

const reasonOf = (confidence: number, title: string, { label }: ImportField) =>
  confidence >= 0.8
    ? `“${title.trim()}” is a usual name of ${label.toLowerCase()}.`
    : `Its cells look like ${label.toLowerCase()}.`

/** Called the same is sure, the earlier among the known names the surer; a longer title that holds the name is likely; cells decide what titles do not. */
function likeness(words: string, { known, kind }: ImportField, cells: readonly string[]): number {
  // BILLINGCOUNTRY is written in one
  const place = known.findIndex((name) => name === words || name.replaceAll(' ', '') === words)
  if (!fits(kind, cells)) return 0
  if (place >= 0) return 1 - Math.min(place, 40) * 0.004
  const within = known.some((name) => name.length > 3 && name.includes(' ') && ` ${words} `.includes(` ${name} `))
  if (within) return 0.7
  return kind === 'email' && cells.length > 0 && cells.every((cell) => looksLike.email!.test(cell)) ? 0.5 : 0
}

const looksLike: Partial<Record<CellKind, RegExp>> = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  phone: /\d.*\d.*\d/,
  web: /\w\.\w/,
  date: /\d/,
  amount: /\d/,
  percent: /^\D{0,3}\d/,
  hours: /\d/,
  currency: /^\p{L}{3}$|^\p{Sc}$/u,
}

/** Of three or more, half of the cells must look as the field wants them: a column "Title" of long sentences is still a title, an "Amount" without a digit is none. */
function fits(kind: CellKind, cells: readonly string[]): boolean {
  const look = looksLike[kind]
  return !look || cells.length < 3 || cells.filter((cell) => look.test(cell)).length * 2 >= cells.length
}

const telling: Record<ImportObject, readonly string[]> = {
  contact: ['first_name', 'last_name', 'email', 'job_title'],
  deal: ['stage', 'value', 'end_date', 'probability'],
  task: ['due_date', 'priority', 'assignee', 'status'],
  account: ['website', 'industry', 'address'],
}

/** What the rows of the file seem to be, by the fields that only one object has. */
export function guessObject(header: readonly string[], samples: readonly (readonly string[])[]): ImportObject {
  const scores = importObjects.map((object) => {
    const found = guessColumns(object, header, samples).filter(
      ({ field }) => field !== null && telling[object].includes(field),
    )
    return {
      object,
      score: found.reduce((sum, { confidence }) => sum + confidence, 0) / Math.sqrt(telling[object].length),
    }
  })
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a))
  return best.score > 0 ? best.object : 'account'
}
