import { api } from '../data/client.ts'
import type { useMe } from '../data/me.ts'
import {
  approvalsPath,
  calendarPath,
  importPath,
  quarantinePath,
  reviewPath,
  rulesPath,
  timePath,
  weekPath,
} from '../paths.ts'

export const getEntry = (id: string) => api.get('/time-entries/{id}', { params: { id } })
export type Entry = Awaited<ReturnType<typeof getEntry>>

type WaitingQuery = {
  limit?: number
  sort?: string
  whose?: 'mine' | 'team'
  similar_to?: string
  snoozed?: boolean
  cursor?: string
}
export const listWaiting = (query: WaitingQuery) => api.get('/unmapped-time-entries', { query })
export type Waiting = Awaited<ReturnType<typeof listWaiting>>['data'][number]
export const nameOf = ({ project_name, title, app }: Waiting) => project_name ?? title ?? app ?? 'No name'

/** What else there is of its person on the day of an entry, as its own zone has days; the first hundred. */
export function listDay({ user_id, start_time, zone }: Entry) {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(start_time))
  const query = { user_id: [user_id], date_from: day, date_to: day, sort: 'start_time', limit: 100 }
  return api.get('/time-entries', { query })
}

export const listPutOff = (whose: 'mine' | 'team') => listWaiting({ limit: 200, whose, snoozed: true })

/** As many as one assignment may name. */
const most = 500
export async function listSimilar(id: string): Promise<Waiting[]> {
  const found: Waiting[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listWaiting>> = await listWaiting({
      limit: 200,
      similar_to: id,
      ...(cursor && { cursor }),
    })
    found.push(...page.data)
    cursor = page.next_cursor
  } while (cursor && found.length < most)
  return found.slice(0, most)
}

export type Target = { account_id?: string | null; deal_id?: string | null; task_id?: string | null }
export const assign = (ids: string[], target: Target) =>
  api.post('/unmapped-time-entries/assign', { body: { ids, ...target } })
export const giveBack = (ids: string[]) => api.post('/time-entries/return-to-queue', { body: { ids } })

export const timeTabs = ({ can }: Pick<ReturnType<typeof useMe>, 'can'>) => [
  { to: timePath, title: 'Table' },
  ...(can('time:write') ? [{ to: weekPath, title: 'Week' }] : []),
  { to: calendarPath, title: 'Calendar' },
  { to: reviewPath, title: 'Review' },
  { to: quarantinePath, title: 'Quarantine' },
  ...(can('time:approve') ? [{ to: approvalsPath, title: 'Approvals' }] : []),
  ...(can('rules:read') ? [{ to: rulesPath, title: 'Rules' }] : []),
  ...(can('imports:write') ? [{ to: importPath, title: 'Import' }] : []),
]

export const getImport = (id: string) => api.get('/imports/{id}', { params: { id } })
export type Import = Awaited<ReturnType<typeof getImport>>
