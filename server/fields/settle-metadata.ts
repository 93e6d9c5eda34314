/** Values of custom fields, held against their definitions on every write (docs/decisions/0007). */
import { isDeepStrictEqual } from 'node:util'
import { patched, shapeOf, type CustomField, type FieldObject } from '#domain/custom-fields.ts'
import { normalizeMoney } from '#domain/money.ts'
import { strict, type Money } from '#domain/shapes.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid, Problem, type FieldError } from '#server/platform/errors.ts'
import { compileBody, fieldErrors, isBounded } from '#server/platform/validation.ts'
import { findUsers, listFields } from './queries.ts'
import { maySeeValues } from './worth.ts'

type Values = Record<string, unknown>
type Carrier = { metadata?: Values }

/**
 * What a new or replaced record is to hold: required fields are asked for, null is nothing. Money one may not see stays, and is
 * not asked for. @throws Problem 422
 */
export async function settleWhole<F extends Carrier>(
  tx: Database,
  actor: Actor,
  object: FieldObject,
  fields: F,
  before: Values = {},
): Promise<F> {
  const definitions = await listFields(tx, object)
  const unseen = (key: string) =>
    !maySeeValues(actor) && definitions.some((one) => one.key === key && one.type === 'money')
  const kept = Object.fromEntries(Object.entries(before).filter(([key]) => unseen(key)))
  const metadata = patched(kept, fields.metadata ?? {})
  const missing = definitions.filter(
    ({ key, required, archived }) => required && !archived && !unseen(key) && !(key in metadata),
  )
  const faults = [...missing.map(isMissing), ...(await judge(tx, definitions, before, metadata))]
  refuse(faults)
  return fields.metadata === undefined ? fields : { ...fields, metadata }
}

/** What a change makes of a record's values: those given are set, null takes one away, the others stay. @throws Problem 422 */
export async function settlePatch<F extends Carrier>(
  tx: Database,
  _actor: Actor,
  object: FieldObject,
  fields: F,
  before: Values = {},
): Promise<F> {
  if (fields.metadata === undefined) return fields
  const definitions = await listFields(tx, object)
  const metadata = patched(before, fields.metadata)
  const taken = definitions.filter(
    ({ key, required, archived }) => required && !archived && fields.metadata![key] === null,
  )
  refuse([...taken.map(isMissing), ...(await judge(tx, definitions, before, metadata))])
  if (!isBounded(metadata))
    throw invalid('/metadata', 'invalid_bounded', 'The free fields would be too large together.')
  return { ...fields, metadata }
}

/** A change that is the same for many records: checked by itself, what it takes away is kept as null. @throws Problem 422 */
export async function settleBulk<F extends Carrier>(
  tx: Database,
  actor: Actor,
  object: FieldObject,
  fields: F,
): Promise<F> {
  const { metadata } = await settlePatch<Carrier>(tx, actor, object, fields)
  return metadata === undefined ? fields : { ...fields, metadata: { ...fields.metadata, ...metadata } }
}

/** What a record held before, given back by a revert: what was stored once may be stored again, whatever the rules are now. */
export const settleBack: typeof settlePatch = async (_tx, _actor, _object, fields) => fields

function refuse(errors: FieldError[]): void {
  if (errors.length > 0)
    throw new Problem(422, 'invalid', `${errors[0]!.pointer}: ${errors[0]!.message}`, { errors: errors.slice(0, 50) })
}

const isMissing = ({ key, label }: CustomField): FieldError => ({
  pointer: `/metadata/${key}`,
  code: 'required',
  message: `“${label}” is required.`,
})

/**
 * The faults of what differs from before: what was stored under other rules may stay. Values are brought into their one
 * form in place. Where no field is defined, free fields are free.
 */
async function judge(tx: Database, definitions: CustomField[], before: Values, after: Values): Promise<FieldError[]> {
  if (definitions.length === 0) return []
  const changed = Object.keys(after).filter((key) => !isDeepStrictEqual(before[key], after[key]))
  const known = new Map(definitions.filter(({ archived }) => !archived).map((field) => [field.key, field]))
  const faults = changed.flatMap((key) => {
    const field = known.get(key)
    return field ? faultsOf(field, after) : [isUnknown(key, [...known.keys()])]
  })
  return faults.length > 0
    ? faults
    : isNobody(
        tx,
        changed.filter((key) => known.get(key)!.type === 'user'),
        after,
      )
}

const isUnknown = (key: string, known: string[]): FieldError => ({
  pointer: `/metadata/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  code: 'unknown_custom_field',
  message: `There is no custom field “${key}”. Known: ${known.join(', ')}.`,
})

/** One compiled shape for each that is in use; definitions change rarely and their number is bounded. */
const compiled = new Map<string, ReturnType<typeof compileBody>>()
function validatorOf(field: CustomField) {
  const shape = strict({ [field.key]: shapeOf(field) })
  const name = JSON.stringify(shape)
  if (!compiled.has(name) && compiled.size >= 1_000) compiled.clear()
  if (!compiled.has(name)) compiled.set(name, compileBody(shape))
  return compiled.get(name)!
}

function faultsOf(field: CustomField, values: Values): FieldError[] {
  const { key, type } = field
  const value = { [key]: values[key] }
  const valid = validatorOf(field)
  if (!valid(value))
    return fieldErrors(valid.errors).map((error) => ({ ...error, pointer: `/metadata${error.pointer}` }))
  values[key] = value[key]
  if (type !== 'money') return []
  const result = normalizeMoney(value[key] as Money)
  if ('fault' in result) return [{ pointer: `/metadata/${key}`, ...result.fault }]
  values[key] = result.money
  return []
}

async function isNobody(tx: Database, keys: string[], values: Values): Promise<FieldError[]> {
  if (keys.length === 0) return []
  const found = await findUsers(
    tx,
    keys.map((key) => values[key] as string),
  )
  return keys
    .filter((key) => !found.includes(values[key] as string))
    .map((key) => ({ pointer: `/metadata/${key}`, code: 'unknown_reference', message: 'There is no such person.' }))
}
