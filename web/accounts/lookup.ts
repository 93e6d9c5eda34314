import { api } from '../data/client.ts'
import type { Find } from '../layout/Lookup.tsx'

export const findAccounts: Find = async (text) =>
  (await api.get('/accounts', { query: { limit: 12, sort: 'name', ...(text && { q: text }) } })).data.map(
    ({ id, name }) => ({ value: id, label: name }),
  )
