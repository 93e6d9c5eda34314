import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { contract } from '#api/contract.ts'
import type { Operation } from '#api/operation.ts'
import { openApiFile, openApiText } from '../../bin/openapi.ts'
import { tableTypes } from '../../bin/table-types.ts'
import { scratchDatabase } from '../database.ts'

const root = path.join(import.meta.dirname, '../..')
const operations: [name: string, operation: Operation][] = Object.entries(contract).flatMap(([noun, list]) =>
  Object.entries(list as Record<string, Operation>).map(([name, operation]): [string, Operation] => [
    `${noun}.${name}`,
    operation,
  ]),
)
const tests = globSync('server/**/*.test.ts', { cwd: root })
  .map((file) => readFileSync(path.join(root, file), 'utf8'))
  .join('\n')

test.each(operations)(
  '%s names a permission, its shapes and is asked for by a test',
  (_, { method, path: address, permission, answers, body, accepts, params }) => {
    expect(permission).toBeTruthy()
    expect(Object.keys(answers).length).toBeGreaterThan(0)
    if (address.includes('{')) expect(params).toBeDefined()
    if (method === 'PATCH') expect(body).toBeDefined()
    if (body && accepts !== 'entries') expect(body).toMatchObject({ additionalProperties: false })
    const literal = address.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    // '/deals/{id}/close' in a test is `/deals/${deals.author}/close`
    expect(tests).toMatch(new RegExp(literal.join('(\\$\\{[^}]+\\}|[\\w-]+)') + '[\'"`?$]'))
  },
)

test('no two operations share method and path', () => {
  const doors = operations.map(([, { method, path: address }]) => `${method} ${address}`)
  expect(new Set(doors).size).toBe(doors.length)
})

test('docs/openapi.json is what the contract says (npm run openapi renews it)', () => {
  expect(readFileSync(openApiFile, 'utf8')).toBe(openApiText())
})

test('server/platform/tables.ts is what the migrations say (npm run table-types renews it)', async () => {
  const pool = new pg.Pool({ connectionString: await scratchDatabase() })
  const types = await tableTypes(pool)
  await pool.end()
  expect(readFileSync(path.join(root, 'server/platform/tables.ts'), 'utf8')).toBe(types)
})
