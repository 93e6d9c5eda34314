import { api } from '../data/client.ts'
import { pages } from '../paths.ts'

export type Entry = Awaited<ReturnType<typeof getEntry>>
export const getEntry = (id: string) => api.get('/time-entries/{id}', { params: { id } })

export const listWaiting = (query: { limit?: number; similar_to?: string; user_id?: string[] }) =>
  api.get('/unmapped-time-entries', { query: query })
export type Waiting = Awaited<ReturnType<typeof listWaiting>>['data'][number]

export type Target = { account_id?: string | null; deal_id?: string | null }
export const assign = (ids: string[], target: Target) =>
  api.post('/unmapped-time-entries/assign', { body: { ids, ...target } })
export const giveBack = (ids: string[]) => api.post('/time-entries/return-to-queue', { body: { ids } })

const time = pages.at(-1)!.path
export const timeTabs = (mayImport: boolean) => [
  { to: time, title: 'Table' },
  { to: `${time}/review`, title: 'Review' },
  ...(mayImport ? [{ to: `${time}/import`, title: 'Import' }] : []),
]
