/** Definitions of custom fields. Nothing here touches a value that is stored (docs/decisions/0007). */
import {
  faultOfDefinition,
  mostFields,
  type CustomField,
  type CustomFieldInput,
  type CustomFieldPatch,
} from '#domain/custom-fields.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { difference, track } from '#server/platform/track.ts'
import { askForIndexes } from './index-fields.ts'
import { hasValues, insertField, lockField, removeField, updateField } from './queries.ts'

export async function createField(tx: Database, actor: Actor, input: CustomFieldInput): Promise<CustomField> {
  const fields = { options: [], required: false, position: 0, archived: false, ...input }
  mustMakeSense(fields)
  const id = await insertField(tx, fields)
  if (id === null)
    throw conflict('key_taken', `There is a field “${input.key}” already, or ${mostFields} of this kind of record.`)
  await track(tx, actor, 'custom_field.created', id, { after: fields })
  await askForIndexes(tx)
  return (await lockField(tx, id))!
}

export async function changeField(
  tx: Database,
  actor: Actor,
  id: string,
  patch: CustomFieldPatch,
  if_match: number | null,
): Promise<CustomField> {
  const before = await lockField(tx, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  mustMakeSense({ ...before, ...patch })
  const change = difference<object>(before, patch)
  if (Object.keys(change.after).length === 0) return before
  await updateField(tx, id, change.after)
  await track(tx, actor, 'custom_field.changed', id, change)
  return (await lockField(tx, id))!
}

/** 409 while any record has a value of it: archive it instead, so that none is lost from sight. */
export async function deleteField(tx: Database, actor: Actor, id: string, if_match: number | null): Promise<void> {
  const before = await lockField(tx, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  if (await hasValues(tx, before))
    throw conflict('field_has_values', `Records have values of “${before.label}”. Archive it instead; they are kept.`)
  await removeField(tx, id)
  const { object, key, type, label, options } = before
  await track(tx, actor, 'custom_field.deleted', id, { before: { object, key, type, label, options } })
  await askForIndexes(tx)
}

function mustMakeSense(field: Pick<CustomField, 'type' | 'options'>): void {
  const fault = faultOfDefinition(field)
  if (fault) throw invalid('/options', 'invalid_options', fault)
}
