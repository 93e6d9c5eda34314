import type { BulkResults } from '#domain/time.ts'

/** An answer for each id, in the order asked: what was done, and of the others why not. */
export function outcomesOf(ids: string[], done: string[], whyNot: (id: string) => string): BulkResults {
  const known = new Set(done)
  return {
    results: ids.map((id) =>
      known.has(id) ? { id, status: 'done', reason: null } : { id, status: 'skipped', reason: whyNot(id) },
    ),
  }
}
