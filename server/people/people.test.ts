import { expect, test } from 'vitest'
import { permissions } from '#domain/permissions.ts'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp, walk } from '#test/app.ts'

const app = await startApp()
const { users, teams } = app.cast
const dana = await app.as('dana')
const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1_050))

test('people are listed by name, team and text, page by page, without what is secret', async () => {
  const dana = await app.as('dana')
  const up = await walk(dana, '/users?limit=2')
  const names = up.map(({ name }) => name)
  expect(names).toEqual(names.toSorted())
  expect((await walk(dana, '/users?limit=3&sort=-name')).map(({ name }) => name)).toEqual(names.toReversed())
  const team = (await dana.get(`/users?team_id=${app.cast.teams.growth}`)).body.data
  expect(team.map(({ name }: { name: string }) => name)).toEqual(['grace', 'sam'])
  expect(JSON.stringify(up)).not.toMatch(/argon2|password/)
  for (const wrong of ['role=Admin!', 'sort=email', 'team_id=1'])
    expect((await dana.get(`/users?${wrong}`)).status).toBe(400)
})

test('a person sees themselves where the right ends there', async () => {
  const noah = await app.as('noah')
  expect((await noah.get('/users')).body.data).toHaveLength(1)
  expect((await noah.get(`/users/${users.noah}`)).status).toBe(200)
  expect((await noah.get(`/users/${users.dana}`)).status).toBe(404)
})

test('an invited person sets a password with the link, once, and is in', async () => {
  const invitation = { name: 'Ada', email: 'ada@northlight.example', role: 'sales', team_id: teams.growth }
  const { status, body } = await dana.post('/users', invitation)
  expect([status, body.user.status]).toEqual([201, 'invited'])
  const token = body.invitation_link.split('#')[1]
  const set = (password: string) => app.nobody.post('/auth/set-password', { token, password })
  expect((await set('short')).body.errors[0].pointer).toBe('/password')
  expect((await set('ada’s own words')).status).toBe(204)
  expect((await set('another one')).body.code).toBe('invalid_link')
  const login = await app.nobody.post('/auth/login', { email: 'ADA@northlight.example', password: 'ada’s own words' })
  expect(login.status).toBe(200)
  expect((await dana.get(`/users/${body.user.id}`)).body).toMatchObject({ status: 'active', role: 'sales' })
  expect((await dana.post('/users', invitation)).body.code).toBe('person_exists')
})

test('somebody whose time is recorded already is invited under the same e-mail, and again when the link got lost', async () => {
  await sql`insert into users (name, email, role) values ('imported', 'moses@northlight.example', 'employee')`.execute(
    app.db,
  )
  const invite = () => dana.post('/users', { name: 'Moses', email: 'moses@northlight.example', role: 'support' })
  const first = (await invite()).body
  const second = (await invite()).body
  expect(second.user).toMatchObject({ id: first.user.id, name: 'Moses', role: 'support', status: 'invited' })
  await app.nobody.post('/auth/set-password', { token: second.invitation_link.split('#')[1], password: 'moses moses' })
  // one link that was used ends them all
  const late = { token: first.invitation_link.split('#')[1], password: 'somebody else' }
  expect((await app.nobody.post('/auth/set-password', late)).status).toBe(401)
})

test.each([
  ['an unknown role', { role: 'pirate' }, '/role'],
  ['an unknown team', { team_id: nowhere }, '/team_id'],
  ['no e-mail address', { email: 'ada' }, '/email'],
  ['a field of the server', { status: 'active' }, '/status'],
])('an invitation with %s is refused and makes nobody', async (_, fields, pointer) => {
  const answer = await dana.post('/users', { name: 'X', email: 'zz@northlight.example', role: 'sales', ...fields })
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
  expect((await dana.get('/users?q=zz@northlight')).body.data).toEqual([])
})

test('a change of role is there within a second, by version, and in the ledger', async () => {
  const grace = await app.as('grace')
  const { body: before } = await dana.get(`/users/${users.grace}`)
  expect((await grace.get('/accounts')).status).toBe(403)
  const stale = await dana.send(
    'PATCH',
    `/users/${users.grace}`,
    { role: 'support' },
    { headers: { 'if-match': '"99"' } },
  )
  expect(stale.status).toBe(412)
  const { body: after } = await dana.patch(`/users/${users.grace}`, { role: 'support', zone: 'Asia/Kolkata' })
  expect(after).toMatchObject({ role: 'support', zone: 'Asia/Kolkata', version: before.version + 1 })
  await aSecond()
  expect((await grace.get('/accounts')).status).toBe(200)
  const { data } = (await dana.get(`/audit?object_id=${users.grace}&action=user.changed`)).body
  expect(data[0]).toMatchObject({ before: { role: 'employee' }, after: { role: 'support' } })
  await dana.patch(`/users/${users.grace}`, { role: 'employee' })
})

