/** A value that fits a shape, as small as it may be: what is required, and of a change one field. */
import type { TSchema } from '#domain/shapes.ts'
import { nowhere } from './app.ts'

export type Shape = TSchema & {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Shape[]
  items?: Shape
  properties?: Record<string, Shape>
  required?: string[]
  additionalProperties?: boolean | Shape
  format?: string
  examples?: unknown[]
  minimum?: number
  maximum?: number
  minItems?: number
  minLength?: number
  pattern?: string
}

const texts: Record<string, string> = {
  uuid: nowhere,
  date: '2026-09-01',
  instant: '2026-09-01T09:00:00Z',
  email: 'sample@northlight.example',
  'iana-zone': 'Europe/Berlin',
  'web-address': 'https://sample.example/',
  locale: 'de-AT',
}

export function sampleOf(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  if (shape.anyOf) return sampleOf(shape.anyOf[0]!)
  const type = Array.isArray(shape.type) ? shape.type[0] : shape.type
  if (type === 'object')
    return Object.fromEntries(asked(shape).map((name) => [name, sampleOf(shape.properties![name]!)]))
  if (type === 'array') return Array.from({ length: shape.minItems ?? 0 }, () => sampleOf(shape.items!))
  if (type === 'integer' || type === 'number') return shape.minimum ?? 1
  if (type === 'boolean') return true
  if (type === 'null') return null
  return shape.examples?.[0] ?? texts[shape.format ?? ''] ?? 'sample'.padEnd(shape.minLength ?? 0, 'x')
}

/** Of a change, where nothing is required, the first field. */
function asked({ required = [], properties = {} }: Shape): string[] {
  return required.length > 0 ? required : Object.keys(properties).slice(0, 1)
}

/** Every object in a shape with the value that leads to it, as ['/items/0', { items: [{}] }]. Free fields have no names to refuse. */
export function objectsIn(
  shape: Shape,
  wrap = (inner: unknown) => inner,
  pointer = '',
): [string, (inner: object) => unknown][] {
  const inner = (shape.anyOf ?? []).flatMap((branch) => objectsIn(branch, wrap, pointer))
  const items = shape.items ? objectsIn(shape.items, (value) => wrap([value]), `${pointer}/0`) : []
  const fields = Object.entries(shape.properties ?? {}).flatMap(([name, field]) =>
    objectsIn(field, (value) => wrap({ [name]: value }), `${pointer}/${name}`),
  )
  return [...(shape.properties ? [[pointer, wrap] as [string, typeof wrap]] : []), ...inner, ...items, ...fields]
}
