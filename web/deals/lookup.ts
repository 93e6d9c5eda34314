import { api } from '../data/client.ts'
import type { Filter } from '../layout/filters.ts'
import type { Find } from '../layout/Lookup.tsx'
import type { Records } from '../layout/RecordForm.tsx'

export const findDeals: Find = async (text) =>
  (await api.get('/deals', { query: { limit: 12, sort: 'name', ...(text && { q: text }) } })).data.map(
    ({ id, name, account_name }) => ({ value: id, label: name, detail: account_name }),
  )

export const dealRecords: Records = {
  kind: 'deals',
  find: findDeals,
  nameOf: async (id) => (await api.get('/deals/{id}', { params: { id } })).name,
}

export const dealFilter: Filter = { name: 'deal_id', label: 'Deal', records: dealRecords }
