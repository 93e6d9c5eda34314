import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { contract } from '#api/contract.ts'
import { startApp } from '#test/app.ts'

const app = await startApp()
const document = (await app.nobody.get('/openapi.json')).body
const operations: [string, any][] = Object.entries<any>(document.paths).flatMap(([address, item]) =>
  Object.entries<any>(item).map(([method, operation]): [string, any] => [`${method} ${address}`, operation]),
)
const bearing = (node: any): any[] =>
  typeof node === 'object' && node !== null ? [node, ...Object.values(node).flatMap(bearing)] : []

test('the document served is the one committed (npm run openapi renews docs/openapi.json)', () => {
  const committed = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../docs/openapi.json'), 'utf8'))
  expect({ ...document, info: { ...document.info, version: committed.info.version } }).toEqual(committed)
})

test('it is OpenAPI 3.1 with every operation of the contract, each under its own name', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d$/)
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
  const promised = Object.values(contract).flatMap((noun) => Object.values(noun))
  expect(operations).toHaveLength(promised.length)
  const names = operations.map(([, { operationId }]) => operationId)
  expect(new Set(names).size).toBe(names.length)
  const tags = new Set(document.tags.map(({ name }: { name: string }) => name))
  expect(operations.flatMap(([, operation]) => operation.tags).every((tag) => tags.has(tag))).toBe(true)
})

test.each(operations)('%s declares its parameters, a body where it takes one, and answers', (name, operation) => {
  const inPath = operation.parameters.filter((parameter: any) => parameter.in === 'path')
  const named = [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
  expect(inPath.map((parameter: any) => parameter.name)).toEqual(named)
  expect(inPath.every((parameter: any) => parameter.required === true)).toBe(true)
  const keys = operation.parameters.map((parameter: any) => `${parameter.in} ${parameter.name}`)
  expect(new Set(keys).size).toBe(keys.length)
  expect(operation.parameters.every((parameter: any) => parameter.schema)).toBe(true)
  if (/^(get|delete)/.test(name)) expect(operation.requestBody).toBeUndefined()
  const statuses = Object.keys(operation.responses)
  expect(statuses.some((status) => /^2\d\d$/.test(status))).toBe(true)
  expect(statuses.some((status) => /^4\d\d$/.test(status))).toBe(true)
  for (const answer of Object.values<any>(operation.responses)) expect(answer.description).toBeTruthy()
  for (const scheme of operation.security)
    expect(document.components.securitySchemes).toHaveProperty(Object.keys(scheme))
})

test('every reference leads somewhere', () => {
  const references = bearing(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []))
  expect(references.length).toBeGreaterThan(0)
  for (const reference of references)
    expect(
      reference
        .slice(2)
        .split('/')
        .reduce((node: any, key: string) => node?.[key], document),
    ).toBeDefined()
})

test('every shape is JSON Schema 2020-12 in words that every tool knows', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false })
  formats.default(ajv)
  for (const name of ['int32', 'int64', 'float', 'double', 'password', 'binary', 'time-zone']) ajv.addFormat(name, true)
  ajv.addKeyword('example')
  ajv.addSchema(document.components.schemas.Problem, '#/components/schemas/Problem')
  const shapes = bearing(document.paths).flatMap(({ schema }) => (schema ? [schema] : []))
  expect(shapes.length).toBeGreaterThan(100)
  for (const shape of shapes) if (!shape.$ref) expect(() => ajv.compile(shape)).not.toThrow()
  expect(bearing(shapes).filter((node) => 'tidy' in node || 'bounded' in node)).toEqual([])
})
