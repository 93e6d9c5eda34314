import type { RecordImport, RecordImportAnswers, RecordImportQuery, RowAction } from '#domain/record-imports.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, jsonArrayOf, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

const countsOf = sql`
  (select jsonb_build_object('create', count(*) filter (where action = 'create'), 'update', count(*) filter (where action = 'update'),
                             'skip', count(*) filter (where action = 'skip'), 'fail', count(*) filter (where action = 'fail'))
   from record_import_rows r where r.import_id = i.id)
`
const columns = sql`
  i.id, i.file_name, i.file_bytes, i.status, i.format, i.columns, i.answers, i.rows, i.processed, ${countsOf} as counts,
  i.accounts_created, i.unknown_values, i.questions, i.failure, i.created_by, i.finished_at, i.undo_until, i.kept,
  i.version, i.created_at, i.updated_at
`
export type ImportRow = RecordImport & { file_key: string }
const mine = (actor: Actor) => inScope(actor, 'imports:write', sql`i.created_by`)

export const listImports = (db: Database, actor: Actor, query: RecordImportQuery) =>
  page(
    query,
    { created_at: { by: sql`i.created_at`, type: 'timestamptz' } },
    '-created_at',
    sql`i.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<RecordImport & { sort_key: string }>`
      select ${columns}, ${sort_key} as sort_key from record_imports i where ${all(after, mine(actor))} ${order} ${limit}
    `.execute(db)
      return rows
    },
  )

export async function getImport(db: Database, actor: Actor, id: string): Promise<RecordImport | undefined> {
  const { rows } = await sql<RecordImport>`
    select ${columns} from record_imports i where i.id = ${id} and ${mine(actor)}
  `.execute(db)
  return rows[0]
}

/** Locked until the deed ends. */
export async function lockImport(tx: Database, actor: Actor, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select ${columns}, i.file_key from record_imports i where i.id = ${id} and ${mine(actor)} for update
  `.execute(tx)
  return rows[0]
}

/** For a job, which was given the id by a deed that had the right. */
export async function findImport(db: Database, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select ${columns}, i.file_key from record_imports i where i.id = ${id}
  `.execute(db)
  return rows[0]
}

type NewImport = Pick<ImportRow, 'file_name' | 'file_bytes' | 'file_key' | 'created_by'>
export async function insertImport(tx: Database, row: NewImport): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into record_imports (file_name, file_bytes, file_key, created_by, status)
    values (${row.file_name}, ${row.file_bytes}, ${row.file_key}, ${row.created_by}, 'reading')
    returning id
  `.execute(tx)
  return rows[0]!.id
}

type Progress = Partial<
  Pick<
    RecordImport,
    | 'status'
    | 'format'
    | 'columns'
    | 'answers'
    | 'rows'
    | 'processed'
    | 'accounts_created'
    | 'unknown_values'
    | 'questions'
    | 'failure'
    | 'finished_at'
    | 'undo_until'
    | 'kept'
  >
>
const json = new Set(['format', 'columns', 'answers', 'unknown_values', 'questions'])

/** What is not named stays. */
export const setProgress = (db: Database, id: string, progress: Progress) =>
  db
    .updateTable('record_imports')
    .set({
      ...Object.fromEntries(
        Object.entries(progress).map(([name, value]) => [name, json.has(name) ? JSON.stringify(value) : value]),
      ),
      version: sql`version + 1`,
      updated_at: sql`now()`,
    })
    .where('id', '=', id)
    .execute()

/** What was written by then stays; each piece of it is whole. */
export async function failAsGone(db: Database, id: string): Promise<void> {
  await setProgress(db, id, { status: 'failed', failure: 'Whoever uploaded it was disabled since.' })
}

export async function countActions(db: Database, id: string): Promise<Record<RowAction, number>> {
  const { rows } = await sql<{ counts: Record<RowAction, number> }>`
    select ${countsOf} as counts from record_imports i where i.id = ${id}
  `.execute(db)
  return rows[0]!.counts
}

/** What was said about files with the same columns before. */
export async function recall(db: Database, header_key: string): Promise<RecordImportAnswers | null> {
  const { rows } = await sql<{ answers: RecordImportAnswers }>`
    select answers from import_memories where header_key = ${header_key}
  `.execute(db)
  return rows[0]?.answers ?? null
}

export const remember = (tx: Database, header_key: string, answers: RecordImportAnswers) =>
  sql`
    insert into import_memories (header_key, answers) values (${header_key}, ${JSON.stringify(answers)})
    on conflict (header_key) do update set answers = excluded.answers, updated_at = now()
  `.execute(tx)

type ExternalId = { external_id: string; object_id: string }
/** The latest record under an id is the one that is found by it; `import_id` is the import that said so first. */
export const keepExternalIds = (
  tx: Database,
  import_id: string,
  system: string,
  object_type: string,
  ids: ExternalId[],
) =>
  sql`
    insert into external_ids as known (system, object_type, external_id, object_id, import_id)
    select distinct on (e.external_id) ${system}, ${object_type}, e.external_id, e.object_id, ${import_id}::uuid
    from jsonb_to_recordset(${jsonArrayOf(ids)}::jsonb) as e (external_id text, object_id uuid)
    order by e.external_id
    on conflict (system, object_type, external_id) do update
      set object_id = excluded.object_id, import_id = excluded.import_id
      where known.object_id <> excluded.object_id
  `.execute(tx)

/** Companies that were made because rows named them: an undo takes them back too. */
export const keepMadeAccounts = (tx: Database, import_id: string, ids: string[]) =>
  sql`
    insert into record_import_accounts (import_id, account_id) select ${import_id}::uuid, unnest(${ids}::uuid[])
  `.execute(tx)

export async function countMadeAccounts(db: Database, import_id: string): Promise<number> {
  const { rows } = await sql<{ made: number }>`
    select count(*) as made from record_import_accounts where import_id = ${import_id}
  `.execute(db)
  return rows[0]!.made
}

/** Of the companies that were made for rows, those that nobody changed and nothing hangs on. */
export async function unusedMadeAccounts(tx: Database, import_id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id from record_import_accounts m
    join accounts a on a.id = m.account_id
    where m.import_id = ${import_id} and a.version = 1 and a.deleted_at is null
      and not exists (select from contacts c where c.account_id = a.id and c.deleted_at is null)
      and not exists (select from deals d where d.account_id = a.id and d.deleted_at is null)
      and not exists (select from tasks t where t.account_id = a.id and t.deleted_at is null)
      and not exists (select from time_by_day t where t.account_id = a.id and t.entries > 0)
    order by a.id for update of a
  `.execute(tx)
  return rows.map(({ id }) => id)
}

export const forgetExternalIds = (tx: Database, object_type: string, ids: string[]) =>
  sql`delete from external_ids where object_type = ${object_type} and object_id = any (${ids})`.execute(tx)

/** What the import called records that were here before it. */
export const forgetOtherExternalIds = (tx: Database, import_id: string) =>
  sql`
    delete from external_ids e
    using record_import_rows r
    where e.import_id = ${import_id} and r.import_id = ${import_id} and r.object_id = e.object_id
      and (r.action = 'skip' or r.before is not null)
  `.execute(tx)
