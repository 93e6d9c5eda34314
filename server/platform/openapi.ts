/** The contract as an OpenAPI 3.1 document. Shapes are JSON Schema already, so this only arranges them. */
import type { Operation } from '#api/operation.ts'
import { ProblemDetail } from '#domain/shapes.ts'

type Json = Record<string, unknown>
export type Contract = Record<string, Record<string, Operation>>

/** Our own formats and keywords in words that other tools know. */
const standardFormat: Record<string, string> = { instant: 'date-time', 'web-address': 'uri', 'iana-zone': 'time-zone' }
const ownKeywords = new Set(['tidy', 'bounded'])
/** No word of other tools means it: its examples have to say. */
const isOwnFormat = (key: string, value: unknown) => key === 'format' && value === 'locale'

function standard(shape: unknown): unknown {
  if (Array.isArray(shape)) return shape.map(standard)
  if (typeof shape !== 'object' || shape === null) return shape
  return Object.fromEntries(
    Object.entries(shape)
      .filter(([key, value]) => !ownKeywords.has(key) && !isOwnFormat(key, value))
      .map(([key, value]) => [key, key === 'format' ? (standardFormat[String(value)] ?? value) : standard(value)]),
  )
}

type Shape = { properties?: Json; required?: string[]; patternProperties?: Record<string, Json> }

/** Query fields whose names are a matter of settings: one exploded object, each member a field of its own. */
const byPattern = (patterns: Record<string, Json>): Json => ({
  name: 'metadata',
  in: 'query',
  required: false,
  style: 'form',
  explode: true,
  description: Object.values(patterns)[0]!['description'],
  schema: { type: 'object', patternProperties: standard(patterns), additionalProperties: false },
})

function parametersOf(shape: unknown, where: 'path' | 'query'): Json[] {
  const { properties = {}, required = [], patternProperties } = (shape ?? {}) as Shape
  const named = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: standard(schema),
  }))
  return patternProperties ? [...named, byPattern(patternProperties)] : named
}

const contentTypes = { file: 'application/octet-stream', entries: 'application/x-ndjson' } as const

function bodyOf({ body, accepts }: Operation): Json {
  if (accepts === 'file')
    return {
      requestBody: {
        required: true,
        content: { [contentTypes.file]: { schema: { type: 'string', format: 'binary' } } },
      },
    }
  if (!body) return {}
  const content = { 'application/json': { schema: standard(body) } }
  const lines =
    accepts === 'entries'
      ? { [contentTypes.entries]: { schema: { type: 'string', description: 'one JSON object a line' } } }
      : {}
  return { requestBody: { required: true, content: { ...content, ...lines } } }
}

const problem = (status: number) => [
  String(status),
  {
    description: problemNames[status] ?? 'Problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  },
]
const problemNames: Record<number, string> = {
  308: 'Merged into another record, to which Location leads',
  400: 'Malformed request or unknown query field',
  401: 'No valid credential',
  403: 'The right is missing, or the session must be confirmed first (POST /me/confirm)',
  404: 'Not there, or not visible',
  409: 'Contradicts the present state',
  412: 'The record changed meanwhile',
  422: 'A field is invalid; errors[] names it',
  428: 'If-Match is missing',
  429: 'As many as may be at once are under way',
  503: 'The database is away; try again',
}

/** A cursor of another list is 422. */
const isPaged = ({ query }: Operation) => parametersOf(query, 'query').some(({ name }) => name === 'cursor')

const lineTypes = { csv: 'text/csv', ndjson: 'application/x-ndjson', pdf: 'application/pdf' }

function answersOf(operation: Operation): Json {
  const successes = Object.entries(operation.answers).map(([status, shape]) => [
    status,
    shape
      ? { description: 'Done', content: { 'application/json': { schema: standard(shape) } } }
      : operation.produces
        ? { description: 'Done', content: { [lineTypes[operation.produces]]: { schema: { type: 'string' } } } }
        : { description: 'Done' },
  ])
  const guarded = operation.permission === 'public' ? [] : [401, 403]
  const faults = [
    400,
    ...guarded,
    ...(operation.body || isPaged(operation) ? [422] : []),
    ...(operation.problems ?? []),
    ...(operation.needs_version ? [428] : []),
    503,
  ]
  return Object.fromEntries([...successes, ...[...new Set(faults)].map(problem)])
}

const headerParameter = (name: string, description: string, required = false) => ({
  name,
  in: 'header',
  required,
  schema: { type: 'string' },
  description,
})

function describe(noun: string, name: string, operation: Operation): Json {
  const { method, permission, summary, params, query } = operation
  const rights = typeof permission === 'string' ? permission : permission.join(' or ')
  const headers = [
    ...(method === 'POST' && permission !== 'public'
      ? [headerParameter('Idempotency-Key', 'Makes a repeat of this request harmless for 72 hours')]
      : []),
    ...(method === 'PATCH' || operation.needs_version
      ? [
          headerParameter(
            'If-Match',
            'The ETag the change is based on; 412 when the record is newer',
            operation.needs_version,
          ),
        ]
      : []),
  ]
  return {
    operationId: `${noun}.${name}`,
    tags: [noun],
    summary,
    description: permission === 'public' ? 'Public.' : `Needs: ${rights}.`,
    'x-permission': permission,
    security: permission === 'public' ? [] : [{ bearer: [] }],
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query'), ...headers],
    ...bodyOf(operation),
    responses: answersOf(operation),
  }
}

/** The whole document; the same contract always gives the same text. */
export function openApi(contract: Contract, version: string): Json {
  const paths: Record<string, Json> = {}
  for (const [noun, operations] of Object.entries(contract))
    for (const [name, operation] of Object.entries(operations))
      (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(noun, name, operation)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Daybook',
      version,
      description:
        'Cursor pages, several sorts by commas, RFC 9457 problems, ETag and If-Match, Idempotency-Key on every POST, RFC 3339 instants, money as strings.',
    },
    servers: [{ url: '/api/v1' }],
    tags: Object.keys(contract).map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: standard(ProblemDetail) },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An access token from auth/login, or an API key' },
      },
    },
  }
}
