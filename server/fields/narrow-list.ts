/** Lists narrowed and sorted by custom fields: `metadata.<key>`, `.from`, `.to`, `.currency`, `sort=metadata.<key>`. */
import { filtersOf, metadataFiltersOf, type CustomField, type FieldObject } from '#domain/custom-fields.ts'
import { all, containing, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import type { Actor } from '#server/platform/actor.ts'
import { forbidden, Problem } from '#server/platform/errors.ts'
import type { Sort } from '#server/platform/pages.ts'
import { listFields } from './queries.ts'
import { maySeeValues } from './worth.ts'

type Narrowing = { where: RawBuilder<unknown>; sorts: Record<string, Sort> }
type Filter = { field: CustomField; suffix: string; values: string[] }

/** Conditions and sorts of a list, `alias` being its table. Definitions are read only where the query names a custom field. */
export async function narrow(
  db: Database,
  actor: Actor,
  object: FieldObject,
  query: { sort?: string; [filter: string]: unknown },
  alias: string,
): Promise<Narrowing> {
  const named = metadataFiltersOf(query)
  if (named.length === 0 && !query.sort?.includes('metadata.')) return { where: sql`true`, sorts: {} }
  const fields = await listFields(db, object)
  checkMoney(actor, fields, [...named.map(([name]) => name), ...(query.sort?.split(',') ?? [])])
  const filters = named.map(([name, values]) => readFilter(fields, name, values))
  const metadata = sql.ref(`${alias}.metadata`)
  const where = all(
    ...filters.filter(isEquality).map((filter) => equals(filter, metadata)),
    ...filters.filter(isRange).map((filter) => within(filter, metadata)),
    among(
      object,
      alias,
      filters.filter((filter) => !isEquality(filter) && !isRange(filter)),
    ),
  )
  const sorts = Object.fromEntries(fields.map((field) => [`metadata.${field.key}`, orderOf(field, metadata)]))
  return { where, sorts }
}

/**
 * The planner cannot know how few rows contain a text: walking an order until a page is full took 17 s of 1,000,000 contacts
 * where nothing matched. Found apart, by their own index, they cost what they find.
 */
function among(object: FieldObject, alias: string, filters: Filter[]): RawBuilder<unknown> | null {
  if (filters.length === 0) return null
  const found = all(...filters.map((filter) => contains(filter, sql.ref('m.metadata'))))
  return sql`${sql.ref(`${alias}.id`)} in (select m.id from ${sql.table(`${object}s`)} m where ${found} offset 0)`
}

/** What one may not see is not found out by asking for it either. */
function checkMoney(actor: Actor, fields: CustomField[], names: string[]): void {
  if (maySeeValues(actor)) return
  const keys = names.map((name) => /^-?metadata\.(\w+)/.exec(name)?.[1])
  const money = fields.find(({ key, type }) => type === 'money' && keys.includes(key))
  if (money) throw forbidden(`Filtering and sorting by “${money.label}” needs the right “values:read”.`)
}

function readFilter(fields: CustomField[], name: string, values: string[]): Filter {
  const [, key, suffix = ''] = /^metadata\.(\w+)(\.\w+)?$/.exec(name)!
  const field = fields.find((one) => one.key === key)
  if (!field || !filtersOf[field.type].includes(suffix)) throw unknownFilter(fields, name)
  const ranged = isRange({ suffix })
  const fits = values.every((value) => isBound(field, value)) && (!ranged || values.length === 1)
  if ((ranged || field.type === 'number') && !fits)
    throw refused(
      name,
      'invalid_filter',
      `${name} must be ${ranged ? 'one' : 'a'} ${field.type === 'date' ? 'date like 2025-09-15' : 'number'}.`,
    )
  return { field, suffix, values }
}

const isBound = ({ type }: CustomField, text: string) =>
  type === 'date' ? /^\d{4}-\d\d-\d\d$/.test(text) : /^-?\d{1,15}(\.\d{1,6})?$/.test(text)

function unknownFilter(fields: CustomField[], name: string): Problem {
  const known = fields.flatMap(({ key, type }) => filtersOf[type].map((suffix) => `metadata.${key}${suffix}`))
  return refused(name, 'unknown_field', `Unknown field “${name}”. Known: ${known.join(', ') || 'none'}.`)
}
const refused = (name: string, code: string, message: string) =>
  new Problem(400, 'invalid_query', message, { errors: [{ pointer: `/${name}`, code, message }] })

const isRange = ({ suffix }: Pick<Filter, 'suffix'>) => suffix === '.from' || suffix === '.to'
const isEquality = ({ field: { type }, suffix }: Filter) =>
  suffix === '.currency' || (suffix === '' && type !== 'text' && type !== 'url')

/** Answered by the index on metadata. */
function equals({ field: { key, type }, suffix, values }: Filter, metadata: RawBuilder<unknown>): RawBuilder<unknown> {
  const wanted = (value: string) =>
    suffix === '.currency'
      ? { currency: value }
      : type === 'number'
        ? Number(value)
        : type === 'multi_select'
          ? [value]
          : value
  return anyOf(values, (value) => sql`${metadata} @> ${JSON.stringify({ [key]: wanted(value) })}::jsonb`)
}

/** A range is of the index the field is ordered by (migration 0050); what is empty lies in none. */
function within({ field, suffix, values }: Filter, metadata: RawBuilder<unknown>): RawBuilder<unknown> {
  const { by, none } = orderOf(field, metadata)
  const bound = sql`${values[0]!}::${sql.raw(field.type === 'date' ? 'text' : 'numeric')}`
  return sql`${by} ${sql.raw(suffix === '.from' ? '>=' : '<=')} ${bound} and ${by} <> ${none}`
}

const contains = ({ field, values }: Filter, metadata: RawBuilder<unknown>): RawBuilder<unknown> =>
  anyOf(values, (value) => sql`${metadata} ->> ${field.key}::text ilike ${containing(value)}`)

const anyOf = (values: string[], one: (value: string) => RawBuilder<unknown>) =>
  sql`(${sql.join(values.map(one), sql` or `)})`

const functions: Partial<Record<CustomField['type'], string>> = {
  number: 'field_number',
  money: 'field_amount',
  date: 'field_day',
}
/** As what a field is compared, and what stands for none: less than anything, for a day the end of time. */
function orderOf({ key, type }: CustomField, metadata: RawBuilder<unknown>) {
  const by = sql`${sql.raw(functions[type] ?? 'field_text')}(${metadata}, ${key}::text)`
  if (type === 'number' || type === 'money') return { by, type: 'numeric', none: sql`'-infinity'` } as const
  return { by, type: 'text', none: type === 'date' ? sql`'9999'` : sql`''` } as const
}
