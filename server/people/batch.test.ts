import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import type { Mail } from '#server/platform/mail.ts'
import { startApp } from '#test/app.ts'
import { sendInvitation, type InvitationJob } from './send-invitation.ts'

const app = await startApp({ worker: true, mails: true })
const dana = await app.as('dana')
const row = (fields: object) => ({ name: 'Ada', email: 'ada@new.example', role: '', team: '', zone: '', ...fields })
const ask = (people: object[], dry_run = false) => dana.post('/users/batch', { people, dry_run })
const count = async () => (await sql<{ n: number }>`select count(*) as n from users`.execute(app.db)).rows[0]!.n

test('every wrong row says what is wrong at its field, and one of them keeps all from being invited', async () => {
  const people = [
    row({}),
    row({ email: 'ADA@new.example' }),
    row({ email: 'no address' }),
    row({ name: '', email: 'b@new.example' }),
    row({ email: 'c@new.example', role: 'Pirate' }),
    row({ email: 'd@new.example', zone: 'Mars/Olympus' }),
    row({ email: 'noah@northlight.example' }),
  ]
  const before = await count()
  const { body } = await ask(people, true)
  expect(body.rows.map(({ errors }: any) => errors.map(({ pointer }: any) => pointer).join())).toEqual([
    '',
    '/email',
    '/email',
    '/name',
    '/role',
    '/zone',
    '/email',
  ])
  const answer = await ask(people)
  expect(answer.status).toBe(422)
  expect(answer.body.errors.map(({ pointer }: any) => pointer)).toContain('/people/4/role')
  expect(await count()).toBe(before)
  expect((await dana.get('/teams?limit=200')).body.data).toHaveLength(2)
})

test('right rows are invited together, by mail, in teams that are made for them, each in the ledger', async () => {
  const people = Array.from({ length: 200 }, (_, index) =>
    row({
      name: `Person ${index}`,
      email: `p${index}@new.example`,
      role: 'Sales',
      team: index % 2 ? 'Growth' : 'Field',
    }),
  )
  expect((await ask(people, true)).body).toMatchObject({ new_teams: ['Field'] })
  const { status, body } = await ask(people)
  expect([status, body.rows.length]).toEqual([200, 200])
  expect(body.rows.every(({ invitation_link }: any) => invitation_link === null)).toBe(true)
  const found = (await dana.get('/users?q=p77@new.example')).body.data[0]
  expect(found).toMatchObject({ role: 'sales', status: 'invited', team_id: app.cast.teams.growth, zone: 'UTC' })
  expect((await dana.get(`/audit?object_id=${found.id}`)).body.data.length).toBeGreaterThan(0)
  for (let attempt = 0; attempt < 200 && app.sent.length < 200; attempt++)
    await new Promise((resolve) => setTimeout(resolve, 50))
  expect(new Set(app.sent.map(({ to }) => to)).size).toBe(200)
  const token = /#(\S+)/.exec(app.sent.find(({ to }) => to === found.email)!.text)![1]
  expect((await app.nobody.post('/auth/set-password', { token, password: 'long enough for us' })).status).toBe(204)
  expect((await ask([people[5]!, people[77]!], true)).body.rows.map(({ outcome }: any) => outcome)).toEqual([
    'known',
    'refused',
  ])
})

test('the job that mails an invitation holds no token, and asks nobody who has got in meanwhile', async () => {
  const idle = await startApp({ mails: true })
  const owner = await idle.as('dana')
  await owner.post('/users', { name: 'Ada', email: 'ada@new.example', role: 'sales' })
  await owner.post('/users/batch', { people: [row({ name: 'Bo', email: 'bo@new.example' })], dry_run: false })
  const { rows } = await sql<{ payload: InvitationJob }>`
    select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'send_invitation' order by j.id
  `.execute(idle.db)
  expect(rows.map(({ payload }) => Object.keys(payload).toSorted())).toEqual([
    ['by', 'user_id'],
    ['by', 'user_id'],
  ])
  const sent: Mail[] = []
  const run = () =>
    sendInvitation(idle.db, async (mail) => void sent.push(mail), 'https://crm.example', rows[0]!.payload)
  await run()
  await run()
  expect(sent.map(({ to }) => to)).toEqual(['ada@new.example', 'ada@new.example'])
  const token = sent[0]!.text.match(/set-password#(\S+)/)![1]
  await idle.nobody.post('/auth/set-password', { token, password: 'long enough for us' })
  await run()
  expect(sent).toHaveLength(2)
})

test('two hundred are found by role, team and status', async () => {
  const total = async (query: string) => (await dana.get(`/users?limit=200&${query}`)).body.data.length
  expect(await total('role=sales&status=invited')).toBe(199)
  expect(await total(`role=sales&status=active`)).toBe(2)
  expect(await total(`team_id=${app.cast.teams.growth}&role=employee`)).toBe(1)
  expect((await dana.get('/users?status=gone')).status).toBe(400)
})

test('those the agent knows by the same e-mail are linked at once, or none, and the links have a history', async () => {
  await sql`
    insert into productivity_users (external_id, name, email)
    select 'emp-p' || n, 'P ' || n, 'P' || n || '@new.example' from generate_series(1, 3) n
  `.execute(app.db)
  const { data } = (await dana.get('/productivity-users?suggested=true')).body
  expect(data).toHaveLength(3)
  const links = data.map(({ id, suggested_user_id }: any) => ({ id, user_id: suggested_user_id }))
  const link = (list: object[]) => dana.post('/productivity-users/link-many', { links: list })
  expect((await link([...links, { id: links[0].id, user_id: app.cast.users.noah }])).status).toBe(409)
  expect((await dana.get('/productivity-users?suggested=true')).body.data).toHaveLength(3)
  expect((await link(links)).status).toBe(204)
  await dana.post(`/productivity-users/${links[0].id}/unlink`)
  const { body: history } = await dana.get(`/productivity-users/${links[0].id}/links`)
  expect(history.data.map(({ action, user_name, actor_name }: any) => [action, user_name, actor_name])).toEqual([
    ['unlinked', 'Person 1', 'dana'],
    ['linked', 'Person 1', 'dana'],
  ])
})
