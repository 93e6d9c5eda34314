import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { register } from '#domain/register.ts'
import { migrateDatabase } from '#server/start-database.ts'
import { asApplication, scratchDatabase } from '#test/database.ts'
import { RoleRefused } from './application-role.ts'

function open(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  onTestFinished(() => pool.end())
  return pool
}
const refused = /permission denied|must be owner|must be superuser|is not permitted/

test.each([
  ...Object.entries(register)
    .filter(([, { written }]) => written)
    .flatMap(([table]) => [`delete from ${table}`, `update ${table} set ${columnOf(table)} = null`]),
  ...Object.entries(register)
    .filter(([, { view }]) => !view)
    .map(([table]) => `truncate ${table}`),
  'alter table deals add column x text',
  'alter table changes disable trigger user',
  'drop table deals',
  'drop trigger changes_append_only on changes',
  'create index on deals (name)',
  'create table x (y text)',
  'create schema x',
  'create function x() returns int language sql as $$ select 1 $$',
  'create or replace function change_text(c changes) returns text language sql as $$ select null::text $$',
  'alter function erase_payloads(uuid[]) security invoker',
  'create role x',
  'set role daybook',
  'select from pg_authid',
  "select pg_read_file('/etc/passwd')",
  "copy users to program 'cat'",
  'delete from graphile_worker.migrations',
])('the role of the application is refused: %s', async (statement) => {
  await expect(open(asApplication(await anyDatabase)).query(statement)).rejects.toThrow(refused)
})

const anyDatabase = scratchDatabase()
function columnOf(table: string): string {
  const { technical = [] } = register[table]!
  return technical[0]!
}

test('a table that nobody classified, and another schema, do not exist for it', async () => {
  const url = await scratchDatabase()
  await open(url).query('create table salaries (who text); create schema payroll create table wages (who text)')
  await migrateDatabase({ url, secret: 'of the tests', app_url: null })
  const application = open(asApplication(url))
  for (const table of ['salaries', 'payroll.wages'])
    await expect(application.query(`select from ${table}`)).rejects.toThrow(refused)
})

test('it erases the payload of a change through the one function for it, and no other way', async () => {
  const application = open(asApplication(await scratchDatabase()))
  const { rows } = await application.query(
    `insert into changes (deed_id, action, object_type, object_id, after, actor_kind, source)
     values (uuidv7(), 'x.y', 'x', uuidv7(), '{"name": "Zoë"}', 'system', 'job') returning id`,
  )
  await application.query('select erase_payloads(array[$1]::uuid[])', [rows[0].id])
  expect((await application.query('select after, erased_at is not null as erased from changes')).rows).toEqual([
    { after: null, erased: true },
  ])
})

/** A database of its own whose owner is no superuser, as hosts of PostgreSQL give it. */
async function hosted(attributes: string): Promise<{ url: string; name: string }> {
  const name = `host_${randomBytes(5).toString('hex')}`
  const admin = open(inject('postgres'))
  await admin.query(`create role ${name} login password 'secret' ${attributes}`)
  await admin.query(`create database ${name} owner ${name}`)
  const url = new URL(inject('postgres'))
  Object.assign(url, { username: name, password: 'secret', pathname: `/${name}` })
  return { url: url.toString(), name }
}
const secret = 'a secret of one installation'
const whoAt = async (url: string) => (await open(url).query('select current_user as role')).rows[0].role as string

test('an owner that may make roles makes one for each database, the same on every start', async () => {
  const { url, name } = await hosted('createrole')
  const first = await migrateDatabase({ url, secret, app_url: null })
  expect(first.remark).toBe(null)
  expect(await whoAt(first.url)).toBe(`${name}_app`)
  for (const statement of ['delete from changes', 'create temporary table changes (y text)'])
    await expect(open(first.url).query(statement)).rejects.toThrow(refused)
  expect(await migrateDatabase({ url, secret, app_url: null })).toEqual(first)
})

test('another secret is another password, and the older one is none any more', async () => {
  const { url, name } = await hosted('createrole')
  const first = await migrateDatabase({ url, secret, app_url: null })
  const second = await migrateDatabase({ url, secret: 'another secret', app_url: null })
  expect(await whoAt(second.url)).toBe(`${name}_app`)
  await expect(whoAt(first.url)).rejects.toThrow('password authentication failed')
})

test('what somebody granted by hand is taken back', async () => {
  const url = await scratchDatabase()
  const owner = open(url)
  await owner.query('grant delete on changes to daybook_template_app')
  const may = async () =>
    (await owner.query(`select has_table_privilege('daybook_template_app', 'changes', 'delete') as may`)).rows[0].may
  expect(await may()).toBe(true)
  await migrateDatabase({ url, secret: 'of the tests', app_url: asApplication(url) })
  expect(await may()).toBe(false)
})

test('an owner that may not make roles goes on as itself, and says what is missing', async () => {
  const { url } = await hosted('nocreaterole')
  const { url: used, remark } = await migrateDatabase({ url, secret, app_url: null })
  expect(used).toBe(url)
  expect(remark).toMatch(/CREATEROLE.*APP_DATABASE_URL/)
  expect(remark).not.toContain('secret')
})

test('a role made beforehand gets the rights; the owner or a superuser in its place is refused', async () => {
  const { url, name } = await hosted('nocreaterole')
  await open(inject('postgres')).query(`create role ${name}_desk login password 'desk'`)
  const app_url = url.replace(`${name}:secret`, `${name}_desk:desk`)
  expect(await migrateDatabase({ url, secret, app_url })).toEqual({ url: app_url, remark: null })
  expect((await open(app_url).query('select from users')).rowCount).toBe(0)
  await expect(open(app_url).query('drop table users cascade')).rejects.toThrow(refused)
  for (const mighty of [url, inject('postgres').replace(/[^/]+$/, name)])
    await expect(migrateDatabase({ url, secret, app_url: mighty })).rejects.toThrow(RoleRefused)
})
