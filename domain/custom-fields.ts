/** Fields an admin adds to a kind of record. Their values live in the record's `metadata`, under the field's key. */
import {
  CalendarDate,
  Id,
  Money,
  Name,
  OneOf,
  Patch,
  Type,
  rowFields,
  strict,
  type Static,
  type TSchema,
} from './shapes.ts'

export const fieldObjects = ['account', 'contact', 'deal', 'task'] as const
export type FieldObject = (typeof fieldObjects)[number]
export const fieldTypes = ['text', 'number', 'money', 'date', 'select', 'multi_select', 'user', 'url'] as const
export type FieldType = (typeof fieldTypes)[number]

/** How an admin may shape a field at any time: none of it touches a value that is stored. */
const label = Name(100)
const shaping = {
  options: Type.Array(Name(100), { maxItems: 200, uniqueItems: true, description: 'what a select offers, in order' }),
  required: Type.Boolean({ description: 'asked for on creating and replacing, and not to be taken away' }),
  position: Type.Integer({ minimum: 0, maximum: 10_000, description: 'its place in forms and tables' }),
  archived: Type.Boolean({ description: 'takes no new values and is offered no more; what is stored stays' }),
}
/** What a field is for good: another type would not fit the values that are stored. */
const nature = {
  object: OneOf(fieldObjects),
  key: Type.String({ pattern: '^[a-z][a-z0-9_]{0,49}$', examples: ['customer_tier'] }),
  type: OneOf(fieldTypes),
}

export const CustomField = strict({ ...rowFields, ...nature, label, ...shaping })
export type CustomField = Static<typeof CustomField>
export const CustomFieldList = strict({ data: Type.Array(CustomField) })
export const CustomFieldInput = strict({ ...nature, label, ...Patch(shaping).properties })
export type CustomFieldInput = Static<typeof CustomFieldInput>
export const CustomFieldPatch = Patch({ label, ...shaping })
export type CustomFieldPatch = Static<typeof CustomFieldPatch>
export const CustomFieldQuery = strict({ object: Type.Optional(OneOf(fieldObjects)) })

/** Of one kind of record. More would be a form nobody fills in. */
export const mostFields = 100

const chooses = (type: FieldType) => type === 'select' || type === 'multi_select'

/** Why a definition makes no sense, or null. */
export function faultOfDefinition({ type, options }: Pick<CustomField, 'type' | 'options'>): string | null {
  if (chooses(type) && options.length === 0) return 'A select needs at least one option.'
  if (!chooses(type) && options.length > 0) return 'Only a select has options.'
  return null
}

/** What a value of the field looks like in `metadata`. A user is its id, a date a calendar date, money never a number. */
export function shapeOf({ type, options }: Pick<CustomField, 'type' | 'options'>): TSchema {
  const shapes: Record<FieldType, () => TSchema> = {
    text: () => Name(1_000),
    number: () => Type.Number(),
    money: () => Money,
    date: () => CalendarDate,
    select: () => OneOf(options),
    multi_select: () => Type.Array(OneOf(options), { minItems: 1, maxItems: 200, uniqueItems: true }),
    user: () => Id,
    url: () => Type.String({ format: 'web-address', maxLength: 500 }),
  }
  return shapes[type]()
}

/** How a list may be narrowed by a field, as the suffix of `metadata.<key>`. */
export const filtersOf: Record<FieldType, readonly string[]> = {
  text: [''],
  number: ['', '.from', '.to'],
  money: ['.from', '.to', '.currency'],
  date: ['', '.from', '.to'],
  select: [''],
  multi_select: [''],
  user: [''],
  url: [''],
}

const filterPattern = '^metadata\\.[a-z][a-z0-9_]{0,49}(\\.(from|to|currency))?$'
/** Lets the query of a list name its custom fields: which there are, is looked up. */
export const metadataFilters = {
  patternProperties: {
    [filterPattern]: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      maxItems: 50,
      description:
        'metadata.<key> is a custom field: text and url contain the value, others are it, any of several given; ' +
        'metadata.<key>.from and .to bound a number, money or date, metadata.<key>.currency names the money; sort=metadata.<key>',
    }),
  },
}
/** The filters of a query that name custom fields, by parameter. */
export const metadataFiltersOf = (query: object): [name: string, values: string[]][] =>
  Object.entries(query).filter(([name]) => name.startsWith('metadata.')) as [string, string[]][]

/** What a PATCH makes of free fields: those given are set, null takes one away, the others stay. */
export function patched(before: Record<string, unknown>, change: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== null))
}
