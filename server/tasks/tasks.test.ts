import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp, walk } from '#test/app.ts'

const app = await startApp()
const { accounts, deals, tasks, users } = app.cast
const dana = await app.as('dana')
const titles = (rows: { title: string }[]) => rows.map(({ title }) => title)

test('a task belongs to its deal’s account and to whoever creates it, unless somebody is named', async () => {
  const { status, body, headers } = await dana.post('/tasks', {
    title: 'Draft the data model',
    deal_id: deals.fleet,
    due_date: '2026-12-01',
    estimated_hours: '7.5',
  })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    account_id: accounts.kestrel,
    account_name: 'Kestrel Logistics',
    deal_name: 'Fleet dashboard',
    assigned_to: users.dana,
    assignee_name: 'dana',
    status: 'open',
    priority: 'normal',
    due_date: '2026-12-01',
    estimated_hours: '7.5',
  })
  expect(headers.get('etag')).toBe('"1"')
  expect((await dana.get(`/tasks/${body.id}`)).body).toEqual(body)
})

test.each([
  ['the account of another deal', { deal_id: deals.fleet, account_id: accounts.quill }, '/account_id'],
  ['a deal that does not exist', { deal_id: nowhere }, '/deal_id'],
  ['an account that does not exist', { account_id: nowhere }, '/account_id'],
  ['a person who does not exist', { assigned_to: nowhere }, '/assigned_to'],
  ['an unknown status', { status: 'later' }, '/status'],
  ['an unknown priority', { priority: 1 }, '/priority'],
  ['a day that does not exist', { due_date: '2026-02-29' }, '/due_date'],
  ['a year PostgreSQL does not know', { due_date: '0000-01-01' }, '/due_date'],
  ['negative hours', { estimated_hours: '-1' }, '/estimated_hours'],
  ['hours as a number', { estimated_hours: 1.5 }, '/estimated_hours'],
  ['an unknown field', { done: true }, '/done'],
])('%s is refused, naming the field', async (_, extra, pointer) => {
  const { status, body } = await dana.post('/tasks', { title: 'X', ...extra })
  expect([status, body.errors[0].pointer]).toEqual([422, pointer])
})

test('moving a task keeps its account and its deal in agreement', async () => {
  const { body } = await dana.post('/tasks', { title: 'Wanders', deal_id: deals.fleet })
  const move = async (patch: object) => (await dana.patch(`/tasks/${body.id}`, patch)).body
  expect(await move({ deal_id: deals.author })).toMatchObject({ deal_id: deals.author, account_id: accounts.quill })
  expect((await move({ account_id: accounts.kestrel })).errors[0].pointer).toBe('/account_id')
  expect((await move({ deal_id: nowhere })).errors[0].pointer).toBe('/deal_id')
  expect(await move({ deal_id: null })).toMatchObject({ deal_id: null, account_id: accounts.quill })
  expect(await move({ account_id: accounts.kestrel })).toMatchObject({ deal_id: null, account_id: accounts.kestrel })
  expect(await move({ deal_id: deals.author })).toMatchObject({ account_id: accounts.quill })
  expect(await move({ deal_id: null, account_id: null })).toMatchObject({ deal_id: null, account_id: null })
})

test('an edit needs the newest version, and one that changes nothing leaves no trace', async () => {
  const at = `/tasks/${tasks.call}`
  const done = await dana.patch(at, { status: 'done' }, { headers: { 'if-match': '"1"' } })
  expect(done.body).toMatchObject({ status: 'done', version: 2 })
  expect((await dana.patch(at, { status: 'open' }, { headers: { 'if-match': '"1"' } })).status).toBe(412)
  expect((await dana.patch(at, { status: 'done', deal_id: deals.author })).body.version).toBe(2)
  expect((await dana.get(`/audit?object_id=${tasks.call}`)).body.data).toMatchObject([
    { action: 'task.changed', before: { status: 'open' }, after: { status: 'done' } },
  ])
})

test('a task nobody has is 404 for reading and for changing', async () => {
  expect((await dana.get(`/tasks/${nowhere}`)).status).toBe(404)
  expect((await dana.patch(`/tasks/${nowhere}`, { title: 'x' })).status).toBe(404)
})

test('employees see and change their own tasks, a team those of its people, and the others are not there', async () => {
  const noah = await app.as('noah')
  expect(titles((await noah.get('/tasks')).body.data)).toEqual(['Review wireframes'])
  expect((await noah.get(`/tasks/${tasks.call}`)).status).toBe(404)
  expect((await noah.patch(`/tasks/${tasks.call}`, { title: 'Mine' })).status).toBe(404)
  expect((await noah.patch(`/tasks/${tasks.review}`, { status: 'in_progress' })).body.status).toBe('in_progress')
  // sam is of the other team, lena of the same but may only read what is not of hers
  expect((await (await app.as('sam')).get(`/tasks/${tasks.review}`)).status).toBe(404)
  const lena = await app.as('lena')
  expect((await lena.get(`/tasks/${tasks.call}`)).status).toBe(200)
  expect((await lena.patch(`/tasks/${tasks.call}`, { title: 'Mine' })).status).toBe(404)
  expect((await lena.patch(`/tasks/${tasks.review}`, { priority: 'high' })).status).toBe(200)
  const felix = await app.as('felix')
  expect((await felix.get(`/tasks/${tasks.call}`)).status).toBe(200)
  expect((await felix.post('/tasks', { title: 'x' })).status).toBe(403)
  expect((await app.nobody.get('/tasks')).status).toBe(401)
})

