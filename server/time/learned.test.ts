import { expect, test } from 'vitest'
import { startApp } from '#test/app.ts'

const app = await startApp()
const { deals, users } = app.cast
const agent = await app.agent()
const noah = await app.as('noah')
const dana = await app.as('dana')

/** Recent, because what was decided long ago is not looked at; at noon, so that a day's entries are on one day. */
const noon = Date.parse(`${new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10)}T08:00:00Z`)
let place = 0
async function record(who: string, facts: object, days = 0): Promise<string> {
  place++
  const start = noon - days * 86_400_000 + place * 600_000
  const { body } = await agent.post('/time-entries', {
    user_id: who,
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + 300_000).toISOString(),
    source: 'agent',
    external_id: `learned-${place}`,
    ...facts,
  })
  return body.id
}
const board = { app: 'Boards', title: 'Plan of the week', url: 'https://boards.example/7' }
const decide = (id: string, target: object) => noah.post(`/unmapped-time-entries/${id}/assign`, target)
const guessesOf = async (client: typeof noah, id: string) =>
  (await client.get(`/unmapped-time-entries/${id}`)).body.guesses as {
    deal_id: string | null
    confidence: number
    reason: string
    name: string
  }[]

const decided: string[] = []
for (const days of [4, 5, 6, 8]) {
  const id = await record(users.noah, board, days)
  await decide(id, { deal_id: deals.rights })
  decided.push(id)
}
const waiting = await record(users.noah, board)

test('what a person accepted before comes first for the next of its kind, and says why in one line', async () => {
  const [best] = await guessesOf(noah, waiting)
  expect(best).toMatchObject({ deal_id: deals.rights, reason: 'You put 4 of 4 entries with this title here.' })
})

test('what another person decided does not teach one’s own guesses', async () => {
  const grace = await app.as('grace')
  const id = await record(users.grace, board)
  expect(await guessesOf(grace, id)).toEqual([])
})

test('who may not see the screen of a person gets no guess from it, neither of this entry nor of earlier ones', async () => {
  const { text } = await dana.get(`/unmapped-time-entries/${waiting}`)
  expect(text).not.toMatch(/boards|plan of the week/i)
  const [best] = await guessesOf(dana, waiting)
  expect(best).toMatchObject({ deal_id: deals.rights })
  expect(best!.reason).toMatch(/^(noah put 4 of the last 4 entries here|\d+ % of their time)/)
})

test('time around it on the same day speaks for its own deal', async () => {
  const id = await record(users.noah, { app: 'Clock' }, 20)
  await record(users.noah, { deal_id: deals.fleet }, 20)
  const [best] = await guessesOf(noah, id)
  expect(best).toMatchObject({ deal_id: deals.fleet, reason: 'What comes just after it that day is here.' })
})

test('internal work is learned as well', async () => {
  for (const days of [30, 31, 32]) await decide(await record(users.noah, { app: 'Chess' }, days), {})
  const [best] = await guessesOf(noah, await record(users.noah, { app: 'Chess' }, 33))
  expect(best).toMatchObject({ account_id: null, deal_id: null, name: 'Internal, not billable' })
})

test('what is taken back, or taken out for good, is unlearned at once', async () => {
  await noah.post('/time-entries/return-to-queue', { ids: decided.slice(0, 1) })
  await noah.post('/time-entries/hide', { ids: decided.slice(1, 3) })
  const after = (await guessesOf(noah, waiting)).find(({ deal_id }) => deal_id === deals.rights)
  expect(after!.reason).toMatch(/^You put the one entry .+ here\.$/)
})
