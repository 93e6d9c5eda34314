import { useQueryClient } from '@tanstack/react-query'
import type { PrivacyRequestInput } from '../../domain/privacy-requests.ts'
import { api } from '../data/client.ts'
import type { Tone } from '../ui/controls.tsx'
import { day, hours } from '../ui/formats.tsx'
import { say } from '../ui/toasts.tsx'
import { counted } from './calls.ts'

export const listOwnRequests = (query: object) => api.get('/me/privacy-requests', { query })
export const listRequests = (query: object) => api.get('/privacy-requests', { query })
export const getRequest = (id: string) => api.get('/privacy-requests/{id}', { params: { id } })
export type Request = Awaited<ReturnType<typeof listRequests>>['data'][number]

export const stateTones: Record<Request['state'], Tone> = {
  open: 'warning',
  running: 'info',
  done: 'success',
  refused: 'danger',
  withdrawn: 'neutral',
}
export const stateWords: Record<Request['state'], string> = {
  open: 'Waits for an answer',
  running: 'Being erased',
  done: 'Done',
  refused: 'Refused',
  withdrawn: 'Taken back',
}

/** As in Erase what was recorded from 1 Sept 2026 to 4 Sept 2026. */
export function askedFor(request: Request): string {
  return `${request.kind === 'erasure' ? 'Erase' : 'Correct'} ${matterOf(request)}`
}
export function matterOf({ about, date_from, date_to }: Request): string {
  if (about === 'evidence') return 'all titles, addresses and apps'
  if (about === 'entry') return `an entry of ${day(date_from!)}`
  const days = date_from === date_to ? `on ${day(date_from!)}` : `from ${day(date_from!)} to ${day(date_to!)}`
  return `what was recorded ${days}`
}

/** What an erasure took and left, in one sentence; null where nothing was erased. */
export function outcomeOf({ state, outcome }: Request): string | null {
  if (state !== 'done' || !outcome) return null
  const { removed_entries, removed_seconds, kept_entries, kept_seconds } = outcome
  const gone = removed_entries > 0 && `${counted(removed_entries)} (${hours(removed_seconds)} h) erased for good`
  const left =
    kept_entries > 0 &&
    `${counted(kept_entries)} (${hours(kept_seconds)} h) left as hours, without title, address and app`
  return `${[gone, left].filter(Boolean).join('; ') || 'There was nothing of it'}.`
}

/** Entries are gone or say less, so everything that shows them is read again. */
const stale = ['privacy-requests', 'own-requests', 'time', 'unmapped', 'week', 'left-out']

export function useRequests() {
  const client = useQueryClient()
  const reread = () => Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] })))
  return {
    reread,
    ask: async (body: PrivacyRequestInput) => {
      const { due_on } = await api.post('/me/privacy-requests', { body })
      await reread()
      say(`Asked. You are answered by ${day(due_on)}.`)
    },
    withdraw: async (id: string) => {
      await api.post('/me/privacy-requests/{id}/withdraw', { params: { id } })
      await reread()
      say('Taken back.')
    },
    grant: async ({ id, kind, user_name }: Request, answer: string | null) => {
      await api.post('/privacy-requests/{id}/grant', { params: { id }, body: { answer } })
      await reread()
      say(kind === 'erasure' ? `It is being erased. ${user_name} is told.` : `Done. ${user_name} is told.`)
    },
    refuse: async ({ id, user_name }: Request, answer: string) => {
      await api.post('/privacy-requests/{id}/refuse', { params: { id }, body: { answer } })
      await reread()
      say(`Refused. ${user_name} is told.`)
    },
  }
}
