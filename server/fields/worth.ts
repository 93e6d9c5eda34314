/** Money in custom fields is worth like that of deals: a class of its own, for whoever has the right `values:read`. */
import type { FieldObject } from '#domain/custom-fields.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import { forbidden } from '#server/platform/errors.ts'
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'

/** Worth is left out of lists, sums, sorts and filters alike for whoever may read the records and not their values. */
export const maySeeValues = (actor: Actor) => scopeOf(actor, 'values:read') !== null

type Asking = {
  currency?: unknown
  with?: readonly string[]
  without?: readonly string[]
  movement?: readonly string[]
}
/** What is found by worth would tell what the column does not. @throws Problem 403 */
export function checkAsksNoWorth(actor: Actor, { currency, with: has, without, movement }: Asking): void {
  const asks =
    currency !== undefined || [has, without].some((list) => list?.includes('value')) || movement?.includes('changed')
  if (asks && !maySeeValues(actor)) throw forbidden('What is about money needs the right “values:read”.')
}

const moneyKeys = (object: RawBuilder<unknown>) =>
  sql`array(select f.key from custom_fields f where f.object = ${object} and f.type = 'money')`

/** The free fields as this actor may see them. */
export const seenMetadata = (actor: Actor, object: FieldObject, metadata: string) =>
  maySeeValues(actor) ? sql.ref(metadata) : withoutMoney(sql.ref(metadata), sql`${object}`)

/** `object` is the kind of record whose free fields these are. */
const withoutMoney = (metadata: RawBuilder<unknown>, object: RawBuilder<unknown>) =>
  sql`case when jsonb_typeof(${metadata}) = 'object' then ${metadata} - ${moneyKeys(object)} else ${metadata} end`

/** The same for what the ledger or a merge keeps of a whole record. */
export const withoutMoneyIn = (record: RawBuilder<unknown>, object: RawBuilder<unknown>) => sql`
  case when ${record} ? 'metadata'
    then jsonb_set(${record}, '{metadata}', ${withoutMoney(sql`(${record} -> 'metadata')`, object)})
    else ${record} end
`

/** The same for free fields that were read already. */
export async function seenValues<V extends Record<string, unknown>>(
  db: Database,
  actor: Actor,
  object: FieldObject,
  values: V,
): Promise<V> {
  if (maySeeValues(actor)) return values
  const { rows } = await sql<{ key: string }>`
    select f.key from custom_fields f where f.object = ${object} and f.type = 'money'
  `.execute(db)
  const hidden = new Set(rows.map(({ key }) => key))
  return Object.fromEntries(Object.entries(values).filter(([key]) => !hidden.has(key))) as V
}
