import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'

const app = await startApp()
const { users, deals } = app.cast
const agent = await app.agent()
const noah = await app.as('noah')
const marta = await app.as('marta')
const dana = await app.as('dana')

let place = 0
/** Half an hour each, at noon of a day so many days ago. */
async function wait(who: string, days_ago: number, minutes = 30): Promise<string> {
  place++
  const noon = Date.parse(`${new Date(Date.now() - days_ago * 86_400_000).toISOString().slice(0, 10)}T06:00:00Z`)
  const start = noon + place * 1_800_000
  const { body } = await agent.post('/time-entries', {
    user_id: who,
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + minutes * 60_000).toISOString(),
    source: 'agent',
    external_id: `turn-${place}`,
    title: `Secret of ${place}`,
    app: 'Chess',
  })
  return body.id
}
const queue = async (client: typeof noah, query = '') =>
  (await client.get(`/unmapped-time-entries?sort=-stake${query}`)).body as {
    data: {
      id: string
      asked_by_name: string | null
      stake: number
      guesses: { per_hour: unknown; deal_id: string }[]
    }[]
    total: number
    snoozed: number
  }
const idsOf = async (client: typeof noah, query?: string) => (await queue(client, query)).data.map(({ id }) => id)
const workspace = async (team_review_days: number) => dana.patch('/workspace', { team_review_days })

const fresh = await wait(users.noah, 1)
const old = await wait(users.noah, 12)
const graces = await wait(users.grace, 12)

test('time is its own person’s first: the team sees it after its working days, without titles, and not before', async () => {
  expect((await idsOf(noah, '&whose=mine')).toSorted()).toEqual([fresh, old].toSorted())
  expect(await idsOf(noah, '&whose=team')).toEqual([])
  expect(await idsOf(marta, '&whose=team')).toEqual([old])
  expect(await idsOf(marta)).toEqual([old])
  expect((await marta.get(`/unmapped-time-entries/${fresh}`)).status).toBe(404)
  expect((await noah.get(`/unmapped-time-entries/${fresh}`)).status).toBe(200)
  expect((await marta.get('/unmapped-time-entries?whose=team')).text).not.toMatch(/secret|chess/i)
  expect((await idsOf(dana, '&whose=team')).toSorted()).toEqual([old, graces].toSorted())
})

test('the delay is a setting of the workspace, from none to thirty working days', async () => {
  expect((await workspace(0)).body.team_review_days).toBe(0)
  expect((await idsOf(marta, '&whose=team')).toSorted()).toEqual([fresh, old].toSorted())
  await workspace(30)
  expect(await idsOf(marta, '&whose=team')).toEqual([])
  expect((await workspace(31)).body.errors[0].pointer).toBe('/team_review_days')
  await workspace(2)
})

test('who is asked finds it first, with who asked; the team waits again; and asking is taken back', async () => {
  const { body } = await marta.post('/unmapped-time-entries/ask', { ids: [old, graces], asked: true })
  expect(body.results).toMatchObject([{ status: 'done' }, { status: 'skipped' }])
  expect((await queue(noah, '&whose=mine')).data[0]).toMatchObject({ id: old, asked_by_name: 'marta' })
  expect(await idsOf(marta, '&whose=team')).toEqual([])
  await sql`update review_requests set asked_at = now() - interval '12 days'`.execute(app.db)
  expect(await idsOf(marta, '&whose=team')).toEqual([old])
  await marta.post('/unmapped-time-entries/ask', { ids: [old], asked: true })
  await marta.post('/unmapped-time-entries/ask', { ids: [old], asked: false })
  expect((await queue(marta, '&whose=team')).data[0]).toMatchObject({ id: old, asked_by_name: null })
  const own = await noah.post('/unmapped-time-entries/ask', { ids: [old], asked: true })
  expect(own.body.results[0].status).toBe('skipped')
})

test('what is put off is gone for oneself alone, is counted, and comes back by itself or at once', async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString()
  await noah.post('/unmapped-time-entries/snooze', { ids: [old], until })
  expect(await queue(noah, '&whose=mine')).toMatchObject({ total: 1, snoozed: 1, data: [{ id: fresh }] })
  expect(await idsOf(noah, '&whose=mine&snoozed=true')).toEqual([old])
  expect(await idsOf(marta, '&whose=team')).toEqual([old])
  await sql`update snoozed_entries set until = now() - interval '1 second'`.execute(app.db)
  expect(await queue(noah, '&whose=mine')).toMatchObject({ total: 2, snoozed: 0 })
  await noah.post('/unmapped-time-entries/snooze', { ids: [old], until })
  await noah.post('/unmapped-time-entries/snooze', { ids: [old], until: null })
  expect((await queue(noah, '&whose=mine')).total).toBe(2)
  for (const wrong of ['2020-01-01T00:00:00Z', new Date(Date.now() + 90 * 86_400_000).toISOString()])
    expect(
      (await noah.post('/unmapped-time-entries/snooze', { ids: [old], until: wrong })).body.errors[0].pointer,
    ).toBe('/until')
})

test('a duplicate counts nowhere, waits no more, and comes back from the quarantine', async () => {
  const { body } = await noah.post('/unmapped-time-entries/duplicates', { ids: [fresh, graces] })
  expect(body.results).toMatchObject([{ status: 'done' }, { status: 'skipped' }])
  expect((await noah.get(`/time-entries/${fresh}`)).body).toMatchObject({ status: 'quarantined', discarded: true })
  expect(await idsOf(noah, '&whose=mine')).toEqual([old])
  await noah.post('/quarantined-time-entries/release', { ids: [fresh], reason: 'It was no duplicate' })
  expect((await queue(noah, '&whose=mine')).total).toBe(2)
})

test('most is at stake where it is long, dear and unsure; what an hour brings is shown to those who may see values', async () => {
  await sql`update deals set budget_hours = 10 where id = ${deals.fleet}`.execute(app.db)
  const short = await wait(users.noah, 20, 5)
  const long = await wait(users.noah, 20, 29)
  expect((await idsOf(noah, '&whose=mine')).indexOf(long)).toBeLessThan(
    (await idsOf(noah, '&whose=mine')).indexOf(short),
  )
  await noah.post(`/unmapped-time-entries/${short}/assign`, { deal_id: deals.fleet })
  const guessesFor = async (client: typeof noah) =>
    (await queue(client)).data.find(({ id }) => id === long)!.guesses.find(({ deal_id }) => deal_id === deals.fleet)
  expect((await guessesFor(dana))!.per_hour).toEqual({ amount: '100.00', currency: 'EUR' })
  expect((await guessesFor(noah))!.per_hour).toBeNull()
})
