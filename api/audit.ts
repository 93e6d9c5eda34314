import { ChangePage, ChangeQuery } from '#domain/audit.ts'
import { operation } from './operation.ts'

export const audit = {
  list: operation({
    method: 'GET',
    path: '/audit',
    permission: 'audit:read',
    summary: 'Changes of an object or by an actor, newest first',
    query: ChangeQuery,
    answers: { 200: ChangePage },
  }),
}
