/** Opens a door for every operation of a noun. A handler too few or too many does not compile. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import type { Answer, Body, Operation, Params, Query } from '#api/operation.ts'
import type { Actor } from './actor.ts'
import { transact, type Database } from './database.ts'
import { conflict, Problem, stale, tooSlow } from './errors.ts'
import { admit, assertNamed, type Authenticate, type IsConfirmed } from './guard.ts'
import { file_ms } from './http.ts'
import { claimKey, keepAnswer, type KeyClaim } from './idempotency.ts'
import { compileBody, compileQuery, misfit } from './validation.ts'

/** A status other than the operation's first, or extra headers. */
export class Reply<T> {
  readonly status: number
  readonly body: T
  readonly headers: Record<string, string>
  constructor(status: number, body: T, headers: Record<string, string> = {}) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** What a handler gets. `db` is the deed's transaction where the method writes, the pool where it reads. */
export type Call<O extends Operation> = {
  db: Database
  actor: O['permission'] extends 'public' ? null : Actor
  params: Params<O>
  query: Query<O>
  body: Body<O>
  /** The version named by If-Match, to be compared under the row's lock with `checkVersion`. */
  if_match: number | null
  request: FastifyRequest
  reply: FastifyReply
}
type Handler<O extends Operation> = (call: Call<O>) => Promise<Answer<O> | Reply<Answer<O>>>
export type Handlers<Ops extends Record<string, Operation>> = { [K in keyof Ops]: Handler<Ops[K]> }
type Given = { query: unknown; body: unknown }
export type Door = {
  db: Database
  authenticate: Authenticate
  isConfirmed: IsConfirmed
  served: Set<Operation>
  /** What turns old ids in what is asked or said into those of today; null where an operation takes none. */
  follow?: (operation: Operation) => ((db: Database, given: Given) => Promise<Given>) | null
  /** How long an answer may take, its body's arrival included, before it is 503; 10 s unless said otherwise (reliability §2.4). */
  handler_ms?: number
}

export function serve<Ops extends Record<string, Operation>>(
  app: FastifyInstance,
  door: Door,
  operations: Ops,
  handlers: Handlers<Ops>,
): void {
  for (const [name, operation] of Object.entries(operations))
    open(app, door, operation, handlers[name] as unknown as Handler<Operation>)
}

/** 412 with the current version where the client saw an older one. */
export function checkVersion(if_match: number | null, version: number): void {
  if (if_match !== null && if_match !== version) throw stale(version)
}

/** What a body has to arrive in: 5 MiB at 1.4 Mbit/s, a file for as long as the connection may last (platform/http). */
const arrival_ms = { json: 0, entries: 30_000, file: file_ms }

function open(app: FastifyInstance, door: Door, operation: Operation, handler: Handler<Operation>): void {
  const { method, path, permission } = operation
  assertNamed(permission, `${method} ${path}`)
  door.served.add(operation)
  const run = following(handler, door.follow?.(operation) ?? null)
  const validQuery = operation.query && compileQuery(operation.query)
  const validParams = operation.params && compileQuery(operation.params)
  const validBody = operation.body && compileBody(operation.body)
  app.route({
    method,
    url: `/api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    schema: answersOf(operation),
    config: { accepts: operation.accepts ?? 'json' },
    // a list that is written line by line has begun to answer; its statements have limits of their own
    ...(operation.produces
      ? {}
      : { handlerTimeout: arrival_ms[operation.accepts ?? 'json'] + (door.handler_ms ?? 10_000) }),
    ...(operation.accepts === 'entries' ? { bodyLimit: 5 * 1024 * 1024 } : {}),
    ...(operation.accepts === 'file' ? { bodyLimit: 1024 * 1024 * 1024 } : {}),
    onRequest: async (request, reply) => {
      request.actor = await admit(request, reply, operation, door)
    },
    handler: async (request, reply) => {
      if (validParams && !validParams(request.params)) throw misfit('path', validParams.errors)
      if (validQuery ? !validQuery(request.query) : Object.keys(request.query as object).length > 0)
        throw validQuery
          ? misfit('query', validQuery.errors)
          : new Problem(400, 'invalid_query', 'This takes no query.')
      if (validBody && !validBody(request.body)) throw misfit('body', validBody.errors)
      const etag = request.headers['if-match']
      if (operation.needs_version && etag === undefined) throw versionRequired()
      const call = {
        actor: request.actor,
        params: request.params,
        query: request.query,
        body: request.body,
        if_match: readIfMatch(etag),
        request,
        reply,
      } as unknown as Call<Operation>
      const answer = method === 'GET' ? await run({ ...call, db: door.db }) : await write(door.db, operation, run, call)
      if (reply.sent) return reply
      const { status, body, headers } = answer instanceof Reply ? answer : new Reply(defaultStatus(operation), answer)
      if (operation.produces) return stream(reply, lineTypes[operation.produces], body as Content, headers)
      return send(reply, new Reply(status, body, headers))
    },
  })
}

/** In the deed's own transaction, behind the idempotency key, which is bound to what was sent. */
const following =
  (handler: Handler<Operation>, follow: ReturnType<NonNullable<Door['follow']>>): Handler<Operation> =>
  async (call) =>
    handler(follow ? { ...call, ...((await follow(call.db, call)) as Pick<Call<Operation>, 'query' | 'body'>) } : call)

/** One deed, one transaction; with an Idempotency-Key its answer is stored in the same one. */
async function write(
  db: Database,
  operation: Operation,
  handler: Handler<Operation>,
  call: Call<Operation>,
): Promise<unknown> {
  const key = operation.method === 'POST' && operation.permission !== 'public' ? readKey(operation, call) : null
  // signing in makes transactions of its own, and none may stay open while a file is being uploaded
  if (operation.permission === 'public' || operation.accepts === 'file') return handler({ ...call, db })
  return transact(db, async (tx) => {
    const earlier = key && (await claimKey(tx, key))
    if (earlier && operation.secret) throw shownOnce()
    if (earlier) return new Reply(earlier.status, earlier.body, { 'idempotent-replayed': 'true' })
    const answer = await handler({ ...call, db: tx })
    // who has been told 503 will try again: what came too late is taken back
    if (call.reply.sent) throw tooSlow()
    if (key) {
      const { status, body } = answer instanceof Reply ? answer : new Reply(defaultStatus(operation), answer)
      await keepAnswer(tx, key, status, operation.secret ? null : body)
    }
    return answer
  })
}

const shownOnce = () => conflict('shown_once', 'This was done by an earlier request; its answer is not shown again.')

/** What a handler's plain return value means. */
const defaultStatus = (operation: Operation) =>
  Math.max(
    ...Object.keys(operation.answers)
      .map(Number)
      .filter((code) => code !== 202),
  )

/** 1 to 255 printable ASCII characters, quotes optional. Scope: credential, method and route. */
function readKey(operation: Operation, { request, body, params, actor }: Call<Operation>): KeyClaim | null {
  const header = request.headers['idempotency-key']
  if (header === undefined || operation.accepts === 'file') return null
  const key = String(header).replace(/^"(.*)"$/, '$1')
  if (!/^[\x20-\x7e]{1,255}$/.test(key))
    throw new Problem(400, 'invalid_idempotency_key', 'Idempotency-Key must be 1 to 255 printable ASCII characters.')
  const credential = `${actor.kind}:${actor.id}`
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([params, body]))
    .digest()
  return { credential, operation: `${operation.method} ${operation.path}`, key, fingerprint }
}

const versionRequired = () =>
  new Problem(428, 'version_required', 'Say with If-Match which version this is based on: the ETag of the record.')

function readIfMatch(header: string | undefined): number | null {
  if (header === undefined || header === '*') return null
  const version = /^"(\d{1,9})"$/.exec(header)?.[1]
  if (!version) throw new Problem(400, 'invalid_if_match', 'If-Match must be the ETag of the record, like "3".')
  return Number(version)
}

/** A defect half-way cuts the connection, so that a part is never taken for the whole. */
type Content = AsyncIterable<string> | AsyncIterable<Uint8Array>
const stream = (reply: FastifyReply, type: string, lines: Content, headers: Record<string, string>) =>
  reply.headers(headers).type(type).send(Readable.from(lines))
const lineTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson', pdf: 'application/pdf' }

function send(reply: FastifyReply, { status, body, headers }: Reply<unknown>): FastifyReply {
  const version = (body as { version?: unknown } | null | undefined)?.version
  if (typeof version === 'number') reply.header('etag', `"${version}"`)
  const cursor = (body as { next_cursor?: unknown } | null | undefined)?.next_cursor
  if (typeof cursor === 'string') reply.header('link', `<${withCursor(reply.request.url, cursor)}>; rel="next"`)
  for (const [name, value] of Object.entries(headers)) reply.header(name, value)
  return reply.code(status).send(body ?? undefined)
}

function withCursor(address: string, cursor: string): string {
  const [path, query] = address.split('?')
  const fields = new URLSearchParams(query)
  fields.set('cursor', cursor)
  return `${path}?${fields}`
}

function answersOf(operation: Operation): FastifySchema {
  const response = Object.fromEntries(Object.entries(operation.answers).filter(([, shape]) => shape))
  return { response }
}
