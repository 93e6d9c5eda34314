/** Cursor pages: keyset, never offset, so that page 1,000 costs what page 1 costs and rows are neither skipped nor shown twice. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { Problem } from './errors.ts'
import { sql, type RawBuilder } from './database.ts'

/**
 * A column a list can be sorted by: an expression that is never null, and the type its text is read back as. What is empty
 * counts as the end of time for a date and as less than anything for text and numbers; say so with coalesce.
 */
export type Sort = { by: RawBuilder<unknown>; type: 'text' | 'timestamptz' | 'date' | 'numeric' | 'integer' | 'uuid' }
type ListQuery = { limit?: number; cursor?: string; sort?: string; [filter: string]: unknown }
export type Window = {
  sort_key: RawBuilder<string>
  after: RawBuilder<unknown>
  order: RawBuilder<unknown>
  limit: RawBuilder<unknown>
  /** How many rows are asked for: one more than the page has. */
  size: number
  /** The values of the order's keys at the end of the last page, the id last; null on the first. */
  last: string[] | null
}
/**
 * A page that ends although it is not full: as much was looked at as one page may cost. The next goes on at `stopped`, the value of the first
 * key of the order from which on nothing was looked at (what equals it: only where the order ascends); null: all was. Further keys are whole
 * numbers, which can be turned round, so that the order has one direction.
 */
export type Part<Row> = { rows: Row[]; stopped: string | null }
/** One column of the order, the tie-break last. */
type Key = Sort & { descending: boolean }

/**
 * Fetches one page. `fetch` gets the pieces to put into its SQL: `sort_key` as a selected column of that name, `after`
 * among the conditions, `order`, and `limit`. `id` is the tie-break and must be the id of the listed row.
 * @throws Problem 400 for a sort that is not among `sorts`, 422 for a cursor of another list, filter or sort
 */
export async function page<Row extends { id: string }>(
  query: ListQuery,
  sorts: Record<string, Sort>,
  initial: string,
  id: RawBuilder<unknown>,
  fetch: (window: Window) => Promise<(Row & { sort_key: string })[] | Part<Row & { sort_key: string }>>,
): Promise<{ data: Row[]; next_cursor: string | null; has_more: boolean }> {
  const wanted = query.sort ?? initial
  const { keys, order } = keysOf(wanted, sorts, id)
  const limit = query.limit ?? 50
  const print = fingerprint(query, wanted, order)
  const last = query.cursor === undefined ? null : readCursor(query.cursor, print, order.length)
  const fetched = await fetch({
    sort_key: sql`json_build_array(${sql.join(keys.map(({ by }) => sql`(${by})::text`))})::text`,
    after: last ? beyond(order, last) : sql`true`,
    order: orderBy(order),
    limit: sql`limit ${limit + 1}`,
    size: limit + 1,
    last,
  }).catch((error: unknown) => {
    throw last && isUnreadable(error) ? invalidCursor() : error
  })
  const { rows, stopped } = Array.isArray(fetched) ? { rows: fetched, stopped: null } : fetched
  const isFull = rows.length > limit
  const data = isFull ? rows.slice(0, limit) : rows
  const end = data.at(-1)
  const place =
    isFull && end
      ? [...(JSON.parse(end.sort_key) as string[]), end.id]
      : stopped === null
        ? null
        : [stopped, ...order.slice(1, -1).map(() => leastInteger), firstId]
  const next_cursor = place && Buffer.from(JSON.stringify([print, ...place])).toString('base64url')
  return { data, next_cursor, has_more: place !== null }
}
const firstId = '00000000-0000-0000-0000-000000000000'
const leastInteger = '-2147483648'

/** What a page is ordered by, for all of a list at once. @throws Problem 400 for a sort that is not among `sorts` */
export const orderOf = (wanted: string, sorts: Record<string, Sort>, id: RawBuilder<unknown>): RawBuilder<unknown> =>
  orderBy(keysOf(wanted, sorts, id).order)

function keysOf(wanted: string, sorts: Record<string, Sort>, id: RawBuilder<unknown>): { keys: Key[]; order: Key[] } {
  const keys = inOneDirection(readSort(wanted, sorts))
  return { keys, order: [...keys, { by: id, type: 'uuid', descending: keys.at(-1)!.descending }] }
}

