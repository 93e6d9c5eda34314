/** One deed on many records: tried first, then done, then taken back as ordinary writes. */
import type { BulkResult } from '../../domain/bulk.ts'
import type { Changes, Recorded, Resource } from './resource.ts'

export type Deed = { change: Changes } | { delete: true } | { restore: true }
export type Order = Deed & { ids: string[]; dry_run?: true }

/** The server takes so many at once. */
const most = 500

/** In parts where there are more; one result for each id, in their order. */
export async function inBulk<Row extends Recorded>({ bulk }: Resource<Row>, order: Order): Promise<BulkResult[]> {
  const results: BulkResult[] = []
  for (let start = 0; start < order.ids.length; start += most) {
    const part = await bulk!.send({ ...order, ids: order.ids.slice(start, start + most) })
    results.push(...part.results)
  }
  return results
}

const done = ['changed', 'deleted', 'restored'] as const
export const isDone = ({ status }: BulkResult) => (done as readonly string[]).includes(status)

/** How many of each, with the reason where there is one: "2: It is deleted." */
export function reasonsIn(results: readonly BulkResult[]): string[] {
  const counts = new Map<string, number>()
  for (const result of results) {
    if (isDone(result)) continue
    const reason = result.message ?? 'It is so already.'
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return [...counts].map(([reason, count]) => `${count}: ${reason}`)
}

/** What takes the deed back: those that changed, together where they held the same before. */
export function ordersBack<Row extends Recorded>(
  resource: Resource<Row>,
  rows: readonly Row[],
  deed: Deed,
  results: readonly BulkResult[],
): Order[] {
  const ids = new Set(results.filter(isDone).map(({ id }) => id))
  const changed = rows.filter(({ id }) => ids.has(id))
  if (changed.length === 0) return []
  if ('delete' in deed) return [{ ids: changed.map(({ id }) => id), restore: true }]
  if ('restore' in deed) return [{ ids: changed.map(({ id }) => id), delete: true }]
  const groups = new Map<string, string[]>()
  for (const row of changed) {
    const before = resource.valuesOf(row)
    const back = JSON.stringify(
      Object.fromEntries(Object.keys(deed.change).map((name) => [name, before[name] || null])),
    )
    groups.set(back, [...(groups.get(back) ?? []), row.id])
  }
  return [...groups].map(([back, same]) => ({ ids: same, change: JSON.parse(back) as Changes }))
}
