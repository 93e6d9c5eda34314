/** What a report is narrowed by, as far as it takes it: what the reader may not look for too, for it may stand in the address. */
import type { Permission } from '../../domain/permissions.ts'
import { accountFilter } from '../accounts/lookup.ts'
import { useMe } from '../data/me.ts'
import { dealFilter } from '../deals/lookup.ts'
import type { Filter } from '../layout/filters.ts'
import { usePeople } from '../people/calls.ts'
import { teamRecords } from '../people/lookup.ts'
import { listed, type Item } from './asked.ts'

/** As a chip of each says it. */
export const filterWords: Record<(typeof listed)[number], string> = {
  account_id: accountFilter.label,
  deal_id: dealFilter.label,
  owner_id: 'Owner',
  user_id: 'Person',
  team_id: 'Team',
  currency: 'Currency',
}

export function useReportFilters({ filters }: Item): Filter[] {
  const { can } = useMe()
  const people = usePeople()
  const within = (right: Permission, filter: Filter): Filter =>
    can(right) ? filter : { name: filter.name, label: filter.label, fixed: true }
  const all: Record<(typeof listed)[number], Filter> = {
    account_id: within('accounts:read', accountFilter),
    deal_id: within('deals:read', dealFilter),
    owner_id: { name: 'owner_id', label: filterWords.owner_id, records: people },
    user_id: { name: 'user_id', label: filterWords.user_id, records: people },
    team_id: within('users:read', { name: 'team_id', label: filterWords.team_id, records: teamRecords }),
    currency: { name: 'currency', label: filterWords.currency, free: true },
  }
  return listed.flatMap((name) => (filters.includes(name) ? [all[name]] : []))
}
