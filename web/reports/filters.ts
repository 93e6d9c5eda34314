/** What a report is narrowed by, as far as it takes it and the reader may look for it. */
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
  const all: Record<(typeof listed)[number], Filter | null> = {
    account_id: can('accounts:read') ? accountFilter : null,
    deal_id: can('deals:read') ? dealFilter : null,
    owner_id: { name: 'owner_id', label: filterWords.owner_id, records: people },
    user_id: { name: 'user_id', label: filterWords.user_id, records: people },
    team_id: can('users:read') ? { name: 'team_id', label: filterWords.team_id, records: teamRecords } : null,
    currency: { name: 'currency', label: filterWords.currency, free: true },
  }
  return listed.flatMap((name) => (filters.includes(name) && all[name] ? [all[name]] : []))
}
