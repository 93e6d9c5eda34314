/** Who gets through which door: every operation, asked with no token, a dead one, every role, and keys. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { contract } from '#api/contract.ts'
import type { Operation } from '#api/operation.ts'
import { grants, keyScopes, permissions, roles, type Permission, type Role } from '#domain/permissions.ts'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const operations = Object.values(contract).flatMap((list) => Object.values(list as Record<string, Operation>))
const personOf = {
  admin: 'dana',
  manager: 'marta',
  sales: 'sam',
  support: 'lena',
  finance: 'felix',
  employee: 'noah',
} as const satisfies Record<Role, string>
const people = Object.fromEntries(await Promise.all(roles.map(async (role) => [role, await app.as(personOf[role])])))

const wanted = ({ permission }: Operation): readonly Permission[] =>
  permission === 'public' || permission === 'signed-in' || permission === 'person'
    ? []
    : typeof permission === 'string'
      ? [permission]
      : permission
const nameOf = ({ method, path: address }: Operation) => `${method} ${address}`
const ask = (client: { send: typeof app.nobody.send }, { method, path: address, accepts }: Operation) =>
  client.send(
    method,
    address.replaceAll(/\{\w+\}/g, nowhere),
    method === 'GET' || method === 'DELETE' ? undefined : accepts === 'file' ? '' : {},
    accepts === 'file' ? { type: 'application/octet-stream' } : {},
  )

/** One line an operation: who may come in, and how far they see. Read it when it changes: this is what the company agreed to. */
function matrix(): string {
  const cell = (operation: Operation, role: Role) => {
    const rights = wanted(operation).flatMap((permission) => grants[role][permission] ?? [])
    if (wanted(operation).length === 0) return operation.permission === 'public' ? 'anybody' : 'own'
    return rights.includes('all') ? 'all' : rights.includes('team') ? 'team' : rights.includes('own') ? 'own' : '–'
  }
  const rows = operations.map((operation) => [
    nameOf(operation),
    ...roles.map((role) => cell(operation, role)),
    wanted(operation).some((permission) => (keyScopes as readonly string[]).includes(permission)) ? 'scope' : '–',
    operation.confirmed ? 'confirmed' : '–',
  ])
  const table = [['operation', ...roles, 'API key', 'session'], ...rows]
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)))
  return `${table
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`
}

test('the matrix is the reviewed one in test/laws/access-matrix.txt (RENEW_MATRIX=1 writes it anew)', () => {
  const file = path.join(import.meta.dirname, 'access-matrix.txt')
  if (process.env['RENEW_MATRIX']) writeFileSync(file, matrix())
  expect(readFileSync(file, 'utf8')).toBe(matrix())
})

const closed = operations.filter(({ permission }) => permission !== 'public')

test.each(closed.map((operation) => [nameOf(operation), operation] as const))(
  '%s lets nobody in without a token that lives',
  async (_, operation) => {
    const claims = { sid: nowhere }
    const expired = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: app.keys.id })
      .setIssuer('daybook')
      .setAudience('daybook')
      .setSubject(app.cast.users.dana!)
      .setExpirationTime('-1s')
      .sign(app.keys.private)
    for (const token of [null, expired, 'made-up-token-of-some-length', `dbk_${'0'.repeat(12)}_${'0'.repeat(64)}`])
      expect((await ask(token === null ? app.nobody : app.bearer(token), operation)).status).toBe(401)
  },
)

test.each(closed.map((operation) => [nameOf(operation), operation] as const))(
  '%s lets in the roles that have the right, and tells the others so',
  async (_, operation) => {
    for (const role of roles) {
      const may = wanted(operation).length === 0 || wanted(operation).some((permission) => grants[role][permission])
      // what comes after the guard may refuse for its own reasons, but a 403 of the guard names the right
      const { status, body } = await ask(people[role]!, operation)
      const refused = status === 403 && body.detail.startsWith('This needs the right')
      expect([role, refused]).toEqual([role, !may])
      expect(status).not.toBe(401)
      expect(status).toBeLessThan(500)
    }
    // signing others out of their sessions is among what was just asked for
    for (const role of roles)
      if ((await people[role]!.get('/me')).status === 401) people[role] = await app.as(personOf[role])
  },
)

