import { ApiKey, ApiKeyInput, ApiKeyPage, ApiKeyQuery, KeyRotation, KeyUsage, NewApiKey } from '#domain/keys.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const keys = {
  list: operation({
    method: 'GET',
    path: '/api-keys',
    permission: 'api-keys:write',
    summary: 'List API keys, never the keys themselves',
    query: ApiKeyQuery,
    answers: { 200: ApiKeyPage },
  }),
  create: operation({
    method: 'POST',
    path: '/api-keys',
    permission: 'api-keys:write',
    summary: 'Make an API key; its text is in this answer and never shown again',
    body: ApiKeyInput,
    secret: true,
    confirmed: true,
    answers: { 201: NewApiKey },
  }),
  revoke: operation({
    method: 'POST',
    path: '/api-keys/{id}/revoke',
    permission: 'api-keys:write',
    summary: 'Revoke an API key at once',
    params: ById,
    answers: { 200: ApiKey },
    problems: [404],
  }),
  rotate: operation({
    method: 'POST',
    path: '/api-keys/{id}/rotate',
    permission: 'api-keys:write',
    summary: 'Make a successor with the same rights and limits; the older key ends after the overlap',
    params: ById,
    body: KeyRotation,
    secret: true,
    confirmed: true,
    answers: { 201: NewApiKey },
    problems: [404, 409],
  }),
  usage: operation({
    method: 'GET',
    path: '/api-keys/{id}/usage',
    permission: 'api-keys:write',
    summary: 'Requests of the last 30 days, day by day (UTC)',
    params: ById,
    answers: { 200: KeyUsage },
    problems: [404],
  }),
}
