/** The HTTP machinery: limits, content types, request ids, headers, and one form for every error. */
import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { gzip } from 'node:zlib'
import fastifyCookie from '@fastify/cookie'
import {
  fastify,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import pg from 'pg'
import type { Actor } from './actor.ts'
import { isDatabaseAway } from './database-loss.ts'
import { answerHeaders } from './answer-headers.ts'
import { lockedByDatabase } from './database.ts'
import { conflict, Problem, tooSlow } from './errors.ts'
import { answerUnreadable } from './unreadable.ts'
import { refuseIllText } from './validation.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
  }
  interface FastifyContextConfig {
    accepts?: 'json' | 'file' | 'entries'
  }
}

/** `https`: people come over https, and browsers are told to stay with it. `trusted_proxies`: whose X-Forwarded-For is believed. */
type HttpOptions = Pick<FastifyServerOptions, 'loggerInstance' | 'logger' | 'disableRequestLogging'> & {
  https?: boolean
  trusted_proxies?: string[]
}

/** 100 MiB at 1 Mbit/s. */
export const file_ms = 15 * 60_000

export async function createHttp({
  https = false,
  trusted_proxies = [],
  ...options
}: HttpOptions): Promise<FastifyInstance> {
  const headersOf = (request: FastifyRequest) => answerHeaders(request.url, request.id, https)
  const app = fastify({
    ...options,
    trustProxy: trusted_proxies.length > 0 && trusted_proxies,
    bodyLimit: 1024 * 1024,
    // of a file; whatever else has a body is given up after ten seconds (platform/serve), and who says nothing for one minute here
    requestTimeout: file_ms,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    // without the interval, who is slow would be looked after every 30 s only
    http: { headersTimeout: 5_000, maxHeaderSize: 16_384, connectionsCheckingInterval: 2_000 },
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    genReqId: () => randomUUID(),
    // answers are shaped by schemas, requests are checked by platform/validation
    exposeHeadRoutes: false,
    // an address that cannot be decoded never reaches a hook, a request that is not HTTP not even Fastify
    frameworkErrors: (error, request, reply) => answer(reply.headers(headersOf(request)), problemOf(error), request),
    clientErrorHandler: answerUnreadable,
  })
  app.setValidatorCompiler(() => () => true)
  app.decorateRequest('actor', null)
  await app.register(fastifyCookie)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headersOf(request))
    if (request.url.length > 8_192) throw new Problem(414, 'uri_too_long', 'The address may have at most 8 KiB.')
    if (request.url.includes('%00')) throw new Problem(400, 'bad_request', 'An address cannot hold NUL.')
    if (request.headers['content-encoding'] && request.headers['content-encoding'] !== 'identity')
      throw new Problem(415, 'unsupported_encoding', 'Send the body without compression.')
  })
  letGoOnClose(app)
  compressAnswers(app)
  readBodies(app)
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = problemOf(error)
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
    return answer(reply, problem, request)
  })
  app.setNotFoundHandler((request) => {
    const others = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter((method) =>
      app.findRoute({ method, url: request.url.split('?')[0]! }),
    )
    // a route that is there and has nothing under this address is not a wrong method
    if (others.length > 0 && !others.some((method) => method === request.method))
      throw new Problem(405, 'method_not_allowed', `${request.method} is not possible here.`, {
        headers: { allow: others.join(', ') },
      })
    throw new Problem(404, 'not_found', 'There is nothing here, or you may not see it.')
  })
  return app
}

const answer = (reply: FastifyReply, problem: Problem, request: FastifyRequest) =>
  reply
    .code(problem.status)
    .headers({ ...problem.headers, 'content-type': 'application/problem+json' })
    .send(problem.toDetail(request.id))

/** A connection that was busy when closing began would otherwise stay open for its next request, and the close with it. */
function letGoOnClose(app: FastifyInstance): void {
  let closing = false
  app.addHook('preClose', () => {
    closing = true
  })
  app.addHook('onSend', (_, reply, payload, done) => {
    if (closing) reply.header('connection', 'close')
    done(null, payload)
  })
}

