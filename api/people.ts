import { ApiKey, ApiKeyInput, ApiKeyPage, ApiKeyQuery, NewApiKey, UserPage, UserQuery } from '#domain/people.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const people = {
  listUsers: operation({
    method: 'GET',
    path: '/users',
    permission: 'users:read',
    summary: 'List people',
    query: UserQuery,
    answers: { 200: UserPage },
  }),
  listApiKeys: operation({
    method: 'GET',
    path: '/api-keys',
    permission: 'api-keys:write',
    summary: 'List API keys, never the keys themselves',
    query: ApiKeyQuery,
    answers: { 200: ApiKeyPage },
  }),
  createApiKey: operation({
    method: 'POST',
    path: '/api-keys',
    permission: 'api-keys:write',
    summary: 'Make an API key; its text is in this answer and never shown again',
    body: ApiKeyInput,
    secret: true,
    answers: { 201: NewApiKey },
  }),
  revokeApiKey: operation({
    method: 'POST',
    path: '/api-keys/{id}/revoke',
    permission: 'api-keys:write',
    summary: 'Revoke an API key at once',
    params: ById,
    answers: { 200: ApiKey },
    problems: [404],
  }),
}
