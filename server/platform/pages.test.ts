import { expect, test } from 'vitest'
import { nowhere, startApp, walk } from '#test/app.ts'
import { sql } from './database.ts'

const app = await startApp()
const dana = await app.as('dana')
// forty accounts that no sort can tell apart, and some before and behind them
await sql`
  insert into accounts (name, tags, created_at, updated_at)
  select case when n <= 40 then 'Same Name' else 'Name ' || n end, '{paged}',
         '2026-01-01T00:00:00.123Z'::timestamptz + case when n <= 40 then 0 else n end * interval '1 ms', '2026-01-01'
  from generate_series(1, 50) n
`.execute(app.db)
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)
const encode = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url')
const decode = (cursor: string) => JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, string, string]

test.each(['name', '-name', 'created_at', '-created_at', 'updated_at', '-updated_at'])(
  'walking by %s over ties loses nothing and repeats nothing, whatever the size of a page',
  async (sort) => {
    const whole = ids((await dana.get(`/accounts?tag=paged&limit=200&sort=${sort}`)).body.data)
    expect(new Set(whole).size).toBe(50)
    for (const limit of [1, 7, 49, 50])
      expect(ids(await walk(dana, `/accounts?tag=paged&limit=${limit}&sort=${sort}`))).toEqual(whole)
  },
)

test('several sorts order by the first, within it by the second, and walk alike in any mix of directions', async () => {
  const key = ({ name, created_at, updated_at }: any) => ({ name: name.toLowerCase(), created_at, updated_at })
  for (const sort of [
    'name,created_at',
    '-name,-created_at',
    'name,-created_at',
    '-updated_at,name',
    '-updated_at,-name,created_at',
  ]) {
    const whole = (await dana.get(`/accounts?tag=paged&limit=200&sort=${sort}`)).body.data
    expect(whole).toHaveLength(50)
    for (const limit of [1, 7, 49])
      expect(ids(await walk(dana, `/accounts?tag=paged&limit=${limit}&sort=${sort}`))).toEqual(ids(whole))
    const columns = sort.split(',').map((name) => [name.replace('-', ''), name.startsWith('-') ? -1 : 1] as const)
    const compare = (a: any, b: any) =>
      columns.reduce(
        (sum, [name, sign]) =>
          sum ||
          sign *
            ((key(a) as any)[name] < (key(b) as any)[name]
              ? -1
              : (key(a) as any)[name] > (key(b) as any)[name]
                ? 1
                : 0),
        0,
      )
    for (const [n, row] of whole.slice(1).entries()) expect(compare(whole[n], row)).toBeLessThanOrEqual(0)
  }
})

test('numbers beside a sort in the other direction walk alike too', async () => {
  for (const n of Array(24).keys())
    await dana.post('/tasks', {
      title: `Paged ${n}`,
      priority: ['low', 'urgent', 'high'][n % 3],
      due_date: n % 4 === 0 ? null : `2030-01-0${1 + (n % 2)}`,
    })
  for (const sort of [
    '-priority,due_date',
    'priority,-due_date',
    'due_date,-priority,created_at',
    '-priority,due_date,-title',
  ]) {
    const list = `/tasks?q=Paged&sort=${sort}`
    const whole = (await dana.get(`${list}&limit=200`)).body.data
    expect(whole).toHaveLength(24)
    for (const limit of [1, 5, 23]) expect(ids(await walk(dana, `${list}&limit=${limit}`))).toEqual(ids(whole))
    const rank = (task: any) => ['low', 'normal', 'high', 'urgent'].indexOf(task.priority)
    const key: Record<string, (task: any) => string> = {
      priority: (task) => String(rank(task)),
      due_date: (task) => task.due_date ?? '9999',
      created_at: (task) => task.created_at,
      title: (task) => task.title.toLowerCase(),
    }
    const by = sort.split(',').map((name) => ({ of: key[name.replace('-', '')]!, sign: name.startsWith('-') ? -1 : 1 }))
    const compare = (a: any, b: any) =>
      by.reduce((sum, { of, sign }) => sum || sign * (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0), 0)
    for (const [n, task] of whole.slice(1).entries()) expect(compare(whole[n], task)).toBeLessThanOrEqual(0)
  }
})

