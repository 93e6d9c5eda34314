import { SearchAnswer, SearchQuery } from '#domain/search.ts'
import { operation } from './operation.ts'

export const search = {
  find: operation({
    method: 'GET',
    path: '/search',
    permission: ['accounts:read', 'deals:read', 'tasks:read'],
    summary: 'Find accounts, contacts, deals, tasks and notes, mistyped words too, best first',
    query: SearchQuery,
    answers: { 200: SearchAnswer },
  }),
}
