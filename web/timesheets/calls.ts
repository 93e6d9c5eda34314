import { useQuery, useQueryClient } from '@tanstack/react-query'
import { whyNotApproved } from '../../domain/approvals.ts'
import { api } from '../data/client.ts'
import type { useMe } from '../data/me.ts'
import { day, hours } from '../ui/formats.tsx'
import { say } from '../ui/toasts.tsx'

export const getSheet = (id: string) => api.get('/timesheets/{id}', { params: { id } })
export const listSheets = (query: object) => api.get('/timesheets', { query })
export type Sheet = Awaited<ReturnType<typeof listSheets>>['data'][number]
type Me = ReturnType<typeof useMe>

export const toDecideQuery = { queryKey: ['timesheets', 'count'], queryFn: () => api.get('/timesheets/to-decide', {}) }

/** The one week of a person, null where nobody has handed it in. */
export const useWeek = (user_id: string, week: string, asked = true) =>
  useQuery({
    queryKey: ['timesheets', user_id, week],
    queryFn: async () => {
      const { data } = await listSheets({ user_id: [user_id], date_from: week, date_to: week })
      return data.find((sheet) => sheet.week === week) ?? null
    },
    enabled: asked,
  })

export const daysOf = ({ week, last_day }: Pick<Sheet, 'week' | 'last_day'>) => `${day(week)} to ${day(last_day)}`
/** Why it cannot be approved as it is shown; null where it can. */
export const whyNot = (sheet: Sheet, me: Me) => whyNotApproved(sheet, sheet.print, me)?.message ?? null

/** As in 2:30 more than usual; null while there is nothing to compare with, and where it is about the same. */
export function unusual({ placed_seconds, usual_seconds }: Sheet): string | null {
  if (usual_seconds === null) return null
  const more_seconds = placed_seconds - usual_seconds
  if (Math.abs(more_seconds) < Math.max(3_600, usual_seconds / 10)) return null
  return `${hours(Math.abs(more_seconds))} ${more_seconds > 0 ? 'more' : 'less'} than usual`
}

const weeks = (count: number) => (count === 1 ? '1 week' : `${count} weeks`)

/** What is decided about weeks, and what has to be read again afterwards: their time is locked or open now. */
export function useDeciding() {
  const client = useQueryClient()
  const reread = () =>
    Promise.all(['timesheets', 'week', 'time', 'unmapped'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  return {
    submit: async (week: string) => {
      await api.post('/timesheets', { body: { week } })
      await reread()
      say('Week submitted.')
    },
    withdraw: async ({ id }: Pick<Sheet, 'id'>) => {
      await api.post('/timesheets/{id}/withdraw', { params: { id } })
      await reread()
      say('Taken back. Submit it again once it is right.')
    },
    /** False where some were left, which is told. */
    approve: async (sheets: Sheet[]) => {
      const { results } = await api.post('/timesheets/approve', {
        body: { sheets: sheets.map(({ id, print }) => ({ id, print })) },
      })
      await reread()
      const left = results.find(({ status }) => status === 'skipped')
      const done = results.filter(({ status }) => status === 'approved').length
      say(`${weeks(done)} approved and locked.${left ? ` ${weeks(results.length - done)} left: ${left.reason}` : ''}`)
      return left === undefined
    },
    giveBack: async (way: 'deny' | 'reopen', { id }: Pick<Sheet, 'id'>, reason: string) => {
      const given = { params: { id }, body: { reason } }
      await (way === 'deny' ? api.post('/timesheets/{id}/deny', given) : api.post('/timesheets/{id}/reopen', given))
      await reread()
      say(way === 'deny' ? 'Denied. Its person reads the reason on their week.' : 'Week reopened.')
    },
  }
}