test.each([
  ['noah', 'dana'],
  ['lena', 'sam'],
  ['sam', null],
] as const)('%s may not give a task to %s, who is outside their scope', async (who, to) => {
  const client = await app.as(who)
  const assigned_to = to && users[to]
  const refused = await client.post('/tasks', { title: 'Not mine', assigned_to })
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/assigned_to'])
  const { body } = await client.post('/tasks', { title: 'Mine' })
  expect((await client.patch(`/tasks/${body.id}`, { assigned_to })).status).toBe(422)
  expect((await client.get(`/tasks/${body.id}`)).body).toMatchObject({ assigned_to: users[who], version: 1 })
})

test('priority sorts by urgency, and no due date counts as the last', async () => {
  const { body: account } = await dana.post('/accounts', { name: 'Sorted Ltd' })
  const account_id = account.id as string
  const of = [
    { priority: 'low', due_date: '2026-12-02' },
    { priority: 'urgent', due_date: null },
    { priority: 'high', due_date: '2026-12-01' },
    { priority: 'normal', due_date: null },
    { priority: 'high', due_date: '2026-12-03' },
  ]
  for (const fields of of) await dana.post('/tasks', { title: `A ${fields.priority}`, account_id, ...fields })
  const sorted = (sort: string) => walk(dana, `/tasks?account_id=${account_id}&limit=2&sort=${sort}`)
  const priorities = async (sort: string) => (await sorted(sort)).map(({ priority }) => priority)
  expect(await priorities('-priority')).toEqual(['urgent', 'high', 'high', 'normal', 'low'])
  expect(await priorities('priority')).toEqual(['low', 'normal', 'high', 'high', 'urgent'])
  const dates = async (sort: string) => (await sorted(sort)).map(({ due_date }) => due_date)
  expect(await dates('due_date')).toEqual(['2026-12-01', '2026-12-02', '2026-12-03', null, null])
  expect(await dates('-due_date')).toEqual([null, null, '2026-12-03', '2026-12-02', '2026-12-01'])
  for (const sort of ['created_at', 'title'])
    expect((await sorted(sort)).map(({ id }) => id)).toEqual(
      (await sorted(`-${sort}`)).map(({ id }) => id).toReversed(),
    )
})

test('lists are filtered by person, status, priority, deal, account, day and text', async () => {
  await dana.post('/tasks', {
    title: 'Filtered',
    deal_id: deals.rights,
    assigned_to: users.grace,
    status: 'blocked',
    priority: 'low',
    due_date: '2027-03-01',
  })
  for (const query of [
    `assigned_to=${users.grace}`,
    'status=blocked&status=cancelled',
    `deal_id=${deals.rights}`,
    `account_id=${accounts.quill}&priority=low`,
    'date_from=2027-03-01&date_to=2027-03-01',
    'q=FILT',
  ])
    expect([query, titles((await dana.get(`/tasks?${query}`)).body.data)]).toEqual([query, ['Filtered']])
  expect((await dana.get('/tasks?date_from=2027-03-02')).body.data).toEqual([])
  for (const wrong of ['colour=red', 'status=later', 'date_from=soon', 'date_from=0000-01-01', 'sort=status'])
    expect([wrong, (await dana.get(`/tasks?${wrong}`)).body.code]).toEqual([wrong, 'invalid_query'])
})

test('a task shows all the time placed on it, whoever worked it', async () => {
  const { body: task } = await dana.post('/tasks', { title: 'Worked on', deal_id: deals.fleet, estimated_hours: '2' })
  const work = (user_id: string, hour: number) =>
    dana.post('/time-entries', {
      user_id,
      task_id: task.id,
      start_time: `2026-09-15T0${hour}:00:00Z`,
      end_time: `2026-09-15T0${hour}:45:00Z`,
    })
  expect(task.logged_seconds).toBe(0)
  await work(users.noah, 1)
  await work(users.dana, 2)
  expect((await dana.get(`/tasks/${task.id}`)).body).toMatchObject({ logged_seconds: 5_400, estimated_hours: '2' })
  expect((await dana.get('/tasks?q=worked')).body.data).toMatchObject([{ logged_seconds: 5_400 }])
})

test('an important task for a customer on which nothing happens for three days is idle', async () => {
  const make = async (extra: object) =>
    (await dana.post('/tasks', { title: 'Quiet', priority: 'urgent', account_id: accounts.quill, ...extra })).body.id
  const [quiet, fresh, noted, worked, normal, done, internal] = [
    await make({}),
    await make({}),
    await make({}),
    await make({}),
    await make({ priority: 'normal' }),
    await make({ status: 'done' }),
    await make({ account_id: null }),
  ]
  await sql`update tasks set updated_at = now() - interval '73 hours' where title = 'Quiet' and id <> ${fresh}`.execute(
    app.db,
  )
  await dana.post('/notes', { task_id: noted, text: 'Spoke to them' })
  const yesterday = (hour: number) => new Date(Date.now() - 86_400_000 + hour * 3_600_000).toISOString()
  await dana.post('/time-entries', {
    user_id: users.dana,
    task_id: worked,
    start_time: yesterday(0),
    end_time: yesterday(1),
  })
  const { data } = (await dana.get('/tasks?q=quiet')).body
  const idle = new Map(data.map((task: any) => [task.id, task.idle]))
  expect(idle.get(quiet)).toBe(true)
  for (const id of [fresh, noted, worked, normal, done, internal]) expect([id, idle.get(id)]).toEqual([id, false])
})
