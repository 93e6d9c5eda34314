import { ChangePage, ChangeQuery, LedgerStatus } from '#domain/audit.ts'
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
  status: operation({
    method: 'GET',
    path: '/audit/status',
    permission: 'audit:read',
    summary: 'How far the ledger is sealed, and the last hash of its chain',
    answers: { 200: LedgerStatus },
  }),
}