test('the only admin stays one', async () => {
  expect((await dana.patch(`/users/${users.dana}`, { role: 'sales' })).body.code).toBe('last_admin')
})

test('a role made here grants exactly what it says, and changes reach its people within a second', async () => {
  const { status, body: role } = await dana.post('/roles', { name: 'auditor', grants: { 'audit:read': 'all' } })
  expect([status, role.built_in]).toEqual([201, false])
  await dana.patch(`/users/${users.felix}`, { role: 'auditor' })
  const felix = await app.as('felix')
  expect((await felix.get('/audit')).status).toBe(200)
  expect((await felix.get('/deals')).status).toBe(403)
  expect((await felix.get('/me/capabilities')).body).toEqual({
    role: 'auditor',
    permissions: { 'audit:read': 'all' },
    viewing_as: null,
  })
  await dana.patch(`/roles/${role.id}`, { name: 'revisor', grants: { 'deals:read': 'all' } })
  await aSecond()
  expect((await felix.get('/audit')).status).toBe(403)
  expect((await felix.get('/deals')).status).toBe(200)
  expect((await dana.get(`/users/${users.felix}`)).body.role).toBe('revisor')
  expect((await dana.send('DELETE', `/roles/${role.id}`)).body.code).toBe('role_in_use')
  await dana.patch(`/users/${users.felix}`, { role: 'finance' })
  expect((await dana.send('DELETE', `/roles/${role.id}`)).status).toBe(204)
})

test('built-in roles stay, names are taken once, and unknown rights are refused', async () => {
  const roles = (await dana.get('/roles')).body.data
  expect(roles.slice(0, 6).every(({ built_in }: { built_in: boolean }) => built_in)).toBe(true)
  expect(Object.keys(roles[0].grants).toSorted()).toEqual([...permissions].toSorted())
  expect((await dana.patch(`/roles/${roles[0].id}`, { grants: {} })).body.code).toBe('built_in_role')
  expect((await dana.send('DELETE', `/roles/${roles[0].id}`)).body.code).toBe('built_in_role')
  expect((await dana.post('/roles', { name: 'sales', grants: {} })).body.code).toBe('name_taken')
  expect((await dana.post('/roles', { name: 'x1', grants: { 'moon:read': 'all' } })).status).toBe(422)
  expect((await dana.post('/roles', { name: 'x1', grants: { 'deals:read': 'some' } })).status).toBe(422)
})

test('nobody makes another one, or a role, mightier than themselves', async () => {
  const grants = { 'users:read': 'all', 'users:write': 'all', 'roles:write': 'all', 'deals:read': 'team' }
  const { body: role } = await dana.post('/roles', { name: 'people-desk', grants })
  await dana.patch(`/users/${users.lena}`, { role: 'people-desk' })
  const lena = await app.as('lena')
  const invite = (name: string) => lena.post('/users', { name: 'Y', email: 'y@northlight.example', role: name })
  expect((await invite('admin')).status).toBe(403)
  expect((await invite('sales')).status).toBe(403)
  expect((await lena.patch(`/users/${users.lena}`, { role: 'admin' })).status).toBe(403)
  expect((await lena.patch(`/users/${users.dana}`, { name: 'Nobody' })).status).toBe(403)
  expect((await lena.post('/roles', { name: 'x2', grants: { 'deals:read': 'all' } })).status).toBe(403)
  expect((await lena.post('/roles', { name: 'x2', grants: { 'deals:read': 'team' } })).status).toBe(201)
  expect((await lena.patch(`/roles/${role.id}`, { grants: { ...grants, 'api-keys:write': 'all' } })).status).toBe(403)
  await dana.patch(`/users/${users.lena}`, { role: 'support' })
})

test('an admin looks through a role, reading only', async () => {
  const through = (role: string) => ({ headers: { 'x-view-as-role': role } })
  expect((await dana.get('/api-keys', through('sales'))).status).toBe(403)
  expect((await dana.get('/me/capabilities', through('sales'))).body).toMatchObject({
    role: 'sales',
    viewing_as: 'sales',
  })
  expect((await dana.post('/accounts', { name: 'x' }, through('sales'))).status).toBe(403)
  expect((await dana.get('/deals', through('pirate'))).body.code).toBe('unknown_role')
  expect((await (await app.as('sam')).get('/deals', through('admin'))).status).toBe(403)
})

