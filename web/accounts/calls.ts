import { api } from '../data/client.ts'

export const getAccount = (id: string) => api.get('/accounts/{id}', { params: { id } })
export type Account = Awaited<ReturnType<typeof getAccount>>
export const listAccounts = (query: Record<string, unknown>) => api.get('/accounts', { query })
