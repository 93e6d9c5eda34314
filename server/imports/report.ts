/** What an import says of itself: every entry and every second of the file accounted for. */
import type { ImportReport } from '#domain/imports.ts'
import type { ImportedEntry } from '#domain/time-imports.ts'
import type { EntryResult } from '#domain/time.ts'
import type { FileContent } from './read-file.ts'

const mostProblems = 200

export type Somebody = { user_id: string | null; name: string | null; new: boolean }
/** By what the file calls them. */
export type People = Map<string, Somebody>
export const nobody: Somebody = { user_id: null, name: null, new: false }

/** `nameless`: people of the file whose time it is left to say. */
export function emptyReport(content: FileContent, people: People, nameless: string[]): ImportReport {
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
    questions: [...content.questions, ...whoIs(nameless)],
    notes: content.notes,
    problems: content.skipped.slice(0, mostProblems),
  }
}

const mostNamed = 5
function whoIs(nameless: string[]): ImportReport['questions'] {
  if (nameless.length === 0) return []
  const named = nameless.slice(0, mostNamed).map((ref) => `“${ref}”`)
  const more = nameless.length > mostNamed ? ` and ${nameless.length - mostNamed} more` : ''
  return [{ field: 'people', message: `Who is ${named.join(', ')}${more}? Choose somebody, or leave the time out.` }]
}

/** `aside`: why entries are kept aside, by id. */
export function note(
  report: ImportReport,
  { line }: ImportedEntry,
  result: EntryResult,
  aside: Map<string, string>,
): void {
  const { status, id, waiting, problem } = result
  report.counts[status] += 1
  if (id && status !== 'conflict') report[waiting ? 'waiting' : 'placed'] += status === 'quarantined' ? 0 : 1
  if (report.problems.length >= mostProblems) return
  const message = problem?.errors.map(({ message }) => message).join(' ') ?? (id === null ? undefined : aside.get(id))
  const at = line === null ? '' : `Line ${line}: `
  if (message) report.problems.push({ line, code: problem?.code ?? status, message: `${at}${message}` })
}
