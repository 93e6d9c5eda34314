import { expect, test } from 'vitest'
import { nowhere, startApp, walk } from '#test/app.ts'

const app = await startApp()
const { users } = app.cast
const dana = await app.as('dana')
const account = (await dana.post('/accounts', { name: 'Harbour Works' })).body
const contact = (await dana.post('/contacts', { account_id: account.id, last_name: 'Quay' })).body
const deal = (await dana.post('/deals', { account_id: account.id, name: 'Crane', owner_id: users.sam })).body
await dana.post(`/deals/${deal.id}/move`, { stage: 'negotiation' })
const task = (await dana.post('/tasks', { title: 'Measure', deal_id: deal.id, assigned_to: users.noah })).body
await dana.patch(`/tasks/${task.id}`, { status: 'done' })
await dana.post('/notes', { account_id: account.id, text: 'Of the account' })
await dana.post('/notes', { contact_id: contact.id, text: 'Of the contact' })
await dana.post('/notes', { deal_id: deal.id, text: 'Of the deal' })
await dana.post('/notes', { task_id: task.id, text: 'Of the task' })
for (const [hour, who] of [
  ['08', users.noah],
  ['10', users.noah],
  ['12', users.grace],
])
  await dana.post('/time-entries', {
    user_id: who,
    source: 'manual',
    deal_id: deal.id,
    start_time: `2026-01-05T${hour}:00:00Z`,
    end_time: `2026-01-05T${hour}:30:00Z`,
  })

const kindsOf = (rows: any[]) => rows.map(({ kind, text }) => (kind === 'note' ? text : kind))
const of = (query: string, client = dana) => walk(client, `/timeline?${query}`)

test('the timeline of a deal merges notes, tasks, stages and time by day and person, newest first', async () => {
  const rows = await of(`deal_id=${deal.id}&limit=50`)
  expect(kindsOf(rows).toSorted()).toEqual(
    ['Of the deal', 'Of the task', 'task_created', 'task_done', 'stage', 'stage', 'time', 'time'].toSorted(),
  )
  expect(rows.map(({ at }) => at)).toEqual(
    rows
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  )
  expect(
    rows.filter(({ kind }) => kind === 'time').map(({ person_name, day, seconds }) => [person_name, day, seconds]),
  ).toEqual(
    expect.arrayContaining([
      ['noah', '2026-01-05', 3_600],
      ['grace', '2026-01-05', 1_800],
    ]),
  )
  // it is noah's task: the one who set it done is another
  expect(rows.find(({ kind }) => kind === 'task_done')).toMatchObject({ person_name: 'dana' })
  expect(rows.find(({ kind }) => kind === 'task_created')).toMatchObject({ person_name: 'noah' })
  const stage = rows.find(({ to_stage }) => to_stage === 'negotiation')
  expect(stage).toMatchObject({ kind: 'stage', from_stage: 'prospecting', text: 'Crane', person_name: 'dana' })
})

test('an account’s has what belongs to it, a contact’s the notes about them and the work for their company', async () => {
  const notes = (rows: any[]) =>
    kindsOf(rows)
      .filter((text) => text.startsWith('Of'))
      .toSorted()
  const whole = await of(`account_id=${account.id}&limit=50`)
  expect(notes(whole)).toEqual(['Of the account', 'Of the contact', 'Of the deal', 'Of the task'])
  const theirs = await of(`contact_id=${contact.id}&limit=50`)
  expect(notes(theirs)).toEqual(['Of the contact'])
  expect(kindsOf(theirs)).toEqual(expect.arrayContaining(['task_done', 'stage', 'time']))
})

test('pages show each happening once, and kinds narrow it', async () => {
  const ids = (rows: any[]) => rows.map(({ id, kind }) => `${kind}${id}`)
  const whole = ids(await of(`account_id=${account.id}&limit=50`))
  expect(new Set(whole).size).toBe(whole.length)
  expect(ids(await of(`account_id=${account.id}&limit=2`))).toEqual(whole)
  expect(kindsOf(await of(`deal_id=${deal.id}&kind=time&kind=stage`)).toSorted()).toEqual([
    'stage',
    'stage',
    'time',
    'time',
  ])
  expect((await of(`account_id=${account.id}&sort=at&limit=3`)).map(({ at }) => at)).toEqual(
    (await of(`account_id=${account.id}&sort=at&limit=50`)).map(({ at }) => at).toSorted(),
  )
})

test('everybody sees what of it they may see, and nothing of a record they may not', async () => {
  const noah = await app.as('noah')
  expect((await noah.get(`/timeline?deal_id=${deal.id}`)).status).toBe(404)
  expect((await dana.get(`/timeline?deal_id=${nowhere}`)).status).toBe(404)
  const sam = await app.as('sam')
  // sales read their own time and their team's tasks
  const seen = kindsOf(await of(`deal_id=${deal.id}&limit=50`, sam))
  expect(seen).toEqual(expect.arrayContaining(['Of the deal', 'stage']))
  expect(seen).not.toContain('time')
  expect(seen).not.toContain('Of the task')
  for (const wrong of ['', `?deal_id=${deal.id}&account_id=${account.id}`, '?kind=later'])
    expect([wrong, (await dana.get(`/timeline${wrong}`)).body.code]).toEqual([wrong, 'invalid_query'])
})
