/** Lists narrowed and sorted by custom fields: `metadata.<key>`, `.from`, `.to`, `.currency`, `sort=metadata.<key>`. */
import { filtersOf, metadataFiltersOf, type CustomField, type FieldObject } from '#domain/custom-fields.ts'
import { all, containing, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import type { Sort } from '#server/platform/pages.ts'
import { listFields } from './queries.ts'

type Narrowing = { where: RawBuilder<unknown>; sorts: Record<string, Sort> }
type Filter = { field: CustomField; suffix: string; values: string[] }

/** Conditions and sorts over a column of metadata. Definitions are read only where the query names a custom field. */
export async function narrow(
  db: Database,
  object: FieldObject,
  query: { sort?: string },
  metadata: RawBuilder<unknown>,
): Promise<Narrowing> {
  const filters = metadataFiltersOf(query)
  if (filters.length === 0 && !query.sort?.includes('metadata.')) return { where: sql`true`, sorts: {} }
  const fields = await listFields(db, object)
  const where = all(...filters.map(([name, values]) => conditionOf(readFilter(fields, name, values), metadata)))
  const sorts = Object.fromEntries(fields.map((field) => [`metadata.${field.key}`, sortOf(field, metadata)]))
  return { where, sorts }
}

function readFilter(fields: CustomField[], name: string, values: string[]): Filter {
  const [, key, suffix = ''] = /^metadata\.(\w+)(\.\w+)?$/.exec(name)!
  const field = fields.find((one) => one.key === key)
  if (!field || !filtersOf[field.type].includes(suffix)) throw unknownFilter(fields, name)
  if ((suffix === '.from' || suffix === '.to' || field.type === 'number') && !isBound(field, values[0]!))
    throw refused(
      name,
      'invalid_filter',
      `${name} must be ${field.type === 'date' ? 'a date like 2025-09-15' : 'a number'}.`,
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

/** Equality asks the index on metadata; containing and ranges look into what the other filters leave. */
function conditionOf({ field, suffix, values }: Filter, metadata: RawBuilder<unknown>): RawBuilder<unknown> {
  const { key, type } = field
  if (suffix === '.currency') return anyOf(values, (value) => holds(metadata, { [key]: { currency: value } }))
  if (suffix === '.from') return sql`${comparable(field, metadata)} >= ${bound(field, values[0]!)}`
  if (suffix === '.to') return sql`${comparable(field, metadata)} <= ${bound(field, values[0]!)}`
  if (type === 'text' || type === 'url')
    return anyOf(values, (value) => sql`${metadata} ->> ${key}::text ilike ${containing(value)}`)
  if (type === 'number') return anyOf(values, (value) => holds(metadata, { [key]: Number(value) }))
  return anyOf(values, (value) => holds(metadata, { [key]: type === 'multi_select' ? [value] : value }))
}

const holds = (metadata: RawBuilder<unknown>, value: object) => sql`${metadata} @> ${JSON.stringify(value)}::jsonb`
const anyOf = (values: string[], one: (value: string) => RawBuilder<unknown>) =>
  sql`(${sql.join(values.map(one), sql` or `)})`
const bound = ({ type }: CustomField, text: string) => (type === 'date' ? sql`${text}::text` : sql`${text}::numeric`)

/** As what a value is compared. One stored under other rules counts as none; days compare like their text. */
function comparable({ key, type }: CustomField, metadata: RawBuilder<unknown>): RawBuilder<unknown> {
  const text = sql`(${metadata} ->> ${key}::text)`
  if (type === 'number')
    return sql`case when jsonb_typeof(${metadata} -> ${key}::text) = 'number' then ${text}::numeric end`
  const amount = sql`(${metadata} -> ${key}::text ->> 'amount')`
  if (type === 'money') return sql`case when ${amount} ~ '^-?\\d+(\\.\\d+)?$' then ${amount}::numeric end`
  return type === 'date' ? text : sql`left(lower(${text}), 200)`
}

/** What is empty counts as the end of time for a date, and as less than anything for the others. */
function sortOf(field: CustomField, metadata: RawBuilder<unknown>): Sort {
  const by = comparable(field, metadata)
  if (field.type === 'number' || field.type === 'money')
    return { by: sql`coalesce(${by}, '-infinity')`, type: 'numeric' }
  return { by: sql`coalesce(${by}, ${field.type === 'date' ? '9999' : ''})`, type: 'text' }
}
