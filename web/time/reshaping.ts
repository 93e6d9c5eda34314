/** Splitting and merging from a screen: tried first, done, told, and put back on request. */
import { useQueryClient } from '@tanstack/react-query'
import type { BulkAnswer, BulkResult } from '../../domain/bulk.ts'
import type { Cuts } from '../../domain/reshaping.ts'
import { api } from '../data/client.ts'
import { doneIn, isDone, reasonsIn } from '../layout/bulk.ts'
import { countOf } from '../layout/useDeeds.ts'
import { say } from '../ui/toasts.tsx'
import type { Entry } from './calls.ts'

type Many = { ids: string[]; versions: number[]; dry_run?: true }
export const orderFor = (entries: Pick<Entry, 'id' | 'version'>[]): Many => ({
  ids: entries.map(({ id }) => id),
  versions: entries.map(({ version }) => version),
})
export const split = (order: Many & Cuts) => api.post('/time-entries/split', { body: order })
export const merge = (order: Many) => api.post('/time-entries/merge', { body: order })
const putBack = (ids: string[], even_changed: boolean) =>
  api.post('/time-entries/put-back', { body: { ids, even_changed } })

/** What is named to put back what was done; of merged entries one name for those that became one. */
export const keysIn = (results: readonly BulkResult[]) => [
  ...new Set(doneIn(results).flatMap(({ before }) => (before?.['put_back'] as string | undefined) ?? [])),
]

/** `onUndone` hears which of the entries that were cut or put together stand there again. */
export function useReshaping(onUndone?: (ids: string[]) => void) {
  const client = useQueryClient()
  const reread = () =>
    Promise.all(['time', 'unmapped', 'reports', 'week'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  /** @throws with the reason where it is not put back */
  const back = async (ids: string[], even_changed = false): Promise<void> => {
    const { results } = await putBack(ids, even_changed)
    await reread()
    if (!results.every(isDone)) throw new Error(reasonsIn(results).join(' '))
  }
  /** Tells how many there are of what was made, and what was left. */
  const tell = ({ results }: BulkAnswer, said: string) => {
    const left = reasonsIn(results)
    const keys = keysIn(results)
    const undo = async () => {
      await back(keys)
      onUndone?.(doneIn(results).map(({ id }) => id))
    }
    say(`${said}${left.length > 0 ? ` Left: ${left.join(' ')}` : ''}`, keys.length > 0 ? undo : null)
    void reread()
  }
  return {
    back,
    split: async (entries: Entry[], cuts: Cuts) => {
      const answer = await split({ ...orderFor(entries), ...cuts })
      tell(answer, `${countOf(doneIn(answer.results).length, 'entry')} split.`)
    },
    merge: async (entries: Entry[]) => {
      const answer = await merge(orderFor(entries))
      const made = keysIn(answer.results).length
      tell(answer, `${countOf(doneIn(answer.results).length, 'entry')} merged into ${made}.`)
    },
  }
}
