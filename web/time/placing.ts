import { useQueryClient } from '@tanstack/react-query'
import { say, sayFailed, track } from '../ui/toasts.tsx'
import { assign, giveBack, type Target, type Waiting } from './calls.ts'

export type Choice = Target & { name: string; per_hour?: Waiting['guesses'][number]['per_hour'] }
export const internal: Choice = { account_id: null, deal_id: null, name: 'internal work' }

/** What moves entries between their places and the queue, with what it says and its undo. */
export function usePlacing() {
  const client = useQueryClient()
  const refresh = () =>
    Promise.all(['time', 'unmapped', 'reports'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const place = async (ids: string[], choice: Choice, onUndone?: (ids: string[]) => void) => {
    const { account_id = null, deal_id = null, task_id = null } = choice
    const target = { account_id, deal_id, task_id }
    try {
      await track(assign(ids, target).then(tell))
      await refresh()
      return true
    } catch (error) {
      sayFailed(error as Error)
      return false
    }

    function tell({ results }: Awaited<ReturnType<typeof assign>>): void {
      const done = results.filter(({ status }) => status === 'done').map(({ id }) => id)
      const skipped = results.find(({ status }) => status === 'skipped')?.reason
      const what = done.length === 1 ? 'Placed' : `${done.length} placed`
      const left = results.length - done.length
      const undo = async () => {
        await giveBack(done)
        onUndone?.(done)
        await refresh()
      }
      say(
        `${what} on ${choice.name}${left > 0 ? `, ${left} skipped: ${skipped ?? 'no longer waiting'}` : ''}.`,
        done.length > 0 ? undo : null,
      )
    }
  }
  /** Back into the queue, from where they can be placed again. */
  const sendBack = async (entries: { id: string }[]) => {
    try {
      const { results } = await giveBack(entries.map(({ id }) => id))
      const done = results.filter(({ status }) => status === 'done').length
      say(`${done} back in the review queue${done < entries.length ? `, ${entries.length - done} skipped` : ''}.`)
      await refresh()
    } catch (error) {
      sayFailed(error as Error)
    }
  }
  return { place, sendBack, refresh }
}
