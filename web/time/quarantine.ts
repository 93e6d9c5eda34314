import { useQueryClient } from '@tanstack/react-query'
import type { DoubtKind } from '../../domain/doubts.ts'
import { api } from '../data/client.ts'
import { say } from '../ui/toasts.tsx'

const fetchSummary = () => api.get('/quarantined-time-entries/summary', {})
export const quarantineQuery = { queryKey: ['time', 'quarantine', 'summary'], queryFn: fetchSummary }

const getPage = () => api.get('/quarantined-time-entries', {})
export type Aside = Awaited<ReturnType<typeof getPage>>['data'][number]

export const doubtWords: Record<DoubtKind, string> = {
  clock: 'Clock is off',
  overlap: 'Billable twice',
  full_day: 'More than a day holds',
  flood: 'Agent gone wild',
  repeated: 'Same span again',
  no_break: 'No break',
  locked: 'Too late for its week',
  person: 'Set aside by somebody',
  other: 'Other',
}

export const decisions = {
  release: { title: 'Release', does: 'It counts, and finds its place like what has just arrived.' },
  release_free: {
    title: 'Release as not billable',
    does: 'It counts and is not billed, so it may overlap billable time.',
  },
  release_corrected: {
    title: 'Release by our clock',
    does: 'It is moved by what the clock of its device was off when it sent, and counts there.',
  },
  discard: { title: 'Discard', does: 'It stays aside and counts nowhere.' },
} as const
export type Decision = keyof typeof decisions

const entries = (count: number) => (count === 1 ? '1 entry' : `${count} entries`)

/** What a person decides about time that was kept aside; told with what could not be, and undone. */
export function useDeciding() {
  const client = useQueryClient()
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ['time'] })
    await client.invalidateQueries({ queryKey: ['unmapped'] })
  }
  return async (decision: Decision, ids: string[], reason: string) => {
    const { results } =
      decision === 'discard'
        ? await api.post('/quarantined-time-entries/discard', { body: { ids, reason } })
        : await api.post('/quarantined-time-entries/release', {
            body: {
              ids,
              reason,
              ...(decision === 'release_free' && { billable: false }),
              ...(decision === 'release_corrected' && { correct_clock: true }),
            },
          })
    await refresh()
    const done = results.filter(({ status }) => status === 'done').map(({ id }) => id)
    const left = results.find(({ status }) => status === 'skipped')
    const undo = async () => {
      await api.post('/time-entries/set-aside', { body: { ids: done, reason: `Taken back: ${reason}`.slice(0, 500) } })
      await refresh()
    }
    const what = `${entries(done.length)} ${decision === 'discard' ? 'discarded' : 'released'}.`
    const rest = left ? ` ${entries(results.length - done.length)} stayed: ${left.reason}` : ''
    say(`${what}${rest}`, done.length > 0 ? undo : null)
    return left === undefined
  }
}
