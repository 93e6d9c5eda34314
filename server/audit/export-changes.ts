import type { Change, ChangeExportQuery, ChangeQuery } from '#domain/audit.ts'
import { byteOrderMark, csvLine } from '#domain/csv.ts'
import { findDialect } from '#server/people/csv-dialect.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { withNames } from './name-queries.ts'
import { listChanges } from './queries.ts'

const atOnce = 1_000
const heading = [
  'occurred_at',
  'actor_kind',
  'actor',
  'action',
  'object_type',
  'object_id',
  'object',
  'before',
  'after',
  'source',
  'ip',
  'request_id',
  'deed_id',
  'change_id',
]

/** Every change of the filter as CSV, newest first, a thousand rows at a time: memory stays flat however many there are. */
export async function* exportChanges(
  db: Database,
  actor: Actor,
  { csv_dialect, ...filter }: ChangeExportQuery,
): AsyncGenerator<string> {
  const dialect = await findDialect(db, actor, csv_dialect)
  yield byteOrderMark + csvLine(heading, dialect)
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: ChangeQuery = { ...filter, limit: atOnce, ...(cursor && { cursor }) }
    const { data, names, next_cursor } = await withNames(db, actor, await listChanges(db, actor, query))
    yield data.map((change) => csvLine(cellsOf(change, names), dialect)).join('')
    cursor = next_cursor
  }
}

const cellsOf = (change: Change, names: Record<string, string>) => [
  change.occurred_at,
  change.actor_kind,
  change.actor_name,
  change.action,
  change.object_type,
  change.object_id,
  names[change.object_id] ?? null,
  payload(change, 'before'),
  payload(change, 'after'),
  change.source,
  change.ip,
  change.request_id,
  change.deed_id,
  change.id,
]
const payload = (change: Change, side: 'before' | 'after') =>
  change.erased_at ? 'erased' : change[side] && JSON.stringify(change[side])
