import { api } from '../data/client.ts'
import type { Filter } from '../layout/filters.ts'
import type { Find } from '../layout/Lookup.tsx'
import type { Records } from '../layout/RecordForm.tsx'

export const findAccounts: Find = async (text) =>
  (await api.get('/accounts', { query: { limit: 12, sort: 'name', ...(text && { q: text }) } })).data.map(
    ({ id, name }) => ({ value: id, label: name }),
  )

export const accountRecords: Records = {
  kind: 'accounts',
  find: findAccounts,
  nameOf: async (id) => (await api.get('/accounts/{id}', { params: { id } })).name,
}

/** What every list that knows accounts is narrowed by. */
export const accountFilter: Filter = { name: 'account_id', label: 'Account', records: accountRecords }
