/** The strict door: no coercion in bodies, unknown fields refused, every fault listed with its pointer. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import type { TSchema } from '#domain/shapes.ts'
import { Problem, type FieldError } from './errors.ts'

const instant = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** RFC 3339 with an offset, years 1970 to 2199, a real calendar day, no second 60, no hour 24. */
function isInstant(text: string): boolean {
  const parts = instant.exec(text)
  if (!parts) return false
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const inRange = year >= 1970 && year <= 2199 && hour <= 23 && minute <= 59 && second <= 59
  return inRange && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return /^[A-Za-z]/.test(text)
  } catch {
    return false
  }
}

/** BCP 47, and one whose formats are known: a tag of the right form that nobody speaks would fall back silently. */
function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length > 0
  } catch {
    return false
  }
}

/** A real calendar day, years 1900 to 2199: PostgreSQL has no year 0000, and a typing error is not a date. */
function isDate(text: string): boolean {
  const parts = /^(19\d\d|2[01]\d\d)-(\d\d)-(\d\d)$/.exec(text)
  if (!parts) return false
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number]
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** One spelling only, since ids are also compared as text; PostgreSQL would take others and refuse `urn:uuid:`. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const isWebAddress = (text: string) => URL.canParse(text) && /^https?:\/\//i.test(text)

/** Depth at most 32, 1,000 keys, 64 KiB, finite numbers (reliability §2.2): `1e400` would be stored as null. */
export function isBounded(value: unknown): boolean {
  let keys = 0
  const fits = (node: unknown, depth: number): boolean => {
    if (typeof node !== 'object' || node === null) return typeof node !== 'number' || Number.isFinite(node)
    const children = Object.values(node)
    keys += children.length
    return depth < 32 && keys <= 1_000 && children.every((child) => fits(child, depth + 1))
  }
  return fits(value, 0) && Buffer.byteLength(JSON.stringify(value)) <= 65_536
}

function makeAjv(coerceTypes: false | 'array'): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    // an error then knows the shape it belongs to, and can say which fields there are
    verbose: true,
    coerceTypes,
    // “Infinity” in a query is read as a number, and with strict numbers its maximum is not even looked at
    strictNumbers: coerceTypes === false,
    removeAdditional: false,
    useDefaults: true,
    allowUnionTypes: true,
  })
  formats.default(ajv, ['email'])
  ajv.addFormat('uuid', uuid)
  ajv.addFormat('date', isDate)
  ajv.addFormat('instant', isInstant)
  ajv.addFormat('iana-zone', isZone)
  ajv.addFormat('locale', isLocale)
  ajv.addFormat('web-address', isWebAddress)
  ajv.addKeyword({
    keyword: 'bounded',
    type: 'object',
    validate: (_: true, value: unknown) => isBounded(value),
    errors: false,
  })
  ajv.addKeyword({
    keyword: 'tidy',
    type: 'string',
    modifying: true,
    before: 'maxLength',
    validate: (
      _: true,
      text: string,
      __: unknown,
      at?: { parentData: Record<string, unknown>; parentDataProperty: string | number },
    ) => {
      if (at) at.parentData[at.parentDataProperty] = text.trim().normalize('NFC')
      return true
    },
    errors: false,
  })
  return ajv
}

const strictAjv = makeAjv(false)
const queryAjv = makeAjv('array')

/** Bodies as they are sent. */
export const compileBody = (shape: TSchema): ValidateFunction => strictAjv.compile(shape)
/** Query and path: text by nature, so numbers, booleans and single values of lists are read from it. */
export const compileQuery = (shape: TSchema): ValidateFunction => queryAjv.compile(shape)

const words: Record<string, string> = {
  instant: 'an instant like 2025-09-15T09:00:00Z (RFC 3339 with an offset, years 1970 to 2199)',
  uuid: 'an id (UUID in lower case)',
  date: 'a date like 2025-09-15, years 1900 to 2199',
  email: 'an e-mail address',
  'iana-zone': 'a time zone like Europe/Berlin',
  locale: 'a language with its region like de-AT',
  'web-address': 'a web address that begins with http:// or https://',
}

