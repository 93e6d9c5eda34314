/** One pass over a file: the dry run and the run are the same walk, and differ only in what the caller does with the transaction. */
import type { ImportAnswers, ImportReport } from '#domain/imports.ts'
import type { ImportedEntry } from '#domain/time-imports.ts'
import { Email } from '#domain/people.ts'
import type { EntryResult, TimeEntryInput } from '#domain/time.ts'
import { createPerson } from '#server/people/create-person.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { compileBody } from '#server/platform/validation.ts'
import { ingestEntries } from '#server/time/ingest-entries.ts'
import type { Names } from '#server/time/names.ts'
import { findDoubts, matchPeople } from './queries.ts'
import type { FileContent } from './read-file.ts'
import { emptyReport, nobody, note, type People, type Somebody } from './report.ts'

const isAddress = compileBody(Email)
const batchSize = 1_000

/** Runs one batch: in a transaction of its own, or in the one that a dry run rolls back. */
export type InTransaction = <T>(deed: (tx: Database) => Promise<T>) => Promise<T>

export async function workThrough(
  inTransaction: InTransaction,
  names: Names,
  actor: Actor,
  content: FileContent,
  answers: ImportAnswers,
  now_ms: number,
  onProgress: (processed: number) => Promise<void> = async () => {},
): Promise<ImportReport> {
  const people = await inTransaction((tx) => settlePeople(tx, actor, content, answers))
  const report = emptyReport(content, people, nameless(actor, content, people, answers))
  for (let at = 0; at < content.entries.length; at += batchSize) {
    const batch = content.entries.slice(at, at + batchSize)
    const wanted = batch.filter((entry) => ownerOf(entry, people, answers) !== null)
    const inputs = wanted.map((entry) => inputOf(entry, ownerOf(entry, people, answers)!))
    const { results, aside } = await inTransaction(async (tx) => {
      const results = await ingestEntries(tx, names, actor, inputs, now_ms)
      return { results, aside: await findDoubts(tx, results.flatMap(idAside)) }
    })
    report.counts.skipped += batch.length - wanted.length
    results.forEach((result, index) => note(report, wanted[index]!, result, aside))
    await onProgress(Math.min(at + batchSize, content.entries.length))
  }
  return report
}

const idAside = ({ id, status }: EntryResult) => (id !== null && status === 'quarantined' ? [id] : [])

/** Known by e-mail, chosen by the answers, or made as a person without sign-in. Nobody is guessed. */
async function settlePeople(tx: Database, actor: Actor, content: FileContent, answers: ImportAnswers): Promise<People> {
  const refs = [...new Set(content.entries.flatMap(({ person }) => person ?? []))].sort()
  const known = new Map((await matchPeople(tx, actor, refs)).map((match) => [match.ref, match]))
  const people: People = new Map()
  for (const ref of refs) people.set(ref, await settlePerson(tx, actor, ref, known.get(ref), content, answers))
  return people
}

async function settlePerson(
  tx: Database,
  actor: Actor,
  ref: string,
  match: { user_id: string; name: string } | undefined,
  content: FileContent,
  answers: ImportAnswers,
): Promise<Somebody> {
  const choice = answers.people[ref]
  if (choice && choice !== 'create' && choice !== 'skip') return { ...nobody, user_id: choice }
  if (choice === 'skip') return nobody
  if (match) return { ...nobody, user_id: match.user_id, name: match.name }
  if (scopeOf(actor, 'imports:write') !== 'all' || !isAddress(ref)) return nobody
  const name = (content.personNames.get(ref) ?? ref)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200)
  return {
    user_id: await createPerson(tx, actor, { name, email: ref, zone: answers.zone ?? actor.zone }),
    name,
    new: true,
  }
}

/** Whom nobody has chosen yet. Of a file of colleagues one brings one's own time: that the rest is left out needs no word. */
function nameless(actor: Actor, { entries }: FileContent, people: People, answers: ImportAnswers): string[] {
  const open = [...people].flatMap(([ref, { user_id }]) =>
    user_id === null && answers.people[ref] !== 'skip' ? [ref] : [],
  )
  const isOthersToo = scopeOf(actor, 'imports:write') === 'all'
  return isOthersToo || entries.every((entry) => ownerOf(entry, people, answers) === null) ? open : []
}

const ownerOf = ({ person }: ImportedEntry, people: People, answers: ImportAnswers) =>
  person === null ? answers.user_id : (people.get(person)?.user_id ?? null)

function inputOf({ line: _line, person: _person, billable, ...entry }: ImportedEntry, user_id: string): TimeEntryInput {
  return { ...entry, user_id, ...(billable !== null && { billable }) }
}
