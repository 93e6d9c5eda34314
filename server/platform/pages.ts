/** Cursor pages: keyset, never offset, so that page 1,000 costs what page 1 costs and rows are neither skipped nor shown twice. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { Problem } from './errors.ts'
import { sql, type RawBuilder } from './database.ts'

/** A column a list can be sorted by: an expression that is never null, and the type its text is read back as. */
export type Sort = { by: RawBuilder<unknown>; type: 'text' | 'timestamptz' | 'date' | 'numeric' | 'integer' | 'uuid' }
type ListQuery = { limit?: number; cursor?: string; sort?: string; [filter: string]: unknown }
export type Window = {
  sort_key: RawBuilder<string>
  after: RawBuilder<unknown>
  order: RawBuilder<unknown>
  limit: RawBuilder<unknown>
}

/** A cursor works only with the list, filter and sort it was made for. What is sorted by which SQL tells lists apart. */
function fingerprint(
  { limit: _limit, cursor: _cursor, ...rest }: ListQuery,
  sort: string,
  ...keys: RawBuilder<unknown>[]
) {
  const filters = Object.entries(rest)
    .filter(([name]) => name !== 'sort')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([sort, filters, keys.map((key) => key.toOperationNode())]))
    .digest('base64url')
    .slice(0, 12)
}

function readCursor(cursor: string, print: string): [key: string, id: string] {
  try {
    const [madeFor, key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown, unknown]
    if (madeFor === print && typeof key === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id))
      return [key, id]
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

/**
 * Fetches one page. `fetch` gets the pieces to put into its SQL: `sort_key` as a selected column of that name, `after`
 * among the conditions, `order`, and `limit`. `id` is the tie-break and must be the id of the listed row.
 */
export async function page<Row extends { id: string }>(
  query: ListQuery,
  sorts: Record<string, Sort>,
  initial: string,
  id: RawBuilder<unknown>,
  fetch: (window: Window) => Promise<(Row & { sort_key: string })[]>,
): Promise<{ data: Row[]; next_cursor: string | null; has_more: boolean }> {
  const wanted = query.sort ?? initial
  const descending = wanted.startsWith('-')
  const sort = sorts[descending ? wanted.slice(1) : wanted]!
  const limit = query.limit ?? 50
  const print = fingerprint(query, wanted, id, sort.by)
  const type = sql.raw(sort.type)
  const direction = sql.raw(descending ? 'desc' : 'asc')
  const beyond = sql.raw(descending ? '<' : '>')
  const last = query.cursor === undefined ? null : readCursor(query.cursor, print)
  const rows = await fetch({
    sort_key: sql`(${sort.by})::text`,
    after: last ? sql`(${sort.by}, ${id}) ${beyond} (${last[0]}::${type}, ${last[1]}::uuid)` : sql`true`,
    order: sql`order by ${sort.by} ${direction}, ${id} ${direction}`,
    limit: sql`limit ${limit + 1}`,
  }).catch((error: unknown) => {
    throw last && isUnreadable(error) ? invalidCursor() : error
  })
  const has_more = rows.length > limit
  const data = has_more ? rows.slice(0, limit) : rows
  const end = data.at(-1)
  const next_cursor =
    has_more && end ? Buffer.from(JSON.stringify([print, end.sort_key, end.id])).toString('base64url') : null
  return { data, next_cursor, has_more }
}
