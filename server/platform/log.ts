/** Logs are JSON lines. A request leaves method, route, status, time, id and actor: never a body, header, query or token. */
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'
import pg from 'pg'
import { pino } from 'pino'
import type { Config } from './config.ts'

export type Log = FastifyBaseLogger

/** Bad values, broken constraints and raised texts quote what somebody sent, as does JSON that cannot be read; a mail server quotes addresses. */
const quotesInput = (error: Error) =>
  error instanceof SyntaxError ||
  'responseCode' in error ||
  (error instanceof pg.DatabaseError && /^(22|23|P0)/.test(error.code ?? ''))

/** Of an error its name, code, message and stack; where the message may quote somebody's text, where it happened instead. */
function errorFields(error: Error & { code?: string; table?: string; constraint?: string }) {
  const { name: type, code, message, stack = '' } = error
  if (!quotesInput(error)) return { type, code, message, stack }
  const { table, constraint } = error
  return { type, code, table, constraint, stack: stack.slice(Math.max(0, stack.indexOf('\n    at '))) }
}

export const createLog = (level: Config['log_level'], destination?: { write: (line: string) => void }): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: {
        err: errorFields,
        // the route's pattern, so that ids and search texts in the address stay out
        req: (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions?.url ?? '(unknown)' }),
        res: (reply: FastifyReply) => ({ status: reply.statusCode }),
      },
      redact: ['password', '*.password', 'token', '*.token', 'authorization', '*.authorization', 'cookie', '*.cookie'],
    },
    ...(destination ? [destination] : []),
  )
