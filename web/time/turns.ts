import { useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { say, sayFailed, track } from '../ui/toasts.tsx'
import type { Waiting } from './calls.ts'

type Results = Awaited<ReturnType<typeof snooze>>
const snooze = (ids: string[], until: string | null) =>
  api.post('/unmapped-time-entries/snooze', { body: { ids, until } })
const ask = (ids: string[], asked: boolean) => api.post('/unmapped-time-entries/ask', { body: { ids, asked } })
const discard = (ids: string[]) => api.post('/unmapped-time-entries/duplicates', { body: { ids } })
const release = (ids: string[]) =>
  api.post('/quarantined-time-entries/release', { body: { ids, reason: 'Taken back: it is no duplicate.' } })

/** Five in the morning, when nobody counts it as today any more. */
function tomorrow(): string {
  const morning = new Date()
  morning.setDate(morning.getDate() + 1)
  morning.setHours(5, 0, 0, 0)
  return morning.toISOString()
}

/** What is decided about a waiting entry without a place: put off, sent to its person, or there twice. Each with its undo. */
export function useTurns(onUndone: (ids: string[]) => void) {
  const client = useQueryClient()
  const refresh = () => Promise.all(['time', 'unmapped'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const settle = async ([id]: [string], deed: Promise<Results>, said: string, back: () => Promise<unknown>) => {
    try {
      const { results } = await track(deed)
      const skipped = results.find(({ status }) => status === 'skipped')
      if (skipped?.reason) throw new Error(skipped.reason)
      say(said, async () => {
        await back()
        onUndone([id])
        await refresh()
      })
    } catch (error) {
      sayFailed(error as Error)
    }
    await refresh()
  }
  return {
    putOff: ({ id }: Waiting) =>
      settle([id], snooze([id], tomorrow()), 'Put off until tomorrow.', () => snooze([id], null)),
    send: ({ id, user_name }: Waiting) =>
      settle([id], ask([id], true), `${user_name} is asked to place it.`, () => ask([id], false)),
    markDuplicate: ({ id }: Waiting) => settle([id], discard([id]), 'Discarded as a duplicate.', () => release([id])),
    wake: async (ids: string[]) => {
      await snooze(ids, null).catch(sayFailed)
      await refresh()
    },
  }
}
