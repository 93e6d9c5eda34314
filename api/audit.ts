import {
  ActionList,
  ChangeExportQuery,
  ChangePage,
  ChangeQuery,
  DeedPage,
  DeedQuery,
  LedgerStatus,
  Verification,
} from '#domain/audit.ts'
import { operation } from './operation.ts'

export const audit = {
  list: operation({
    method: 'GET',
    path: '/audit',
    permission: 'audit:read',
    summary: 'Changes of an object, by an actor or in a deed, newest first',
    query: ChangeQuery,
    answers: { 200: ChangePage },
  }),
  deeds: operation({
    method: 'GET',
    path: '/audit/deeds',
    permission: 'audit:read',
    summary: 'What was done, newest first: one line a deed, however many rows it changed',
    query: DeedQuery,
    answers: { 200: DeedPage },
  }),
  export: operation({
    method: 'GET',
    path: '/audit/export',
    permission: 'audit:read',
    summary: 'Every change of a filter, as CSV',
    query: ChangeExportQuery,
    produces: 'csv',
    answers: { 200: null },
  }),
  actions: operation({
    method: 'GET',
    path: '/audit/actions',
    permission: 'audit:read',
    summary: 'Every action the ledger knows',
    answers: { 200: ActionList },
  }),
  status: operation({
    method: 'GET',
    path: '/audit/status',
    permission: 'audit:read',
    summary: 'How far the ledger is sealed, the last hash of its chain, and the last verification',
    answers: { 200: LedgerStatus },
  }),
  verify: operation({
    method: 'POST',
    path: '/audit/verifications',
    permission: 'audit:read',
    summary: 'Begin to prove that no change was edited, deleted or moved; the status tells how far it is',
    answers: { 202: Verification },
    problems: [409],
  }),
}