test('what is open to a confirmed session alone asks an older one to confirm, whatever its rights', async () => {
  const asked = closed.filter(({ confirmed }) => confirmed)
  expect(asked.length).toBeGreaterThan(5)
  await sql`update sessions set confirmed_at = now() - interval '15 minutes'`.execute(app.db)
  for (const operation of asked) {
    const { status, body } = await ask(people['admin']!, operation)
    expect([nameOf(operation), status, body.code]).toEqual([nameOf(operation), 403, 'confirmation_required'])
  }
  await sql`update sessions set confirmed_at = now()`.execute(app.db)
  for (const operation of asked) expect((await ask(people['admin']!, operation)).status).not.toBe(403)
})

test('a key of one scope opens the doors of this scope alone', async () => {
  const dana = await app.as('dana')
  for (const scope of keyScopes) {
    const made = await dana.post('/api-keys', { name: scope, scopes: [scope], per_minute: 100_000 })
    const key = app.bearer(made.body.key)
    for (const operation of closed) {
      const { status, body } = await ask(key, operation)
      const may = wanted(operation).includes(scope)
      if (operation.permission === 'person')
        expect([scope, nameOf(operation), status]).toEqual([scope, nameOf(operation), 403])
      else if (operation.permission !== 'signed-in')
        expect([scope, nameOf(operation), status === 403 && body.detail.startsWith('This needs the right')]).toEqual([
          scope,
          nameOf(operation),
          !may,
        ])
    }
  }
}, 60_000)

test('keys never manage people, roles, keys or imports', () => {
  const forbidden = ['users:write', 'roles:write', 'settings:write', 'api-keys:write', 'imports:write', 'time:write']
  expect(keyScopes.filter((scope) => forbidden.includes(scope))).toEqual([])
  expect(permissions).toEqual(expect.arrayContaining(forbidden))
})

test('what belongs to another team or person does not exist: same status, same words as for a made-up id', async () => {
  const { users, deals, tasks, accounts } = app.cast
  const entry = async (user_id: string, deal_id: string, n: number) =>
    (
      await people['admin']!.post('/time-entries', {
        user_id,
        deal_id,
        start_time: `2026-09-0${n}T09:00:00Z`,
        end_time: `2026-09-0${n}T10:00:00Z`,
        source: 'manual',
        external_id: `access-${n}`,
      })
    ).body.id as string
  const graces = await entry(users.grace!, deals.fleet, 1)
  const marta = people['manager']!
  const sam = people['sales']!
  const noah = people['employee']!
  const outside: [client: typeof noah, method: string, target: string, body?: object][] = [
    [noah, 'GET', `/time-entries/${graces}`],
    [noah, 'PATCH', `/time-entries/${graces}`, { billable: false }],
    [noah, 'GET', `/tasks/${tasks.call}`],
    [noah, 'PATCH', `/tasks/${tasks.call}`, { title: 'mine' }],
    [noah, 'GET', `/users/${users.grace}`],
    [marta, 'GET', `/time-entries/${graces}`],
    [marta, 'PATCH', `/time-entries/${graces}`, { billable: false }],
    [sam, 'GET', `/deals/${deals.rights}`],
    [sam, 'PATCH', `/deals/${deals.rights}`, { name: 'mine' }],
    [sam, 'POST', `/deals/${deals.rights}/close`, { stage: 'won' }],
    [sam, 'PATCH', `/tasks/${tasks.review}`, { title: 'mine' }],
  ]
  for (const [client, method, target, body] of outside) {
    const theirs = await client.send(method, target, body)
    const nobodys = await client.send(method, target.replace(/[0-9a-f-]{36}/, nowhere), body)
    expect([target, theirs.status]).toEqual([target, 404])
    expect({ ...theirs.body, request_id: '' }).toEqual({ ...nobodys.body, request_id: '' })
  }
  // and lists, counts and reports leave it out alike
  const ids = (await marta.get('/time-entries?limit=200')).body.data.map(({ id }: { id: string }) => id)
  expect(ids).not.toContain(graces)
  expect((await sam.get(`/deals?account_id=${accounts.quill}`)).body.data).toEqual([])
  const { rows } = await sql<{ seconds: number }>`
    select coalesce(sum(seconds), 0) as seconds from time_by_day where user_id in (select id from users where team_id = ${app.cast.teams.delivery})
  `.execute(app.db)
  const { totals } = (await marta.get('/reports/time-per-deal?date_from=2020-01-01&date_to=2030-01-01')).body
  expect(totals.all.seconds).toBe(rows[0]!.seconds)
})
