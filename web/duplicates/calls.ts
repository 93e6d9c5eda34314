import { useQuery } from '@tanstack/react-query'
import type { Mergeable } from '../../domain/duplicates.ts'
import type { Carried, MergeOrder, MergeUndone } from '../../domain/merging.ts'
import { api } from '../data/client.ts'
import { say } from '../ui/toasts.tsx'

export const homeOf = { account: '/accounts', contact: '/contacts' } as const satisfies Record<Mergeable, string>
export const pluralOf = { account: 'accounts', contact: 'contacts' } as const satisfies Record<Mergeable, string>

export const listPairs = (query: Record<string, unknown>) => api.get('/duplicates', { query: query as never })
export type Pair = Awaited<ReturnType<typeof listPairs>>['data'][number]

const whileItLooks_ms = 2_000
/** How far the look through everything is. */
export const useScan = (object: Mergeable) =>
  useQuery({
    queryKey: ['duplicates', 'scan', object],
    queryFn: () => api.get('/duplicates/scan', { query: { object } }),
    refetchInterval: ({ state }) => (state.data && state.data.progress < 1 ? whileItLooks_ms : false),
  })
export type Scan = NonNullable<ReturnType<typeof useScan>['data']>
export type Twin = Pair['records'][number]

/** Says that two are not the same; the toast takes it back. */
export async function tellApart(object: Mergeable, pair: Pair, reread: () => Promise<unknown>): Promise<void> {
  const ids = pair.records.map(({ id }) => id)
  const put = (dismissed: boolean) => api.post('/duplicates/dismiss', { body: { object, ids, dismissed } }).then(reread)
  await put(true)
  say('They are kept apart.', () => put(false))
}

type Side = { id: string; version: number }
/** Merges the second into the first, both as they were seen; with `dry_run` it only says what would be. */
export function merge(object: Mergeable, mine: Side, theirs: Side, order: Pick<MergeOrder, 'take' | 'dry_run'>) {
  const body = { other_id: theirs.id, other_version: theirs.version, ...order } as never
  const given = { params: { id: mine.id }, body, version: mine.version }
  return object === 'account' ? api.post('/accounts/{id}/merge', given) : api.post('/contacts/{id}/merge', given)
}
export const listMerges = (query: Record<string, unknown>) => api.get('/merges', { query: query as never })
export type PastMerge = Awaited<ReturnType<typeof listMerges>>['data'][number]
export const getMerge = (id: string) => api.get('/merges/{id}', { params: { id } })
export const undoMerge = (id: string) => api.post('/merges/{id}/undo', { params: { id } })

const words: Record<keyof Carried, [one: string, many: string]> = {
  contacts: ['contact', 'contacts'],
  deals: ['deal', 'deals'],
  tasks: ['task', 'tasks'],
  time_entries: ['time entry', 'time entries'],
  mapping_rules: ['mapping rule', 'mapping rules'],
  notes: ['note', 'notes'],
  views: ['saved view', 'saved views'],
  accounts: ['account as its primary contact', 'accounts as their primary contact'],
}
const amountOf = (kind: string, count: number) => {
  const [one, many] = words[kind as keyof Carried] ?? ['', '']
  return `${count} ${count === 1 ? one : many}`
}
/** "3 contacts", "1 deal": what there is any of. */
export const carriedInWords = (carried: Carried): string[] =>
  Object.entries(carried).flatMap(([kind, count]) => (count > 0 ? [amountOf(kind, count)] : []))

/** "phone was changed since", "2 contacts were put elsewhere since". */
export const keptInWords = (kept: MergeUndone['kept']): string[] =>
  kept.map(({ what, count }) =>
    what in words
      ? `${amountOf(what, count)} ${count === 1 ? 'was' : 'were'} put elsewhere since`
      : `${what.replace(/_id$/, '').replaceAll('_', ' ')} was changed since`,
  )
