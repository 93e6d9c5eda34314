import { expect, test } from 'vitest'
import { createAdmin } from '#server/people/create-admin.ts'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'
import { emailOf, people } from './cast.ts'

const app = await startApp({ worker: true, cast: false })
const secret = 'a long enough password'
await createAdmin(app.db, 'ada@crm.example', secret)
const signIn = async (email: string, password = secret) =>
  app.bearer((await app.nobody.post('/auth/login', { email, password })).body.access_token)
const ada = await signIn('ada@crm.example')

async function finished(): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const { work } = (await ada.get('/demo')).body
    if (work === null) return
    expect(work.failed).toBe(false)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the work on the demo did not end within forty seconds')
}
const counted = async () => {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from accounts) as accounts, (select count(*) from contacts) as contacts,
           (select count(*) from deals) as deals, (select count(*) from tasks) as tasks,
           (select count(*) from time_entries) as time_entries, (select count(*) from users) as users,
           (select count(*) from teams) as teams, (select count(*) from mapping_rules) as mapping_rules, (select count(*) from time_by_day) as days
  `.execute(app.db)
  return rows[0]!
}

test('without the demo there is nothing to remove, and only an admin may load it', async () => {
  expect((await ada.get('/demo')).body).toEqual({ loaded: false, work: null })
  expect((await ada.post('/demo/remove')).body.code).toBe('demo_state')
})

test('the demo loads beside what is there, and its people cannot sign in', async () => {
  await ada.patch('/workspace', { name: 'Crm & Sons' })
  await ada.post('/teams', { name: 'Delivery' })
  expect((await ada.post('/demo/load')).status).toBe(204)
  expect((await ada.post('/demo/load')).body.code).toMatch(/^demo_/)
  await finished()
  expect((await ada.get('/demo')).body).toEqual({ loaded: true, work: null })
  expect((await ada.get('/me')).body.workspace).toMatchObject({ name: 'Crm & Sons', demo: true })
  expect(await counted()).toMatchObject({
    accounts: 24,
    deals: 40,
    tasks: 120,
    time_entries: 6_000,
    users: 13,
    teams: 2,
    mapping_rules: 6,
  })
  const { rows } = await sql`select from users where password_hash is not null`.execute(app.db)
  expect(rows).toHaveLength(1)
  // one rule was proven by what people placed, and has placed what came since; the board of the other deal suggests the next
  const { data: rules } = (await ada.get('/mapping-rules?state=active&sort=-priority')).body
  expect(rules[0]).toMatchObject({ priority: 30, proof: { right: expect.any(Number), reviewed: expect.any(Number) } })
  expect(rules[0].proof.reviewed).toBeGreaterThan(20)
  expect(rules[0].proof.right).toBe(rules[0].proof.reviewed)
  expect(rules[0].placed).toBeGreaterThan(5)
  expect((await ada.get('/mapping-rules/suggested')).body.data.length).toBeGreaterThan(0)
  const waiting = await sql<{ n: number }>`select count(*) as n from time_entries where status = 'unmapped'`.execute(
    app.db,
  )
  expect(waiting.rows[0]!.n).toBe(60)
}, 90_000)

test('removing says before what goes, takes exactly that, and keeps what people made and what it hangs on', async () => {
  const { data: accounts } = (await ada.get('/accounts?sort=name&limit=2')).body
  const own = (await ada.post('/accounts', { name: 'My own' })).body
  const deal = (await ada.post('/deals', { name: 'Mine on theirs', account_id: accounts[0].id })).body
  const { rows: demoPeople } = await sql<{
    id: string
  }>`select id from users where email = ${emailOf(people[3]!.name)}`.execute(app.db)
  // somebody of the demo whom something of one's own belongs to stays, deactivated, and hands it over
  await ada.post('/accounts', { name: 'Given to Sam', owner_id: demoPeople[0]!.id })
  const { body: said } = await ada.get('/demo/removal')
  expect(said.removed).toMatchObject({ accounts: 23, deals: 40, tasks: 120, time_entries: 6_000, users: 10, teams: 0 })
  // Sam, and who owns the account that stays
  expect(said).toMatchObject({ kept: { accounts: 1, deals: 0, users: 2 }, deactivated: 2 })
  expect((await counted())['accounts']).toBe(26)

  const changes = async () => (await sql<{ n: number }>`select count(*) as n from changes`.execute(app.db)).rows[0]!.n
  const before = await changes()
  expect((await ada.post('/demo/remove')).status).toBe(204)
  await finished()
  const left = await counted()
  expect(left).toMatchObject({
    accounts: 3,
    deals: 1,
    tasks: 0,
    time_entries: 0,
    days: 0,
    mapping_rules: 0,
    users: 13 - said.removed.users,
  })
  expect((await ada.get(`/accounts/${own.id}`)).status).toBe(200)
  expect((await ada.get(`/deals/${deal.id}`)).status).toBe(200)
  expect(await changes()).toBeGreaterThan(before + 6_000)
  const { body: sam } = await ada.get(`/users/${demoPeople[0]!.id}`)
  expect(sam.status).toBe('disabled')
  const handed = (await ada.get('/accounts?q=Given to Sam')).body.data
  expect(handed[0].owner_id).toBe((await ada.get('/me')).body.id)
  expect((await ada.get('/me')).body.workspace).toMatchObject({ demo: false, welcoming: true, name: 'Crm & Sons' })
}, 90_000)

test('it can come back, with those who stayed taking part, and go again', async () => {
  await ada.post('/demo/load')
  await finished()
  expect(await counted()).toMatchObject({ deals: 41, time_entries: 6_000, users: 13 })
  await ada.post('/demo/remove')
  await finished()
  expect(await counted()).toMatchObject({ deals: 1, time_entries: 0, mapping_rules: 0 })
}, 90_000)
