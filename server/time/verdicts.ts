import type { BulkAnswer, BulkResult } from '#domain/bulk.ts'
import { lockInWords, type Lock } from '#domain/locks.ts'

/** What would become of one entry. */
export type Verdict = { status: BulkResult['status']; code?: string; message?: string; before?: object | null }

/** Null where the days are open. */
export const locked = (lock: Lock | undefined): Verdict | null =>
  lock ? { status: 'skipped', code: 'locked', message: lockInWords(lock) } : null

const doing: readonly BulkResult['status'][] = ['changed', 'deleted', 'restored', 'split', 'merged']
const missing = { status: 'skipped', code: 'not_found', message: 'There is nothing here, or you may not change it.' }
const overtaken = {
  status: 'skipped',
  code: 'changed_since',
  message: 'Somebody changed it since it was looked at.',
} as const

type Order = { ids: string[]; versions?: number[]; dry_run?: boolean }

/**
 * One result for each id, in the order asked, and the rows to be written: those that are not newer than what was looked at. `gone`
 * says what is known of ids that are not among the rows.
 */
export function resultsOf<R extends { id: string; version: number }>(
  { ids, versions, dry_run }: Order,
  rows: readonly R[],
  verdicts: ReadonlyMap<string, Verdict>,
  gone: ReadonlyMap<string, Partial<BulkResult>> = new Map(),
): { done: R[]; answer: (deed_id: string | null) => BulkAnswer } {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const results = ids.map((id, place): BulkResult => {
    const row = byId.get(id)
    const nothing = { id, code: null, message: null, version: row?.version ?? null, before: null }
    if (!row) return { ...nothing, ...missing, ...gone.get(id) } as BulkResult
    const verdict = verdicts.get(id)!
    const isNewer = doing.includes(verdict.status) && versions !== undefined && versions[place] !== row.version
    return { ...nothing, ...(isNewer ? overtaken : verdict) } as BulkResult
  })
  const done = results.filter(({ status }) => doing.includes(status)).map(({ id }) => byId.get(id)!)
  const answer = (deed_id: string | null): BulkAnswer => ({
    deed_id,
    results:
      dry_run || deed_id === null
        ? results
        : // what was written is a version newer than what was read
          results.map((result) =>
            doing.includes(result.status) ? { ...result, version: result.version! + 1 } : result,
          ),
  })
  return { done, answer }
}
