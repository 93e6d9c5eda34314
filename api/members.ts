import { Deactivated, Deactivation, User } from '#domain/people.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const members = {
  deactivate: operation({
    method: 'POST',
    path: '/users/{id}/deactivate',
    permission: 'users:write',
    summary: 'Sign a person out for good and give what they own to somebody else; their time stays theirs',
    params: ById,
    body: Deactivation,
    answers: { 200: Deactivated },
    problems: [403, 404, 409],
  }),
  reactivate: operation({
    method: 'POST',
    path: '/users/{id}/reactivate',
    permission: 'users:write',
    summary: 'Let a deactivated person in again',
    params: ById,
    answers: { 200: User },
    problems: [403, 404],
  }),
}
