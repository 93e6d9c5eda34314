import { Remap, RemapOrder, RemapPage, RemapQuery } from '#domain/remaps.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const remaps = {
  preview: operation({
    method: 'POST',
    path: '/mapping-rules/{id}/remaps',
    permission: 'rules:write',
    summary: 'Look through past entries for what an active rule would move; nothing is written to them',
    params: ById,
    body: RemapOrder,
    answers: { 201: Remap },
    problems: [404, 409],
  }),
  list: operation({
    method: 'GET',
    path: '/mapping-rules/{id}/remaps',
    permission: 'rules:read',
    summary: 'How often a rule went over past entries, newest first',
    params: ById,
    query: RemapQuery,
    answers: { 200: RemapPage },
    problems: [404],
  }),
  get: operation({
    method: 'GET',
    path: '/remaps/{id}',
    permission: 'rules:read',
    summary: 'One way of a rule over past entries, and how far it is',
    params: ById,
    answers: { 200: Remap },
    problems: [404],
  }),
  run: operation({
    method: 'POST',
    path: '/remaps/{id}/run',
    permission: 'rules:write',
    summary: 'Move what was found',
    params: ById,
    answers: { 200: Remap },
    problems: [404, 409],
  }),
  undo: operation({
    method: 'POST',
    path: '/remaps/{id}/undo',
    permission: 'rules:write',
    summary: 'Put back what was moved, but for what was changed since; for seven days',
    params: ById,
    answers: { 200: Remap },
    problems: [404, 409],
  }),
}
