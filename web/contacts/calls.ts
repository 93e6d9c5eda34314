import { api } from '../data/client.ts'

export const getContact = (id: string) => api.get('/contacts/{id}', { params: { id } })
export type Contact = Awaited<ReturnType<typeof getContact>>
export const listContacts = (query: Record<string, unknown>) => api.get('/contacts', { query })
