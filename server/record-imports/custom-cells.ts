import type { FieldType } from '#domain/custom-fields.ts'
import type { CellKind, ImportObject } from '#domain/import-fields.ts'
import type { CustomCell } from '#domain/import-rows.ts'
import { listFields } from '#server/fields/queries.ts'
import type { Database } from '#server/platform/database.ts'

const kinds: Record<FieldType, CellKind> = {
  text: 'text',
  number: 'number',
  money: 'amount',
  date: 'date',
  select: 'text',
  multi_select: 'list',
  user: 'person',
  url: 'web',
}

/** The fields an admin made for the object, as cells are read into them. Archived ones take no new values. */
export async function customCells(db: Database, object: ImportObject): Promise<CustomCell[]> {
  const fields = await listFields(db, object)
  return fields
    .filter(({ archived }) => !archived)
    .map(({ key, label, type, options, required }) => ({ key, label, type, kind: kinds[type], options, required }))
}
