/** One deed on many records: tried first, then done in parts, then taken back as ordinary writes. */
import type { BulkAnswer, BulkResult, Matching } from '../../domain/bulk.ts'
import { byteOrderMark, csvLine, type CsvDialect } from '../../domain/csv.ts'
import type { Changes } from './resource.ts'

export type Deed = { change: object } | { delete: true } | { restore: true }
export type Order = Deed & { ids: string[]; versions?: number[]; dry_run?: true }
/** A record, and the version of it that was looked at; without one it is taken as it is. */
export type Target = { id: string; version?: number | null }
/** How a list does things to many of its records. */
export type Bulk = {
  /** What they may be given together; free fields always may. */
  fields: string[]
  bodyOf: (changes: Changes) => object
  send: (order: Order) => Promise<BulkAnswer>
  /** Every record of the list's filters; of very much time those from a day on, before which nothing was looked at. */
  matching: (filters: Record<string, unknown>) => Promise<Found>
}
export type Found = Matching & { date_from?: string | null }

/** The server takes so many at once. */
const most = 500

type Walk = {
  dry_run?: true
  /** Leaves what has not been sent undone: there is no result of it. */
  signal?: AbortSignal | undefined
  /** What is known so far, after each part. */
  onPart?: ((results: BulkResult[]) => void) | undefined
}

/** One result for each target that was sent, in their order. */
export async function inParts(
  { send }: Pick<Bulk, 'send'>,
  deed: Deed,
  targets: readonly Target[],
  { dry_run, signal, onPart }: Walk = {},
): Promise<BulkResult[]> {
  const results: BulkResult[] = []
  for (let start = 0; start < targets.length && !signal?.aborted; start += most) {
    const part = targets.slice(start, start + most)
    const versions = part.flatMap(({ version }) => version ?? [])
    const answer = await send({
      ...deed,
      ids: part.map(({ id }) => id),
      ...(versions.length === part.length && { versions }),
      ...(dry_run && { dry_run }),
    })
    results.push(...answer.results)
    onPart?.([...results])
  }
  return results
}

const done = ['changed', 'deleted', 'restored', 'split', 'merged'] as const
export const isDone = ({ status }: BulkResult) => (done as readonly string[]).includes(status)
export const doneIn = (results: readonly BulkResult[]) => results.filter(isDone)

/** What was to be done and has no result: it was never sent. */
export const unsent = (targets: readonly Target[], results: readonly BulkResult[], message: string): BulkResult[] =>
  targets
    .slice(results.length)
    .map(({ id }) => ({ id, status: 'failed', code: 'not_sent', message, version: null, before: null }))

const reasonOf = ({ message }: BulkResult) => message ?? 'It is so already.'

/** How many of each, with the reason where there is one: "2: It is deleted." */
export function reasonsIn(results: readonly BulkResult[]): string[] {
  const left = results.filter((result) => !isDone(result))
  return [...Map.groupBy(left, reasonOf)].map(([reason, those]) => `${those.length}: ${reason}`)
}

/** What was not done, one line each, for whoever goes through it. */
export function reasonsAsCsv(
  results: readonly BulkResult[],
  nameOf: (id: string) => string,
  dialect: CsvDialect,
): string {
  const left = results.filter((result) => !isDone(result))
  const rows = left.map((result) => [nameOf(result.id), result.status, reasonOf(result), result.id])
  const lines = [['name', 'outcome', 'reason', 'id'], ...rows].map((cells) => csvLine(cells, dialect))
  return byteOrderMark + lines.join('')
}

/** What takes the deed back, on the versions it left: records that held the same go together. */
export function waysBack(deed: Deed, results: readonly BulkResult[]): { deed: Deed; targets: BulkResult[] }[] {
  const changed = doneIn(results)
  if (changed.length === 0) return []
  if ('delete' in deed) return [{ deed: { restore: true }, targets: changed }]
  if ('restore' in deed) return [{ deed: { delete: true }, targets: changed }]
  const groups = Map.groupBy(changed, ({ before }) => JSON.stringify(before))
  return [...groups].map(([before, targets]) => ({ deed: { change: JSON.parse(before) as object }, targets }))
}