const orderBy = (order: Key[]): RawBuilder<unknown> =>
  sql`order by ${sql.join(order.map(({ by, descending }) => sql`${by} ${sql.raw(descending ? 'desc' : 'asc')}`))}`

/** `-updated_at,name` as the keys of an order: up to four, none twice. */
function readSort(wanted: string, sorts: Record<string, Sort>): Key[] {
  const names = wanted.split(',').map((name) => name.replace(/^-/, ''))
  const unknown = names.find((name) => !Object.hasOwn(sorts, name))
  if (unknown !== undefined)
    throw invalidSort('unknown_sort', `Unknown sort “${unknown}”. Known: ${Object.keys(sorts).join(', ')}.`)
  if (names.length > 4 || new Set(names).size < names.length)
    throw invalidSort('invalid_sort', 'Sort by at most four fields, each once.')
  return wanted.split(',').map((name, place) => ({ ...sorts[names[place]!]!, descending: name.startsWith('-') }))
}

/**
 * Numbers can be turned round: `-priority,due_date` is the least of minus the priority first. In one direction an index goes to
 * a place; in mixed ones all that equals the first key is read from its beginning, and few priorities are shared by all tasks.
 */
function inOneDirection(keys: Key[]): Key[] {
  const turns = ({ type }: Key) => type === 'integer' || type === 'numeric'
  const fixed = keys.filter((key) => !turns(key))
  const { descending } = fixed[0] ?? keys.at(-1)!
  if (fixed.some((key) => key.descending !== descending)) return keys
  return keys.map((key) => (key.descending === descending ? key : { ...key, by: sql`(-${key.by})`, descending }))
}

const invalidSort = (code: string, message: string) =>
  new Problem(400, 'invalid_query', message, { errors: [{ pointer: '/sort', code, message }] })

/**
 * The rows behind a place in the order. In one direction that is a comparison of rows, which an index answers by going
 * there; in mixed ones the same spelled out, with the first key bounded by itself so that an index on it is still used.
 */
function beyond(order: Key[], values: string[]): RawBuilder<unknown> {
  const place = order.map(({ type }, n) => sql`${values[n]}::${sql.raw(type)}`)
  const sign = ({ descending }: Key) => sql.raw(descending ? '<' : '>')
  const first = order[0]!
  if (order.every(({ descending }) => descending === first.descending))
    return sql`(${sql.join(order.map(({ by }) => by))}) ${sign(first)} (${sql.join(place)})`
  const behind = order.reduceRight(
    (rest, key, n) => sql`(${key.by} ${sign(key)} ${place[n]} or (${key.by} = ${place[n]} and ${rest}))`,
    sql`false`,
  )
  return sql`${first.by} ${sign(first)}= ${place[0]} and ${behind}`
}

/** A cursor works only with the list, filter and sort it was made for. What is sorted by which SQL tells lists apart. */
function fingerprint(
  { limit: _limit, cursor: _cursor, sort: _sort, ...filters }: ListQuery,
  sort: string,
  order: Key[],
) {
  const named = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([sort, named, order.map(({ by }) => by.toOperationNode())]))
    .digest('base64url')
    .slice(0, 12)
}

/** The values of the order's keys at the end of the last page, the id last. */
function readCursor(cursor: string, print: string, keys: number): string[] {
  try {
    const [madeFor, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    const isText = (value: unknown): value is string => typeof value === 'string'
    if (madeFor === print && values.length === keys && values.every(isText) && /^[0-9a-f-]{36}$/.test(values.at(-1)!))
      return values
  } catch {
    // falls through to the same refusal as a cursor of another list
  }
  throw invalidCursor()
}

const invalidCursor = () =>
  new Problem(
    422,
    'invalid_cursor',
    'This cursor belongs to another filter or sort, or is damaged. Start again from the first page.',
    {
      errors: [{ pointer: '/cursor', code: 'invalid_cursor', message: 'The cursor does not belong to this list.' }],
    },
  )

/** SQLSTATE class 22: a value that its type cannot hold. Everything else in the query has been validated. */
const isUnreadable = (error: unknown) => error instanceof pg.DatabaseError && error.code?.startsWith('22')
