/** The connection to PostgreSQL: one pool, one way of reading types, an end to every wait. */
import { Kysely, PostgresDialect, sql, type RawBuilder } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

/** The pool or a transaction: queries take either, first. */
export type Database = Kysely<Tables>
export { sql, type RawBuilder }

const { builtins } = pg.types
const types = new pg.TypeOverrides()
/** '2025-09-15 09:00:00+00' → '2025-09-15T09:00:00.000Z'. Sessions run in UTC, so the offset is always +00. */
types.setTypeParser(builtins.TIMESTAMPTZ, (text: string) => {
  const point = text.indexOf('.')
  const seconds = point < 0 ? text.slice(0, -3) : text.slice(0, point)
  const fraction = point < 0 ? '' : text.slice(point + 1, -3)
  return `${seconds.replace(' ', 'T')}.${fraction.padEnd(3, '0')}Z`
})
types.setTypeParser(builtins.DATE, (text: string) => text)
/** Sums of seconds and counts; 2^53 seconds are 285 million years. */
types.setTypeParser(builtins.INT8, Number)

const settings = {
  timezone: 'UTC',
  datestyle: 'ISO,YMD',
  // of a disk without a head: with 4, the default, an index that gives the order is passed over for a sort of all there is
  random_page_cost: '1.1',
  // a report adds up tens of thousands of rows, which it would do on disk beyond 4 MB, the default
  work_mem: '24MB',
  // no statement is long enough to be compiled
  jit: 'off',
  // what would gain by several processors asks in halves (docs/decisions/0046)
  max_parallel_workers_per_gather: '0',
}

/**
 * Opens the pool. Waits end: connect 2 s, statement 5 s, lock 2 s, idle in transaction 10 s (reliability §3.1).
 * `statement_timeout_ms` is longer for jobs. Losing the database never ends the process: both error events are heard.
 */
export function openPool(
  url: string,
  options: { max?: number; statement_timeout_ms?: number; onError?: (error: Error) => void } = {},
): pg.Pool {
  const statement_timeout = options.statement_timeout_ms ?? 5_000
  const onError = options.onError ?? (() => {})
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    types,
    connectionTimeoutMillis: 2_000,
    keepAlive: true,
    application_name: 'daybook',
    statement_timeout,
    query_timeout: statement_timeout + 2_000,
    lock_timeout: 2_000,
    idle_in_transaction_session_timeout: 10_000,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  })
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}

export const openDatabase = (pool: pg.Pool): Database => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

/** Raised by the triggers of migration 0043: what was to be written lies in locked days. */
export const lockedByDatabase = 'LK001'

/**
 * Serialisation failure and deadlock are the database asking to try again; an exclusion constraint or a lock says that something came
 * between a look and a write, and the second look sees it.
 */
const isRetryable = (error: unknown) =>
  error instanceof pg.DatabaseError && ['40001', '40P01', '23P01', lockedByDatabase].includes(error.code ?? '')

/** Runs one deed in one transaction; tried again whole, up to 3 times with jitter, where the database asks for it. */
export async function transact<T>(db: Database, deed: (tx: Database) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(deed)
    } catch (error) {
      if (!isRetryable(error) || attempt === 3) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt * 20 * Math.random()))
    }
  }
}

/** All conditions that are there, joined by `and`. */
export const all = (...conditions: (RawBuilder<unknown> | false | null | undefined)[]): RawBuilder<unknown> =>
  sql`(${sql.join([sql`true`, ...conditions.filter((condition) => !!condition)], sql` and `)})`

/** One of these values. A single one is compared with `=`: only then does an index on (column, sort) give the rows in order. */
export const among = (column: RawBuilder<unknown>, values: readonly unknown[]): RawBuilder<unknown> =>
  values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} = any (${values})`

/** A search text as a LIKE pattern that finds it anywhere, its own wildcards taken literally. */
export const containing = (text: string) => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`

const plain = /^[\w:.+-]+$/
const quoted = (text: string) =>
  plain.test(text) && !/^null$/i.test(text) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`

/** Values as one array parameter of a statement over many rows. Most are ids, numbers and times, which need no escaping. */
export const arrayOf = (values: readonly (string | number | boolean | null)[]): string =>
  `{${values.map((value) => (typeof value === 'string' ? quoted(value) : String(value))).join(',')}}`

/** Objects as one array parameter, to be read with `jsonb_array_elements`: PostgreSQL then parses them once, unescaped. */
export const jsonArrayOf = (values: readonly (object | null | undefined)[]): string => JSON.stringify(values)
