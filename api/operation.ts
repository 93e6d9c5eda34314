/** What an operation is: the wall has one per thing that can be asked of Daybook, and both wings are typed by it. */
import type { Permission } from '#domain/permissions.ts'
import type { Static, TSchema } from '#domain/shapes.ts'

/** `public`: anybody · `signed-in`: any person or key with a valid token, whatever its rights · `person`: the same without keys. */
export type Access = Permission | 'public' | 'signed-in' | 'person'

export type Operation = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /api/v1, parameters in braces as in OpenAPI. */
  path: `/${string}`
  /** Any one of them opens the door; which rows are seen or changed is the verb's SQL. */
  permission: Access | readonly Permission[]
  summary: string
  params?: TSchema
  query?: TSchema
  body?: TSchema
  /** `file`: the body is the file's bytes, read as a stream. `entries`: JSON or one JSON object a line. */
  accepts?: 'file' | 'entries'
  /** The answer is a stream of lines: a table, or one JSON object each; or it is a document. */
  produces?: 'csv' | 'ndjson' | 'pdf'
  /** The answer holds what is shown once and never stored: a repeat of its Idempotency-Key gets 409 instead of a copy. */
  secret?: true
  /** Names the version it is based on, or is refused with 428: what replaces or deletes a record never does so unseen. */
  needs_version?: true
  /** Only a session that proved whose it is within 15 minutes: otherwise 403 `confirmation_required` (reliability §8.3). */
  confirmed?: true
  /** The shape of each successful answer by its status. The first is what a handler's plain return value means. */
  answers: Record<number, TSchema | null>
  /** 404, 409 and 412 where they can happen, for the document. */
  problems?: readonly number[]
}

/** Keeps the literal types, so that path, method and shapes can be looked up by the compiler. */
export const operation = <const O extends Operation>(description: O) => description

type Shape<O, K extends string> = K extends keyof O ? (O[K] extends TSchema ? Static<O[K]> : undefined) : undefined

export type Params<O> = Shape<O, 'params'>
export type Query<O> = Shape<O, 'query'>
export type Body<O> = Shape<O, 'body'>
export type Answer<O extends Operation> = O extends { produces: 'csv' | 'ndjson' }
  ? AsyncIterable<string>
  : O extends { produces: 'pdf' }
    ? AsyncIterable<Uint8Array>
    : {
        [S in keyof O['answers']]: O['answers'][S] extends TSchema ? Static<O['answers'][S]> : undefined
      }[keyof O['answers']]
