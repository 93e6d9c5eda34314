import type { Import, ImportAnswers, ImportQuery, ImportReport } from '#domain/imports.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'
import { are } from '#server/time/key-queries.ts'

const columns = sql`
  i.id, i.kind, i.file_name, i.file_bytes, i.status, i.answers, i.report, i.processed, i.kept, i.failure, i.created_by, i.finished_at,
  i.undo_until, i.version, i.created_at, i.updated_at
`
/** `file_key` null: the file is gone. */
export type ImportRow = Import & { file_key: string | null }

export const listImports = (db: Database, actor: Actor, query: ImportQuery) =>
  page(
    query,
    { created_at: { by: sql`i.created_at`, type: 'timestamptz' } },
    '-created_at',
    sql`i.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<Import & { sort_key: string }>`
      select ${columns}, ${sort_key} as sort_key from imports i
      where ${all(after, inScope(actor, 'imports:write', sql`i.created_by`))} ${order} ${limit}
    `.execute(db)
      return rows
    },
  )

export async function getImport(db: Database, actor: Actor, id: string): Promise<Import | undefined> {
  const { rows } = await sql<Import>`
    select ${columns} from imports i where i.id = ${id} and ${inScope(actor, 'imports:write', sql`i.created_by`)}
  `.execute(db)
  return rows[0]
}

export async function lockImport(tx: Database, actor: Actor, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select ${columns}, i.file_key from imports i
    where i.id = ${id} and ${inScope(actor, 'imports:write', sql`i.created_by`)} for update
  `.execute(tx)
  return rows[0]
}

/** For a job, which was given the id by a deed that had the right. */
export async function findImport(db: Database, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`select ${columns}, i.file_key from imports i where i.id = ${id}`.execute(db)
  return rows[0]
}

type NewImport = Pick<ImportRow, 'kind' | 'file_name' | 'file_bytes' | 'answers' | 'created_by'> & { file_key: string }

export async function insertImport(tx: Database, row: NewImport): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into imports (kind, file_name, file_bytes, file_key, answers, created_by, status)
    values (${row.kind}, ${row.file_name}, ${row.file_bytes}, ${row.file_key}, ${JSON.stringify(row.answers)}, ${row.created_by}, 'checking')
    returning id
  `.execute(tx)
  return rows[0]!.id
}

type Progress = {
  status: Import['status']
  answers?: ImportAnswers
  report?: ImportReport
  failure?: string | null
  processed?: number
  kept?: number
  undo_until?: string
}

export async function setProgress(
  db: Database,
  id: string,
  { status, answers, report, failure = null, processed, kept, undo_until }: Progress,
): Promise<void> {
  await sql`
    update imports set
      status = ${status}, failure = ${failure},
      answers = coalesce(${answers ? JSON.stringify(answers) : null}::jsonb, answers),
      report = coalesce(${report ? JSON.stringify(report) : null}::jsonb, report),
      processed = coalesce(${processed ?? null}::int, processed),
      kept = coalesce(${kept ?? null}::int, kept),
      undo_until = coalesce(${undo_until ?? null}::timestamptz, undo_until),
      finished_at = case
        when ${status} in ('done', 'failed') then now()
        when ${status} in ('undoing', 'undone') then finished_at
      end,
      version = version + 1, updated_at = now()
    where id = ${id}
  `.execute(db)
}

/**
 * Files nobody needs any more, locked: of what was imported, and of what nobody answered for a week. They hold titles and
 * addresses as they came, past everything that is kept out at the door.
 */
export async function lockOldFiles(tx: Database): Promise<{ id: string; file_key: string }[]> {
  const { rows } = await sql<{ id: string; file_key: string }>`
    select id, file_key from imports
    where file_key is not null
      and (status in ('done', 'undoing', 'undone') or (status in ('checked', 'failed') and updated_at < now() - interval '7 days'))
    order by id limit 500 for update skip locked
  `.execute(tx)
  return rows
}

export async function setFilesGone(tx: Database, ids: string[]): Promise<void> {
  await sql`
    update imports set
      file_key = null, status = case when status = 'checked' then 'failed' else status end,
      failure = case when status in ('checked', 'failed') then ${fileGone} else failure end,
      finished_at = coalesce(finished_at, now()), version = version + 1, updated_at = now()
    where id = any (${ids})
  `.execute(tx)
}
/** It fails, so that its file goes after a week like any that nobody runs. */
export const failAsGone = (db: Database, id: string) =>
  setProgress(db, id, { status: 'failed', failure: 'Whoever uploaded it was disabled since.' })

export const fileGone = 'Nobody answered for a week, so the file was deleted. Choose it again.'

/** What a run recorded, in the order of its ledger: the ids of its lines, and of the entries. */
export async function nextRecorded(
  db: Database,
  id: string,
  after: string | null,
  limit: number,
): Promise<{ id: string; object_id: string }[]> {
  const { rows } = await sql<{ id: string; object_id: string }>`
    select id, object_id from changes
    where ${all(
      sql`deed_id = ${id} and action in ('time_entry.created', 'time_entry.quarantined')`,
      after !== null && sql`id > ${after}::uuid`,
    )}
    order by id limit ${limit}
  `.execute(db)
  return rows
}

/** Whom a run made. */
export async function findMade(db: Database, id: string): Promise<string[]> {
  const { rows } = await sql<{ object_id: string }>`
    select object_id from changes where deed_id = ${id} and action = 'user.created' order by id limit ${mostPeople}
  `.execute(db)
  return rows.map(({ object_id }) => object_id)
}
const mostPeople = 10_000

/** Why entries are kept aside, by id. */
export async function findDoubts(db: Database, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; quarantine_reason: string }>`
    select e.id, e.quarantine_reason from time_entries e where ${await are(db, ids)} and e.quarantine_reason is not null
  `.execute(db)
  return new Map(rows.map(({ id, quarantine_reason }) => [id, quarantine_reason]))
}

export type Match = { ref: string; user_id: string; name: string }

/** People of the file by e-mail, or by the agent's own id of the employee: those that whoever imports may see. */
export async function matchPeople(db: Database, actor: Actor, refs: string[]): Promise<Match[]> {
  const { rows } = await sql<Match>`
    select distinct on (r.ref) r.ref, u.id as user_id, u.name
    from unnest(${refs}::text[]) as r (ref)
    join users u on ${inScope(actor, 'users:read', sql`u.id`)} and (lower(u.email) = lower(r.ref) or u.id::text = r.ref
      or u.linked_employee_id in (select id from productivity_users p where p.external_id = r.ref or lower(p.email) = lower(r.ref)))
    order by r.ref, u.id
  `.execute(db)
  return rows
}
