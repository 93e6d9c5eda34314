import { expect, test } from 'vitest'
import { CalendarDate, Decimal, Hours, IanaZone, Id, Instant, Metadata, Name, Type, strict } from '#domain/shapes.ts'
import { compileBody, compileQuery, fieldErrors, misfit, refuseIllText } from './validation.ts'

const fits = (shape: Parameters<typeof compileBody>[0], value: unknown) =>
  compileBody(strict({ value: shape }))({ value })

test.each([
  ['2025-09-15T09:00:00Z', true],
  ['2025-09-15t09:00:00z', true],
  ['2025-09-15T09:00:00.123456789+05:30', true],
  ['2024-02-29T00:00:00Z', true],
  ['2025-02-29T00:00:00Z', false],
  ['2025-13-01T00:00:00Z', false],
  ['2025-09-00T00:00:00Z', false],
  ['2025-09-15T24:00:00Z', false],
  ['2025-09-15T23:59:60Z', false],
  ['2025-09-15T09:00:00', false],
  ['2025-09-15 09:00:00Z', false],
  ['2025-09-15T09:00:00+24:00', false],
  ['1969-12-31T23:59:59Z', false],
  ['2200-01-01T00:00:00Z', false],
])('instant %s: %s', (text, valid) => {
  expect(fits(Instant, text)).toBe(valid)
})

test.each([
  ['2024-02-29', true],
  ['2000-02-29', true],
  ['1900-02-29', false],
  ['2025-04-31', false],
  ['0000-01-01', false],
  ['1899-12-31', false],
  ['2200-01-01', false],
  ['2025-9-1', false],
  ['infinity', false],
])('date %s: %s', (text, valid) => {
  expect(fits(CalendarDate, text)).toBe(valid)
})

test.each([
  ['019e0000-0000-7000-8000-000000000000', true],
  ['019E0000-0000-7000-8000-00000000000A', false],
  ['urn:uuid:019e0000-0000-7000-8000-000000000000', false],
  ['{019e0000-0000-7000-8000-000000000000}', false],
  ['019e000000007000800000000000000000', false],
  ['------------------------------------', false],
])('id %s: %s', (text, valid) => {
  expect(fits(Id, text)).toBe(valid)
})

test.each([
  [Decimal, '-1.5', true],
  [Decimal, '1.', false],
  [Decimal, '.5', false],
  [Decimal, '1e3', false],
  [Decimal, '1234567890123456', false],
  [Decimal, 'NaN', false],
  [Decimal, '١', false],
  [Hours, '0.25', true],
  [Hours, '-1', false],
  [IanaZone, 'Europe/Berlin', true],
  [IanaZone, 'Asia/Kolkata', true],
  [IanaZone, '+02:00', false],
  [IanaZone, 'Europe/Atlantis', false],
])('%j %s: %s', (shape, text, valid) => {
  expect(fits(shape, text)).toBe(valid)
})

test('names are trimmed and composed before they are measured', () => {
  const body = { value: '  Zoe\u0308  ' }
  expect(compileBody(strict({ value: Name(3) }))(body)).toBe(true)
  expect(body.value).toBe('Zoë')
  expect(fits(Name(), ' \u00a0 ')).toBe(false)
  expect(fits(Name(), 'a\nb')).toBe(false)
})

test('bodies are not coerced, queries are', () => {
  const shape = strict({ limit: Type.Integer(), tags: Type.Array(Type.String()) })
  expect(compileBody(shape)({ limit: '5', tags: ['a'] })).toBe(false)
  expect(compileBody(shape)({ limit: 5, tags: 'a' })).toBe(false)
  const query = { limit: '5', tags: 'a' }
  expect(compileQuery(shape)(query)).toBe(true)
  expect(query).toEqual({ limit: 5, tags: ['a'] })
})

const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) })
test.each([
  ['32 levels', nested(31), true],
  ['33 levels', nested(40), false],
  ['1,000 keys', Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, n])), true],
  ['1,001 keys', Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`k${n}`, n])), false],
  ['65 KiB', { a: 'x'.repeat(66_000) }, false],
  ['65 KiB in few characters', { a: '𝄞'.repeat(17_000) }, false],
  ['a number beyond all numbers', { a: [JSON.parse('1e400')] }, false],
  ['a list', [], false],
])('free fields of %s', (_, value, valid) => {
  expect(fits(Metadata, value)).toBe(valid)
})

test('every fault is listed with its pointer, escaped as RFC 6901 asks', () => {
  const valid = compileBody(strict({ a: Type.Integer(), b: strict({ 'c/d~e': Type.String() }) }))
  expect(valid({ a: 'x', b: { 'c/d~e': 1, 'f/g': 2 }, h: 3 })).toBe(false)
  const errors = fieldErrors(valid.errors)
  expect(Object.fromEntries(errors.map(({ pointer, code }) => [pointer, code]))).toEqual({
    '/h': 'unknown_field',
    '/a': 'invalid_type',
    '/b/f~1g': 'unknown_field',
    '/b/c~1d~0e': 'invalid_type',
  })
  expect(misfit('body', valid.errors)).toMatchObject({ status: 422, code: 'invalid' })
  expect(misfit('query', valid.errors)).toMatchObject({ status: 400, code: 'invalid_query' })
})

test.each([
  ['{"a":"\\u0000"}', '/a'],
  ['{"a":["x","\\ud800"]}', '/a/1'],
  ['{"a":{"b/c":"\\udc00x"}}', '/a/b~1c'],
])('%s is refused at %s', (raw, pointer) => {
  expect(() => refuseIllText(raw, JSON.parse(raw))).toThrow(pointer)
})

test.each(['{"a":"\\ud834\\udd1e"}', '{"a":"\\\\u0000"}'])('%s is text like any other', (raw) => {
  expect(() => refuseIllText(raw, JSON.parse(raw))).not.toThrow()
})

test('what has a form of its own is told by an example of it', () => {
  const faultOf = (shape: Parameters<typeof compileBody>[0], value: unknown) => {
    const check = compileBody(strict({ value: shape }))
    check({ value })
    return fieldErrors(check.errors)[0]!.message
  }
  expect(faultOf(Hours, '1,5')).toBe('Has characters or a form that is not allowed here: write it like 37.5.')
  expect(faultOf(Type.String({ pattern: '^a$' }), 'b')).toBe('Has characters or a form that is not allowed here.')
})