/** Where the shape shows how it is written, so does what is said of it. */
function exampleOf({ parentSchema }: ErrorObject): string {
  const [example] = (parentSchema?.['examples'] as unknown[] | undefined) ?? []
  return example === undefined ? '' : `: write it like ${String(example)}`
}

function messageOf(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>
  if (error.keyword === 'format') return `Must be ${words[String(params['format'])] ?? 'valid'}.`
  if (error.keyword === 'additionalProperties')
    return `Unknown field “${String(params['additionalProperty'])}”. Known: ${knownTo(error).join(', ')}.`
  if (error.keyword === 'required') return `“${String(params['missingProperty'])}” is missing.`
  if (error.keyword === 'enum')
    return `Must be one of: ${(params['allowedValues'] as unknown[]).map((value) => value ?? 'null').join(', ')}.`
  if (error.keyword === 'bounded') return 'At most 32 levels, 1,000 keys and 64 KiB, and only finite numbers.'
  if (error.keyword === 'pattern') return `Has characters or a form that is not allowed here${exampleOf(error)}.`
  if (error.keyword === 'minProperties') return 'Name at least one field to change.'
  return `${(error.message ?? 'is invalid').replace(/^must /, 'Must ')}.`
}

/** The names that would have been right where an unknown one stands. */
const knownTo = ({ parentSchema }: ErrorObject) =>
  Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {})

const escaped = (name: unknown) => String(name).replaceAll('~', '~0').replaceAll('/', '~1')

/** Ajv's errors as ours: the pointer names the field, also for a missing or an unknown one. */
export function fieldErrors(errors: ErrorObject[] | null | undefined): FieldError[] {
  return (errors ?? []).slice(0, 50).map((error) => {
    const params = error.params as Record<string, unknown>
    const named = params['missingProperty'] ?? params['additionalProperty']
    const code =
      error.keyword === 'additionalProperties'
        ? 'unknown_field'
        : error.keyword === 'required'
          ? 'required'
          : `invalid_${error.keyword}`
    return {
      pointer: named === undefined ? error.instancePath : `${error.instancePath}/${escaped(named)}`,
      code,
      message: messageOf(error),
    }
  })
}

/** A body that does not fit its shape is 422; a query or path that does not is 400. */
export function misfit(where: 'body' | 'query' | 'path', errors: ErrorObject[] | null | undefined): Problem {
  const list = fieldErrors(errors)
  const first = list[0]
  const detail = `${first ? `${first.pointer || 'The ' + where}: ${first.message}` : `The ${where} is invalid.`}${list.length > 1 ? ` (${list.length} faults in all)` : ''}`
  return new Problem(where === 'body' ? 422 : 400, where === 'body' ? 'invalid' : `invalid_${where}`, detail, {
    errors: list,
  })
}

/**
 * NUL cannot be stored, lone surrogates are not Unicode, and a field `__proto__` would change what other fields mean once it is
 * copied: found by looking only when the raw text could hold them.
 */
export function refuseIllText(raw: string, value: unknown): void {
  if (!/\\u0000|\\u[dD][89a-fA-F]|__proto__|\\u005[fF]/.test(raw)) return
  const visit = (node: unknown, pointer: string, depth: number): void => {
    // no shape is nearly as deep, and a million brackets would end the stack
    if (depth > 100) throw new Problem(422, 'invalid', 'The body is nested too deeply.')
    if (typeof node === 'string' && (node.includes('\0') || !node.isWellFormed()))
      throw illText(pointer, 'NUL and ill-formed Unicode are not allowed.')
    if (typeof node === 'object' && node !== null)
      for (const [key, child] of Object.entries(node)) {
        if (key === '__proto__') throw illText(`${pointer}/__proto__`, 'No field can have this name.')
        visit(key, pointer, depth)
        visit(child, `${pointer}/${escaped(key)}`, depth + 1)
      }
  }
  visit(value, '', 0)
}

const illText = (pointer: string, message: string) =>
  new Problem(422, 'invalid', `${pointer}: ${message}`, { errors: [{ pointer, code: 'invalid_text', message }] })
