import { expect, test } from 'vitest'
import { scratchDatabase } from '#test/database.ts'
import { fillEmptyDatabase } from './first-start.ts'
import { readConfig } from './platform/config.ts'
import { openDatabase, openPool, sql } from './platform/database.ts'

const config = (env: Record<string, string>) => readConfig({ ADMIN_PASSWORD: 'a long password', ...env })

async function started(env: Record<string, string>, before = '') {
  const pool = openPool(await scratchDatabase())
  if (before) await pool.query(before)
  const db = openDatabase(pool)
  const welcome = await fillEmptyDatabase(db, config(env))
  const again = await fillEmptyDatabase(db, config(env))
  const { rows } = await sql<{ email: string; role: string; accessible: boolean }>`
    select email, role, password_hash is not null as accessible from users order by email
  `.execute(db)
  await db.destroy()
  return { welcome, again, rows }
}
const imported = `insert into users (name, email, role) values ('Moses', 'moses@crm.example', 'employee')`

test('an empty database gets the demo company, whose people can all sign in, once', async () => {
  const { welcome, again, rows } = await started({})
  expect(rows.length).toBe(12)
  expect(rows.every(({ accessible }) => accessible)).toBe(true)
  expect(welcome!.lines[0]).toContain('ADMIN_PASSWORD')
  expect(welcome!.lines.join()).not.toContain('a long password')
  expect(again).toBe(null)
})

test('without the demo an admin is made', async () => {
  const { rows } = await started({ DEMO_DATA: 'off', ADMIN_EMAIL: 'ada@crm.example' })
  expect(rows).toEqual([{ email: 'ada@crm.example', role: 'admin', accessible: true }])
})

test('people whom an import brought are kept apart from the demo, and an admin lets one in', async () => {
  const { welcome, rows } = await started({}, imported)
  expect(rows).toEqual([
    { email: 'admin@daybook.local', role: 'admin', accessible: true },
    { email: 'moses@crm.example', role: 'employee', accessible: false },
  ])
  expect(welcome!.lines[0]).toContain('admin@daybook.local')
})

test('the admin may be one of the imported people', async () => {
  const { rows } = await started({ ADMIN_EMAIL: 'moses@crm.example' }, imported)
  expect(rows).toEqual([{ email: 'moses@crm.example', role: 'admin', accessible: true }])
})

test.each(['password1', 'ada@crm.example'])(
  'a password that is guessed first (%s) lets nobody in: nothing is made',
  async (chosen) => {
    const db = openDatabase(openPool(await scratchDatabase()))
    const given = config({ DEMO_DATA: 'off', ADMIN_EMAIL: 'ada@crm.example', ADMIN_PASSWORD: chosen })
    await expect(fillEmptyDatabase(db, given)).rejects.toThrow(/ADMIN_PASSWORD cannot be used/)
    const { rows } = await sql`select from users`.execute(db)
    expect(rows).toEqual([])
    await db.destroy()
  },
)