/** What is shorter fits into the first packets anyway. */
const worthCompressing_bytes = 4_096

/**
 * Lists say the same words again and again: over the line of a telephone they are a sixth with gzip, for half a millisecond beside
 * the loop. Only what is read: secrets are answered to POSTs, and beside what somebody else chose their length would tell.
 */
function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const isLong = typeof payload === 'string' && payload.length >= worthCompressing_bytes
    if (request.method !== 'GET' || !isLong) return done(null, payload)
    reply.header('vary', 'accept-encoding')
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return done(null, payload)
    gzip(payload, { level: 4 }, (error, bytes) => {
      // only memory that ran out, and then the answer as it is
      if (error) return done(null, payload)
      reply.header('content-encoding', 'gzip').removeHeader('content-length')
      done(null, bytes)
    })
  })
}

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    const accepts = request.routeOptions.config.accepts
    if (accepts === 'file') return done(unsupported('application/octet-stream'))
    try {
      const value = parseJson(textOf(bytes as Buffer))
      done(null, accepts === 'entries' && Array.isArray(value) ? { entries: value } : value)
    } catch (error) {
      done(error as Error)
    }
  })
  app.addContentTypeParser('application/x-ndjson', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (request.routeOptions.config.accepts !== 'entries') return done(unsupported('application/json'))
    try {
      const lines = textOf(bytes as Buffer).split('\n')
      done(null, { entries: lines.filter((line) => line.trim() !== '').map(parseLine) })
    } catch (error) {
      done(error as Error)
    }
  })
  app.addContentTypeParser('application/octet-stream', (request, payload, done) => {
    if (request.routeOptions.config.accepts !== 'file') return done(unsupported('application/json'))
    done(null, payload)
  })
}

const unsupported = (wanted: string) => new Problem(415, 'unsupported_media_type', `Send the body as ${wanted}.`)

/** Bytes that are not UTF-8 would become replacement characters in somebody's name. */
function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Problem(400, 'malformed_json', 'The body is not UTF-8.')
  return bytes.toString()
}

function parseJson(text: string): unknown {
  // an empty body is the same as none, so that a POST without fields needs no content
  if (text.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Problem(400, 'malformed_json', 'The body is not valid JSON.')
  }
  refuseIllText(text, value)
  return value
}

/** A line that is not JSON becomes an item that is rejected by itself; it does not sink the others. */
function parseLine(line: string): unknown {
  try {
    return parseJson(line)
  } catch {
    return line.slice(0, 200)
  }
}

const unavailable = () =>
  new Problem(503, 'unavailable', 'The database cannot be reached right now. Nothing was changed; try again shortly.', {
    headers: { 'retry-after': '2' },
  })

function problemOf(error: FastifyError | Problem | Error): Problem {
  if (error instanceof Problem) return error
  if (isDatabaseAway(error)) return unavailable()
  if (error instanceof pg.DatabaseError) return ofConstraint(error)
  const { code, statusCode } = error as FastifyError
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Problem(413, 'too_large', 'The body is larger than allowed here.')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return unsupported('application/json')
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return new Problem(400, 'malformed_json', 'The body is empty.')
  if (code === 'FST_ERR_HANDLER_TIMEOUT') return tooSlow()
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new Problem(statusCode, 'bad_request', 'The request cannot be read.')
  return defect()
}

const defect = () =>
  new Problem(500, 'internal_error', 'This is a defect on our side. The request id helps to find it.')

/** A reference to a row that is not there names its field: constraint `deals_owner_id_fkey` → /owner_id. */
function ofConstraint(error: pg.DatabaseError): Problem {
  if (error.code === lockedByDatabase) return conflict('locked', error.message)
  const field = /^\w+?_(\w+)_fkey$/.exec(error.constraint ?? '')?.[1]
  if (error.code !== '23503' || !field || !error.table) return defect()
  const pointer = `/${error.constraint!.slice(error.table.length + 1, -'_fkey'.length)}`
  return new Problem(422, 'invalid', `${pointer}: there is no such record.`, {
    errors: [{ pointer, code: 'unknown_reference', message: 'There is no such record.' }],
  })
}
