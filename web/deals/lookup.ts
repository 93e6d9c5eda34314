import { api } from '../data/client.ts'
import type { Find } from '../layout/Lookup.tsx'

export const findDeals: Find = async (text) =>
  (await api.get('/deals', { query: { limit: 12, sort: 'name', ...(text && { q: text }) } })).data.map(
    ({ id, name, account_name }) => ({ value: id, label: name, detail: account_name }),
  )
