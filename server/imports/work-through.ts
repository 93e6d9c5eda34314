/** One pass over a file: the dry run and the run are the same walk, and differ only in what the caller does with the transaction. */
import type { ImportAnswers, ImportReport } from '#domain/imports.ts'
import type { ImportedEntry } from '#domain/time-imports.ts'
import type { EntryResult, TimeEntryInput } from '#domain/time.ts'
import { createPerson } from '#server/people/create-person.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { ingestEntries } from '#server/time/ingest-entries.ts'
import type { Names } from '#server/time/names.ts'
import { matchPeople } from './queries.ts'
import type { FileContent } from './read-file.ts'

const batchSize = 1_000
const mostProblems = 200

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
  const report = emptyReport(content, people)
  for (let at = 0; at < content.entries.length; at += batchSize) {
    const batch = content.entries.slice(at, at + batchSize)
    const wanted = batch.filter((entry) => ownerOf(entry, people, answers) !== null)
    const results = await inTransaction((tx) =>
      ingestEntries(
        tx,
        names,
        actor,
        wanted.map((entry) => inputOf(entry, ownerOf(entry, people, answers)!)),
        now_ms,
      ),
    )
    report.counts.skipped += batch.length - wanted.length
    results.forEach((result, index) => note(report, wanted[index]!, result))
    await onProgress(Math.min(at + batchSize, content.entries.length))
  }
  return report
}

type Somebody = { user_id: string | null; name: string | null; new: boolean }
type People = Map<string, Somebody>
const nobody: Somebody = { user_id: null, name: null, new: false }

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
  if (scopeOf(actor, 'imports:write') !== 'all' || !ref.includes('@')) return nobody
  const name = content.personNames.get(ref) ?? ref.slice(0, ref.indexOf('@'))
  return {
    user_id: await createPerson(tx, actor, { name, email: ref, zone: answers.zone ?? actor.zone }),
    name,
    new: true,
  }
}

const ownerOf = ({ person }: ImportedEntry, people: People, answers: ImportAnswers) =>
  person === null ? answers.user_id : (people.get(person)?.user_id ?? null)

function inputOf({ line: _line, person: _person, billable, ...entry }: ImportedEntry, user_id: string): TimeEntryInput {
  return { ...entry, user_id, ...(billable !== null && { billable }) }
}

function emptyReport(content: FileContent, people: People): ImportReport {
  const sum = (entries: ImportedEntry[]) => entries.reduce((seconds, entry) => seconds + entry.duration_seconds, 0)
  const byPerson = Map.groupBy(content.entries, ({ person }) => person ?? '')
  return {
    entries: content.entries.length,
    seconds: sum(content.entries),
    placed: 0,
    waiting: 0,
    counts: {
      created: 0,
      updated: 0,
      duplicate: 0,
      conflict: 0,
      quarantined: 0,
      private: 0,
      rejected: 0,
      skipped: content.skipped.length,
    },
    people: [...byPerson].map(([ref, entries]) => ({
      ref,
      ...(people.get(ref) ?? nobody),
      entries: entries.length,
      seconds: sum(entries),
    })),
    questions: content.questions,
    notes: content.notes,
    problems: content.skipped.slice(0, mostProblems),
  }
}

function note(report: ImportReport, entry: ImportedEntry, result: EntryResult): void {
  report.counts[result.status] += 1
  if (result.id && result.status !== 'conflict')
    report[result.waiting ? 'waiting' : 'placed'] += result.status === 'quarantined' ? 0 : 1
  if (result.problem && report.problems.length < mostProblems)
    report.problems.push({ line: entry.line, code: result.problem.code, message: result.problem.detail })
}
