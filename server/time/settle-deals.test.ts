/** Of a deal that was decided the rows of its people become one, by night: nothing of its time is lost, and what is just written to is left. */
import { beforeEach, expect, test } from 'vitest'
import { sql, transact } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'
import { settleDeals } from './settle-deals.ts'

const app = await startApp()
const { users, deals } = app.cast
const [dana, agent] = [await app.as('dana'), await app.agent()]

const sums = async () =>
  (
    await sql<{ deal_id: string; rows: number; seconds: number }>`
      select deal_id, count(*) as rows, sum(seconds)::bigint as seconds from time_by_deal group by 1
    `.execute(app.db)
  ).rows
const of = async (deal_id: string) => (await sums()).find((row) => row.deal_id === deal_id)
let hour = 0
const work = (user_id: string, deal_id: string) => {
  const begin_ms = Date.parse('2026-02-02T00:00:00Z') + hour++ * 3_600_000
  const iso = (ms: number) => new Date(ms).toISOString()
  return agent.post('/time-entries', {
    user_id,
    deal_id,
    start_time: iso(begin_ms),
    end_time: iso(begin_ms + 1_800_000),
    source: 'agent',
    external_id: `settled-${hour}`,
  })
}
const decide = async (id: string) =>
  sql`update deals set stage = 'won', closed_at = now() where id = ${id}`.execute(app.db)

beforeEach(async () => {
  await sql`delete from time_entries`.execute(app.db)
  await sql`delete from time_by_deal`.execute(app.db)
})

test('what was decided is told by one row, what is open by its people, and both say what they said', async () => {
  for (const deal of [deals.fleet, deals.author]) {
    await work(users.noah, deal)
    await work(users.grace, deal)
  }
  await decide(deals.fleet)
  const told = async () => (await dana.get(`/deals/${deals.fleet}`)).body.tracked_seconds
  expect(await told()).toBe(3_600)
  await settleDeals(app.db)
  expect(await of(deals.fleet)).toMatchObject({ rows: 1, seconds: 3_600 })
  expect(await of(deals.author)).toMatchObject({ rows: 2, seconds: 3_600 })
  expect(await told()).toBe(3_600)
  // late work, and work that is taken away
  await work(users.noah, deals.fleet)
  await sql`delete from time_entries where user_id = ${users.grace} and deal_id = ${deals.fleet}`.execute(app.db)
  expect(await told()).toBe(3_600)
  await settleDeals(app.db)
  await settleDeals(app.db)
  expect(await of(deals.fleet)).toMatchObject({ rows: 1, seconds: 3_600 })
})

test('what somebody is just writing to is left, and nobody waits', async () => {
  for (const user of [users.noah, users.grace, users.lena]) await work(user, deals.fleet)
  await decide(deals.fleet)
  await transact(app.db, async (tx) => {
    await sql`update time_by_deal set seconds = seconds + 60 where user_id = ${users.noah}`.execute(tx)
    await settleDeals(app.db)
  })
  expect(await of(deals.fleet)).toMatchObject({ rows: 2, seconds: 5_460 })
})

test('more deals than one part holds are all settled', async () => {
  await sql`
    insert into deals (account_id, name, stage, closed_at)
    select account_id, 'Done ' || n, 'lost', now() from deals, generate_series(1, 700) n where id = ${deals.fleet}
  `.execute(app.db)
  await sql`
    insert into time_by_deal (deal_id, user_id, entries, seconds)
    select d.id, u.id, 1, 60 from deals d, users u where d.name like 'Done %' and u.id in (${users.noah}, ${users.lena})
  `.execute(app.db)
  await settleDeals(app.db)
  expect((await sums()).every(({ rows, seconds }) => rows === 1 && seconds === 120)).toBe(true)
})
