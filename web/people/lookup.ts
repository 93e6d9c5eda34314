import { api } from '../data/client.ts'
import type { Records } from '../layout/RecordForm.tsx'

/** What a list whose rows belong to people is narrowed by. */
export const teamRecords: Records = {
  kind: 'teams',
  find: async (text) =>
    (await api.get('/teams', { query: { limit: 200 } })).data
      .filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
      .map(({ id, name }) => ({ value: id, label: name })),
  nameOf: async (id) =>
    (await api.get('/teams', { query: { limit: 200 } })).data.find((team) => team.id === id)?.name ?? 'A team',
}
