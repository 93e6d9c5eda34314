/** What deals are narrowed by, in the table as on the board. */
import { accountFilter } from '../accounts/lookup.ts'
import { useMe } from '../data/me.ts'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import type { Filter } from '../layout/filters.ts'
import type { Tab } from '../layout/PageHeader.tsx'
import { usePeople } from '../people/calls.ts'
import { teamRecords } from '../people/lookup.ts'
import { stages, type Deal } from './calls.tsx'
import { dealFilter } from './lookup.ts'
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
const closedOnFilter: Filter = {
  name: 'closed_on',
  label: 'Won or lost on',
  range: 'date',
  bounds: ['closed_from', 'closed_to'],
}

const createdOnFilter: Filter = {
  name: 'created_on',
  label: 'Entered on',
  range: 'date',
  bounds: ['created_from', 'created_to'],
}

const parts = [
  { value: 'value', label: 'A value' },
  { value: 'owner', label: 'An owner' },
  { value: 'team', label: 'A team' },
  { value: 'end_date', label: 'A close date' },
]
const reachable = stages.filter(({ value }) => value !== 'lost')
/** From the beginning of one day to the end of another. */
const movements = [
  { value: 'open_before', label: 'Open at the beginning' },
  { value: 'created', label: 'Entered' },
  { value: 'reopened', label: 'Reopened' },
  { value: 'changed', label: 'Value changed' },
  { value: 'won', label: 'Won' },
  { value: 'lost', label: 'Lost' },
  { value: 'open_after', label: 'Open at the end' },
]

/** What the table alone is narrowed by: by these a figure of a report finds its deals. */
export function useTableFilters(): Filter[] {
  const { can } = useMe()
  const seesValues = can('values:read')
  return [
    dealFilter,
    ...(can('users:read') ? [{ name: 'team_id', label: 'Team', records: teamRecords }] : []),
    ...(seesValues ? [{ name: 'currency', label: 'Currency', free: true, capitals: true }] : []),
    { name: 'with', label: 'With', options: parts.filter(({ value }) => seesValues || value !== 'value') },
    { name: 'without', label: 'Without', options: parts.filter(({ value }) => seesValues || value !== 'value') },
    { name: 'rotting', label: 'Rotting', options: yesOrNo, single: true },
    createdOnFilter,
    closedOnFilter,
    { name: 'reached', label: 'Reached', options: reachable },
    { name: 'touched', label: 'Was in', options: reachable },
    {
      name: 'movement',
      label: 'Movement',
      options: movements.filter(({ value }) => seesValues || value !== 'changed'),
    },
    { name: 'moved', label: 'Movement between', range: 'date', bounds: ['moved_from', 'moved_to'] },
  ]
}
const yesOrNo = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
]

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