test.each([
  ['sort=colour', 'unknown_sort', 'Unknown sort “colour”. Known: name, created_at, updated_at.'],
  ['sort=name,-colour', 'unknown_sort', 'Unknown sort “colour”. Known: name, created_at, updated_at.'],
  ['sort=', 'unknown_sort', 'Unknown sort “”. Known: name, created_at, updated_at.'],
  ['sort=constructor', 'unknown_sort', 'Unknown sort “constructor”. Known: name, created_at, updated_at.'],
  ['sort=name,-name', 'invalid_sort', 'Sort by at most four fields, each once.'],
])('%s is refused, and the answer says what there is', async (query, code, message) => {
  const { status, body } = await dana.get(`/accounts?${query}`)
  expect([status, body.code, body.detail, body.errors]).toEqual([
    400,
    'invalid_query',
    message,
    [{ pointer: '/sort', code, message }],
  ])
})

test('a page says whether there is more, and where', async () => {
  const first = await dana.get('/accounts?tag=paged&limit=49')
  expect(first.body).toMatchObject({ has_more: true, next_cursor: expect.any(String) })
  const link = /^<([^>]+)>; rel="next"$/.exec(first.headers.get('link')!)![1]!
  const last = await dana.get(link)
  expect(last.body).toMatchObject({ has_more: false, next_cursor: null })
  expect(last.body.data).toHaveLength(1)
  expect(last.headers.get('link')).toBeNull()
  expect((await dana.get('/accounts?tag=paged')).body.data).toHaveLength(50)
  expect((await dana.get('/accounts?tag=nothing')).body).toEqual({ data: [], next_cursor: null, has_more: false })
})

test('rows that come and go meanwhile neither repeat nor hide the others', async () => {
  const first = await dana.get('/accounts?tag=paged&limit=25&sort=name')
  const { rows } = await sql<{ id: string }>`
    insert into accounts (name, tags) values ('A first one', '{paged}') returning id
  `.execute(app.db)
  const seen = ids(first.body.data)
  await sql`delete from accounts where id = ${seen.at(-1)!}`.execute(app.db)
  const second = await dana.get(`/accounts?tag=paged&limit=200&sort=name&cursor=${first.body.next_cursor}`)
  const all = [...seen, ...ids(second.body.data)]
  expect(all).toHaveLength(50)
  expect(new Set(all).size).toBe(50)
  expect(all).not.toContain(rows[0]!.id)
})

test('a cursor goes with its own filter and sort; the size of the page may change', async () => {
  const { next_cursor } = (await dana.get('/accounts?tag=paged&limit=5&sort=name')).body
  expect((await dana.get(`/accounts?tag=paged&limit=9&sort=name&cursor=${next_cursor}`)).status).toBe(200)
  for (const query of [
    'tag=paged&sort=-name',
    'tag=paged&sort=created_at',
    'tag=paged&sort=name,created_at',
    'tag=paged&tag=x&sort=name',
    'sort=name',
    'tag=paged&sort=name&q=name',
  ]) {
    const { status, body } = await dana.get(`/accounts?${query}&cursor=${next_cursor}`)
    expect([query, status, body.code, body.errors[0].pointer]).toEqual([query, 422, 'invalid_cursor', '/cursor'])
  }
})

test('a cursor that was tampered with is refused like one of another list', async () => {
  const { next_cursor } = (await dana.get('/accounts?tag=paged&limit=5&sort=created_at')).body
  const [print, key, id] = decode(next_cursor)
  const damaged = [
    'x',
    next_cursor.slice(0, -4),
    encode([print, 'not a time', id]),
    encode([print, '2026-99-99', id]),
    encode([print, 'a\0b', id]),
    encode([print, key, '-'.repeat(36)]),
    encode([print, key]),
    encode([print, 7, id]),
    encode(null),
  ]
  for (const cursor of damaged) {
    const { status, body } = await dana.get(`/accounts?tag=paged&limit=5&sort=created_at&cursor=${cursor}`)
    expect([cursor, status, body.code]).toEqual([cursor, 422, 'invalid_cursor'])
  }
  // a place in the list that no row is at is still a place
  expect((await dana.get(`/accounts?tag=paged&sort=created_at&cursor=${encode([print, key, nowhere])}`)).status).toBe(
    200,
  )
})

test.each([
  ['deals', 'deals?'],
  ['tasks', 'tasks?'],
  ['users', 'users?'],
  ['audit', 'audit?'],
  ['time entries', 'time-entries?'],
])('a cursor of accounts does not open %s', async (_, target) => {
  const { next_cursor } = (await dana.get('/accounts?limit=1')).body
  expect((await dana.get(`/${target}cursor=${next_cursor}`)).status).toBe(422)
})
