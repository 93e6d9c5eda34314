import { Account, AccountInput, AccountPage, AccountPatch, AccountQuery } from '#domain/accounts.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const accounts = {
  list: operation({
    method: 'GET',
    path: '/accounts',
    permission: 'accounts:read',
    summary: 'List accounts',
    query: AccountQuery,
    answers: { 200: AccountPage },
  }),
  get: operation({
    method: 'GET',
    path: '/accounts/{id}',
    permission: 'accounts:read',
    summary: 'Get one account',
    params: ById,
    answers: { 200: Account },
    problems: [404],
  }),
  create: operation({
    method: 'POST',
    path: '/accounts',
    permission: 'accounts:write',
    summary: 'Create an account',
    body: AccountInput,
    answers: { 201: Account },
  }),
  patch: operation({
    method: 'PATCH',
    path: '/accounts/{id}',
    permission: 'accounts:write',
    summary: 'Change fields of an account',
    params: ById,
    body: AccountPatch,
    answers: { 200: Account },
    problems: [404, 409, 412],
  }),
}
