import pg from 'pg'

/** Connection lost, shutting down, too many clients, statement or lock time-out: the same may work a moment later. */
const passing = /^(08...|57P0.|53...|57014|55P03)$/
const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])
const words =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout/

/** Whether an error says that the database is away or busy, and nothing about what was asked of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as Error & { code?: string }
  return error instanceof pg.DatabaseError
    ? passing.test(code ?? '')
    : networkCodes.has(code ?? '') || words.test(error.message)
}
