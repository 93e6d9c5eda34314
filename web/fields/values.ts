/** Values of custom fields as forms and cells hold them: text, or null where there is none. */
import type { CustomField } from '../../domain/custom-fields.ts'
import { linesOf, wordsIn, type Changes } from '../layout/resource.ts'

type Typed = Pick<CustomField, 'key' | 'type'>
type Free = Record<string, unknown>
export type Worth = { amount: string; currency: string }

export const nameOf = ({ key }: Pick<CustomField, 'key'>) => `metadata.${key}`

/** What is stored under other rules than those of today may have any shape. */
export const isWorth = (value: unknown): value is Worth =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value

/** Money is "1200.50 EUR", several choices are lines. */
export function textOf({ type }: Pick<CustomField, 'type'>, value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (type === 'money') return isWorth(value) ? `${value.amount} ${value.currency}` : null
  if (type === 'multi_select') return Array.isArray(value) ? linesOf(value.map(String)) : null
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean)
}

/** What no number or money can be read from goes to the server as it was typed, which says what is wrong with it. */
export function valueOf({ type }: Pick<CustomField, 'type'>, text: string | null, currency: string): unknown {
  if (text === null) return null
  if (type === 'multi_select') return wordsIn(text)
  if (type === 'number') return Number.isFinite(Number(text)) ? Number(text) : text
  if (type !== 'money') return text
  const [amount = '', ...rest] = text.split(/\s+/)
  return { amount, currency: (rest.join(' ') || currency).toUpperCase() }
}

export const valuesOf = (fields: readonly Typed[], metadata: Free): Changes =>
  Object.fromEntries(fields.map((field) => [nameOf(field), textOf(field, metadata[field.key])]))

/** The changes with those of custom fields as the API takes them, in one object; without one, where none was changed. */
export function bodyOf(fields: readonly Typed[], changes: Changes, currency: string): Free {
  const own = fields.filter((field) => nameOf(field) in changes)
  const others = Object.entries(changes).filter(([name]) => !name.startsWith('metadata.'))
  const metadata = own.map((field): [string, unknown] => [
    field.key,
    valueOf(field, changes[nameOf(field)] ?? null, currency),
  ])
  return { ...Object.fromEntries(others), ...(own.length > 0 && { metadata: Object.fromEntries(metadata) }) }
}
