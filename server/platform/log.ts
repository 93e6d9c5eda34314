/** Logs are JSON lines. A request leaves method, route, status, time, id and actor: never a body, header, query or token. */
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'
import { pino } from 'pino'
import type { Config } from './config.ts'

export type Log = FastifyBaseLogger

/** Of an error its name, code, message and stack; of a database error not the row it shows in `detail`. */
function errorFields(error: Error & { code?: string }) {
  return { type: error.name, code: error.code, message: error.message, stack: error.stack }
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
