import type { CustomField, FieldObject } from '#domain/custom-fields.ts'
import { mostFields } from '#domain/custom-fields.ts'
import { all, sql, type Database } from '#server/platform/database.ts'

const columns = sql`
  f.id, f.object, f.key, f.type, f.label, f.options, f.required, f.position, f.archived,
  f.version, f.created_at, f.updated_at
`

/** In the order of forms; at most `mostFields` of each kind of record. */
export async function listFields(db: Database, object?: FieldObject): Promise<CustomField[]> {
  const { rows } = await sql<CustomField>`
    select ${columns} from custom_fields f
    where ${all(object !== undefined && sql`f.object = ${object}`)}
    order by f.object, f.position, f.id
  `.execute(db)
  return rows
}

export async function lockField(tx: Database, id: string): Promise<CustomField | undefined> {
  const { rows } = await sql<CustomField>`select ${columns} from custom_fields f where f.id = ${id} for update`.execute(
    tx,
  )
  return rows[0]
}

export type FieldFields = Pick<
  CustomField,
  'object' | 'key' | 'type' | 'label' | 'options' | 'required' | 'position' | 'archived'
>

/** Null where the kind of record has a field of this key already, or as many as it may. */
export async function insertField(tx: Database, fields: FieldFields): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into custom_fields (object, key, type, label, options, required, position, archived)
    select ${fields.object}, ${fields.key}, ${fields.type}, ${fields.label}, ${fields.options}::text[], ${fields.required},
           ${fields.position}, ${fields.archived}
    where (select count(*) from custom_fields where object = ${fields.object}) < ${mostFields}
    on conflict (object, key) do nothing
    returning id
  `.execute(tx)
  return rows[0]?.id ?? null
}

export const updateField = (tx: Database, id: string, fields: Partial<FieldFields>) =>
  tx
    .updateTable('custom_fields')
    .set({ ...fields, version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()

export const removeField = (tx: Database, id: string) => sql`delete from custom_fields where id = ${id}`.execute(tx)

/** Records in the bin have their values too. */
export async function hasValues(tx: Database, { object, key }: Pick<CustomField, 'object' | 'key'>): Promise<boolean> {
  const { rows } = await sql`select from ${sql.table(`${object}s`)} where metadata ? ${key} limit 1`.execute(tx)
  return rows.length > 0
}

/** Those of these ids that are people. */
export async function findUsers(tx: Database, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from users where id = any (${ids})`.execute(tx)
  return rows.map(({ id }) => id)
}
