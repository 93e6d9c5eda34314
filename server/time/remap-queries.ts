import type { Field } from '#domain/rule-conditions.ts'
import type { Facts } from '#domain/rule-facts.ts'
import type { Placed } from '#domain/rule-targets.ts'
import type { Remap, RemapCounts, RemapQuery, RemapStatus, Seen } from '#domain/remaps.ts'
import { all, arrayOf, jsonArrayOf, sql, type Database } from '#server/platform/database.ts'
import type { Locked } from '#server/locks/queries.ts'
import { page } from '#server/platform/pages.ts'
import { columnsFor, inColumns } from '#server/rules/reviewed-queries.ts'
import type { EntryRow } from './entry-row.ts'

const columns = sql`
  m.id, m.rule_id, m.rule_number, m.date_from, u.name as asked_by_name, m.status, m.total, m.looked_at, m.counts, m.moved, m.kept,
  m.undo_until, m.version, m.created_at, m.updated_at
`
const from = sql`from remaps m join users u on u.id = m.asked_by`

export const listRemaps = (db: Database, rule_id: string, query: RemapQuery) =>
  page(
    query,
    { created_at: { by: sql`m.created_at`, type: 'timestamptz' } },
    '-created_at',
    sql`m.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<Remap & { sort_key: string }>`
        select ${columns}, ${sort_key} as sort_key ${from} where ${all(after, sql`m.rule_id = ${rule_id}`)} ${order} ${limit}
      `.execute(db)
      return rows
    },
  )

export async function getRemap(db: Database, id: string): Promise<Remap | undefined> {
  const { rows } = await sql<Remap>`select ${columns} ${from} where m.id = ${id}`.execute(db)
  return rows[0]
}

export type RemapRow = {
  id: string
  rule_id: string
  rule_number: number
  date_from: string
  asked_by: string
  status: RemapStatus
  total: number
  looked_at: number
  counts: RemapCounts
  moved: number
  kept: number
  undo_until: string | null
}
export const lockRemap = (tx: Database, id: string): Promise<RemapRow | undefined> =>
  tx.selectFrom('remaps').selectAll().where('id', '=', id).forUpdate().executeTakeFirst() as Promise<
    RemapRow | undefined
  >
export const findRemap = (db: Database, id: string): Promise<RemapRow | undefined> =>
  db.selectFrom('remaps').selectAll().where('id', '=', id).executeTakeFirst() as Promise<RemapRow | undefined>

export async function insertRemap(
  tx: Database,
  fields: Pick<RemapRow, 'rule_id' | 'rule_number' | 'date_from' | 'asked_by' | 'counts'>,
): Promise<string> {
  const { counts, ...row } = fields
  const values = { ...row, counts: sql`${JSON.stringify(counts)}::jsonb` }
  return (
    await tx
      .insertInto('remaps')
      .values(values as never)
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id
}

export const setRemap = (db: Database, id: string, { counts, ...fields }: Partial<Omit<RemapRow, 'id'>>) =>
  db
    .updateTable('remaps')
    .set({
      ...fields,
      ...(counts && { counts: sql`${JSON.stringify(counts)}::jsonb` }),
      version: sql`version + 1`,
      updated_at: sql`now()`,
    } as never)
    .where('id', '=', id)
    .execute()

/** Whether one of this rule is still looking, writing or being taken back. */
export async function isUnderWay(tx: Database, rule_id: string): Promise<boolean> {
  const { rows } = await sql`
    select from remaps where rule_id = ${rule_id} and status in ('previewing', 'running', 'undoing') limit 1
  `.execute(tx)
  return rows.length > 0
}

export async function countSince(db: Database, date_from: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from time_entries where start_time >= ${date_from}::timestamptz
  `.execute(db)
  return rows[0]!.count
}

export type PastEntry = Facts &
  Placed &
  Omit<Seen, 'there' | 'locked'> & { id: string; duration_seconds: number; start_time: string }

/** A piece of the past, oldest first, behind the last entry of the piece before. */
export const findPast = (
  db: Database,
  fields: Iterable<Field>,
  date_from: string,
  after: { start_time: string; id: string } | null,
  most: number,
) =>
  inColumns<PastEntry>(
    db,
    {
      ...columnsFor(fields),
      start_time: sql`e.start_time`,
      status: sql`e.status`,
      placed_by: sql`e.mapping ->> 'rule'`,
    },
    sql`
      from time_entries e
      where ${after ? sql`e.start_time >= ${after.start_time}::timestamptz and (e.start_time, e.id) > (${after.start_time}::timestamptz, ${after.id}::uuid)` : sql`e.start_time >= ${date_from}::timestamptz`}
      order by e.start_time, e.id limit ${most}
    `,
  )

/** The days of entries of one piece, and whose they are: what locks are asked about. */
export async function findSpans(db: Database, piece: { id: string; start_time: string }[]): Promise<Locked[]> {
  if (piece.length === 0) return []
  const { rows } = await sql<Locked>`
    select e.id, e.user_id, e.start_time, e.end_time, e.zone, e.status from time_entries e
    where e.id = any (${arrayOf(piece.map(({ id }) => id))}::uuid[])
      and e.start_time between ${piece[0]!.start_time}::timestamptz and ${piece.at(-1)!.start_time}::timestamptz
  `.execute(db)
  return rows
}

export const noteFound = (db: Database, remap_id: string, ids: string[]) =>
  sql`
    insert into remap_rows (remap_id, entry_id) select ${remap_id}, unnest(${arrayOf(ids)}::uuid[]) on conflict do nothing
  `.execute(db)

export const forgetFound = (db: Database, remap_id: string) =>
  sql`delete from remap_rows where remap_id = ${remap_id}`.execute(db)

export type Before = Pick<EntryRow, 'account_id' | 'deal_id' | 'task_id' | 'mapping' | 'status' | 'billable'>
export type MovedRow = { entry_id: string; before: Before | null; left_version: number | null }

/** Where they were before as it is called today: accounts may have been merged meanwhile, and deals go where theirs is. */
const beforeToday = sql`
  r.before || jsonb_build_object('account_id', coalesce(
    (select d.account_id from deals d where d.id = (r.before ->> 'deal_id')::uuid), account_survivor((r.before ->> 'account_id')::uuid)
  ))
`
export async function nextRows(
  db: Database,
  remap_id: string,
  state: 'found' | 'moved',
  most: number,
): Promise<MovedRow[]> {
  const { rows } = await sql<MovedRow>`
    select r.entry_id, ${beforeToday} as before, r.left_version from remap_rows r where r.remap_id = ${remap_id} and r.state = ${state}
    order by r.entry_id limit ${most}
  `.execute(db)
  return rows
}

/** What became of rows: those with `before` were moved. */
export const markRows = (
  tx: Database,
  remap_id: string,
  state: 'moved' | 'left' | 'undone',
  rows: { entry_id: string; before?: Before; left_version?: number }[],
) =>
  rows.length === 0
    ? null
    : sql`
        update remap_rows r set state = ${state}, before = coalesce(n.before, r.before), left_version = coalesce(n.left_version, r.left_version)
        from jsonb_to_recordset(${jsonArrayOf(rows)}::jsonb) as n (entry_id uuid, before jsonb, left_version integer)
        where r.remap_id = ${remap_id} and r.entry_id = n.entry_id
      `.execute(tx)
