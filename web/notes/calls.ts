import { useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'

/** The one record notes and a timeline are of. */
export type Parent = { account_id: string } | { contact_id: string } | { deal_id: string } | { task_id: string }

export const listNotes = (query: Record<string, unknown>) => api.get('/notes', { query: query as never })
export type Note = Awaited<ReturnType<typeof listNotes>>['data'][number]

export const listHappenings = (query: Record<string, unknown>) => api.get('/timeline', { query: query as never })
export type Happening = Awaited<ReturnType<typeof listHappenings>>['data'][number]

/** Reads again what a note shows up in. */
export function useRereadNotes() {
  const client = useQueryClient()
  return () => Promise.all(['notes', 'timeline'].map((key) => client.invalidateQueries({ queryKey: [key] })))
}
