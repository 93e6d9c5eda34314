/** What the next run removes of a class: the same questions the run itself asks. */
import { firstKept, firstRunFor_ms, type DataClass, type Due } from '#domain/retention.ts'
import { countSaid } from '#server/audit/aged-queries.ts'
import type { Database } from '#server/platform/database.ts'
import { countEvidence, monthsBefore } from '#server/time/aged-queries.ts'
import { findConcerned, firstDay, firstTold, type Term } from './queries.ts'

type Asked = Pick<Term, 'class' | 'keep' | 'also_approved' | 'done_through'>
const nothing: Due = { before: null, next_run_at: null, count: 0, more: false, people: 0, months: [] }

/** From where on a class was not looked through yet; null where nothing was ever recorded. */
export const beginOf = async (db: Database, { done_through }: Pick<Term, 'done_through'>): Promise<string | null> =>
  done_through ?? (await firstDay(db))

/** `told`: as it is kept now, of people who were told; otherwise as if everybody were told at this moment. */
export async function findDue(db: Database, asked: Asked, told: boolean, now_ms: number): Promise<Due> {
  const { keep } = asked
  if (keep === null) return nothing
  const first_told = told ? await firstTold(db, asked.class) : null
  const run_ms = firstRunFor_ms(first_told === null ? now_ms : Date.parse(first_told), now_ms)
  const next_run_at = new Date(run_ms).toISOString()
  const before = firstKept(asked.class, keep, run_ms)
  const from = await beginOf(db, asked)
  if (from === null || from >= before) return { ...nothing, before, next_run_at }
  const concerned = await findConcerned(db, asked.class, { from, before }, next_run_at)
  const ready = concerned.filter(({ untold }) => !told || !untold).map(({ id }) => id)
  const months = asked.class === 'time_entries' ? await monthsBefore(db, before, asked.also_approved) : []
  const counted = await countOf(db, asked.class, { from, before, people: ready }, months)
  return { before, next_run_at, ...counted, people: ready.length, months }
}

type Span = { from: string; before: string; people: string[] }
async function countOf(
  db: Database,
  of: DataClass,
  span: Span,
  months: Due['months'],
): Promise<Pick<Due, 'count' | 'more'>> {
  if (of === 'evidence') return countEvidence(db, span)
  if (of === 'ledger') return countSaid(db, span)
  const going = months.filter(({ hold }) => hold === null)
  return { count: going.reduce((sum, { entries }) => sum + entries, 0), more: false }
}
