/** What deals are narrowed by, in the table as on the board. */
import { accountFilter } from '../accounts/lookup.ts'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import type { Filter } from '../layout/filters.ts'
import type { Tab } from '../layout/PageHeader.tsx'
import { usePeople } from '../people/calls.ts'
import { stages, type Deal } from './calls.tsx'
import { periods } from './periods.ts'

export const layouts: Tab[] = [
  { to: '/deals', title: 'Table', layout: undefined },
  { to: '/deals', title: 'Board', layout: 'board' },
]

/** What was decided long ago would fill the columns of won and lost. */
export const closedFilter: Filter = {
  name: 'closed',
  label: 'Won and lost',
  options: [...periods],
  single: true,
  initial: 'quarter',
}

/** In the table, where two days can be chosen: what was won or lost from one to the other. */
export const closedOnFilter: Filter = {
  name: 'closed_on',
  label: 'Won or lost on',
  range: 'date',
  bounds: ['closed_from', 'closed_to'],
}

export function useDealFilters(): Filter[] {
  const people = usePeople()
  const custom = useCustomFields<Deal>('deal')
  return [
    { name: 'stage', label: 'Stage', options: stages },
    accountFilter,
    { name: 'owner_id', label: 'Owner', records: people },
    ...custom.filters,
  ]
}
