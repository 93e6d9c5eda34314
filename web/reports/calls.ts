import type { Behind } from '../../domain/drills.ts'
import { api } from '../data/client.ts'
import { saveAs } from '../layout/saveAs.ts'
import type { Asked } from './asked.ts'

/** The reports one may open, and what each takes. */
export const reportsQuery = {
  queryKey: ['reports', 'list'],
  queryFn: async () => (await api.get('/reports', {})).data,
  staleTime: 60_000,
}

export const tableQuery = ({ report, query }: Asked) => ({
  queryKey: ['reports', report, query],
  queryFn: () => api.get('/reports/{report}/table', { params: { report }, query }),
})

/** The view as it is: its days, its filters, its groups; rows as many as a file has, not as many as are on screen. */
export const saveAsFile = ({ report, query }: Asked, kind: 'csv' | 'pdf') =>
  saveAs(
    `/reports/{report}/${kind}`,
    { params: { report }, query: { ...query, limit: undefined } },
    `${report}.${kind}`,
  )

/** The entries behind all its rows, with every field they have. */
export const saveEntries = ({ filters }: Behind) =>
  saveAs('/time-entries/export', { query: filters }, 'time-entries.csv')
