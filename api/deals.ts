import { Closing, Deal, DealInput, DealPage, DealPatch, DealQuery } from '#domain/deals.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const deals = {
  list: operation({
    method: 'GET',
    path: '/deals',
    permission: 'deals:read',
    summary: 'List deals',
    query: DealQuery,
    answers: { 200: DealPage },
  }),
  get: operation({
    method: 'GET',
    path: '/deals/{id}',
    permission: 'deals:read',
    summary: 'Get one deal',
    params: ById,
    answers: { 200: Deal },
    problems: [404],
  }),
  create: operation({
    method: 'POST',
    path: '/deals',
    permission: 'deals:write',
    summary: 'Create a deal',
    body: DealInput,
    answers: { 201: Deal },
  }),
  patch: operation({
    method: 'PATCH',
    path: '/deals/{id}',
    permission: 'deals:write',
    summary: 'Change fields of a deal',
    params: ById,
    body: DealPatch,
    answers: { 200: Deal },
    problems: [404, 409, 412],
  }),
  close: operation({
    method: 'POST',
    path: '/deals/{id}/close',
    permission: 'deals:write',
    summary: 'Win or lose a deal, with the reason',
    params: ById,
    body: Closing,
    answers: { 200: Deal },
    problems: [404, 409, 412],
  }),
}
