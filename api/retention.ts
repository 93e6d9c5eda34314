import { Due, DueQuery, OwnRetention, RetentionTerm, RetentionTermInput, RetentionTerms } from '#domain/retention.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const retention = {
  list: operation({
    method: 'GET',
    path: '/retention',
    permission: 'settings:write',
    summary: 'How long each class of what is recorded is kept, and what the next run removes',
    answers: { 200: RetentionTerms },
  }),
  due: operation({
    method: 'GET',
    path: '/retention/due',
    permission: 'settings:write',
    summary: 'What the first run would remove if a class were kept for so long; nothing is changed',
    query: DueQuery,
    answers: { 200: Due },
    problems: [422],
  }),
  change: operation({
    method: 'PUT',
    path: '/retention/{id}',
    permission: 'settings:write',
    confirmed: true,
    summary:
      'Say how long a class is kept; whoever has something older is told, and nothing of it goes within 48 hours',
    params: ById,
    body: RetentionTermInput,
    needs_version: true,
    answers: { 200: RetentionTerm },
    problems: [404, 412, 422],
  }),
  own: operation({
    method: 'GET',
    path: '/me/retention',
    permission: 'person',
    summary: 'How long what is recorded about me is kept, and when some of it goes',
    answers: { 200: OwnRetention },
  }),
}