test('teams are made, renamed, listed with how many are in them, and deleted when empty', async () => {
  const { body: team } = await dana.post('/teams', { name: 'Night shift' })
  expect((await dana.post('/teams', { name: 'Night shift' })).body.code).toBe('name_taken')
  expect((await dana.patch(`/teams/${team.id}`, { name: 'Day shift' })).body).toMatchObject({
    name: 'Day shift',
    version: 2,
  })
  await dana.patch(`/users/${users.felix}`, { team_id: team.id })
  expect((await walk(dana, '/teams?limit=2')).find(({ id }) => id === team.id).people).toBe(1)
  expect((await dana.send('DELETE', `/teams/${team.id}`)).body.code).toBe('team_in_use')
  await dana.patch(`/users/${users.felix}`, { team_id: null })
  expect((await dana.send('DELETE', `/teams/${team.id}`)).status).toBe(204)
  expect((await dana.send('DELETE', `/teams/${team.id}`)).status).toBe(404)
})

test('productivity users are suggested by e-mail, linked by a person, and unlinked with history', async () => {
  await sql`update productivity_users set email = 'ADA@northlight.example' where external_id = 'emp-unlinked'`.execute(
    app.db,
  )
  const [employee] = (await dana.get('/productivity-users?linked=false')).body.data
  expect(employee).toMatchObject({ user_id: null, suggested_user_name: 'Ada' })
  const link = (user_id: string) => dana.post(`/productivity-users/${employee.id}/link`, { user_id })
  expect((await link(users.noah!)).body.code).toBe('linked')
  expect((await link(nowhere)).body.errors[0].pointer).toBe('/user_id')
  expect((await link(employee.suggested_user_id)).body).toMatchObject({ user_name: 'Ada', suggested_user_id: null })
  const entry = {
    user_id: 'emp-unlinked',
    start_time: '2026-09-01T09:00:00Z',
    end_time: '2026-09-01T10:00:00Z',
    source: 'agent',
  }
  const arrived = await dana.post('/time-entries', { ...entry, external_id: 'linked-1' })
  expect(arrived.body.user_name).toBe('Ada')
  await dana.post(`/productivity-users/${employee.id}/unlink`)
  expect((await dana.get(`/time-entries/${arrived.body.id}`)).body.user_name).toBe('Ada')
  const { data } = (await dana.get(`/audit?object_id=${employee.id}&sort=occurred_at`)).body
  expect(data.map(({ action }: { action: string }) => action)).toEqual([
    'productivity_user.linked',
    'productivity_user.unlinked',
  ])
})

test('an admin names the workspace and its currency, and nobody else does', async () => {
  const { status, body } = await dana.patch('/workspace', { name: 'Northlight', base_currency: 'INR' })
  const rotting_days = { prospecting: 14, negotiation: 30 }
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({ name: 'Northlight', base_currency: 'INR', demo: false, rotting_days }),
  ])
  expect((await dana.get('/me')).body.workspace.name).toBe('Northlight')
  expect((await dana.patch('/workspace', { base_currency: 'XXQ' })).body.errors[0].pointer).toBe('/base_currency')
  expect((await (await app.as('marta')).patch('/workspace', { name: 'x' })).status).toBe(403)
})

test('the workspace is changed field by field, by version, each checked and in the ledger', async () => {
  const { version } = (await dana.get('/me')).body.workspace
  const change = { zone: 'Asia/Kolkata', week_start: 'sunday', jurisdiction: 'india' }
  const { status, body } = await dana.patch('/workspace', change, { headers: { 'if-match': `"${version}"` } })
  expect([status, body]).toEqual([200, expect.objectContaining({ ...change, version: version + 1 })])
  const again = await dana.patch('/workspace', { week_start: 'monday' }, { headers: { 'if-match': `"${version}"` } })
  expect(again.status).toBe(412)
  for (const wrong of [{ zone: 'Mars/Olympus' }, { week_start: 'friday' }, { jurisdiction: 'moon' }, { demo: true }])
    expect((await dana.patch('/workspace', wrong)).body.errors[0].pointer).toBe(`/${Object.keys(wrong)[0]}`)
  const { data } = (await dana.get('/audit?object_type=workspace&limit=1')).body
  expect(data[0]).toMatchObject({ before: { zone: 'UTC', week_start: 'monday' }, after: change })
  const { body: invited } = await dana.post('/users', { name: 'Asha', email: 'asha@northlight.example', role: 'sales' })
  expect(invited.user.zone).toBe('Asia/Kolkata')
})

test('a person’s own week and clock stand before the workspace’s, and no unknown language is kept', async () => {
  const sam = await app.as('sam')
  expect((await sam.get('/me')).body.week_start).toBe('sunday')
  const own = await sam.patch('/me', { preferences: { week_start: 'saturday', clock: '12' }, locale: 'de-AT' })
  expect(own.body).toMatchObject({ week_start: 'saturday', locale: 'de-AT' })
  await sam.patch('/me', { preferences: { week_start: 'workspace' } })
  expect((await sam.get('/me')).body).toMatchObject({ week_start: 'sunday', preferences: { clock: '12' } })
  for (const locale of ['xx-XX', 'english', '', 'de_AT'])
    expect((await sam.patch('/me', { locale })).body.errors[0].pointer).toBe('/locale')
})
