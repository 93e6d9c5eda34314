import type { Dashboard } from '../../domain/dashboard.ts'
import type { DayRange } from '../../domain/periods.ts'
import { api } from '../data/client.ts'

export type { Dashboard }
export type Whose = { owner_id?: string }

/** The whole page in one answer. */
export const dashboardQuery = (days: DayRange, whose: Whose) => ({
  queryKey: ['reports', 'dashboard', days, whose],
  queryFn: () => api.get('/reports/dashboard', { query: { ...days, ...whose } }),
})
