import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { nowhere, startApp, walk } from '#test/app.ts'

const app = await startApp()
const { accounts, deals, tasks, users } = app.cast
const dana = await app.as('dana')
const marta = await app.as('marta')
const changesOf = async (id: string) => (await dana.get(`/audit?object_id=${id}&sort=occurred_at`)).body.data

test('every verb leaves one row that says who did what, before and after, by which request', async () => {
  const account = await marta.post('/accounts', { name: 'Ledger Ltd' })
  const account_id = account.body.id
  const renamed = await marta.patch(`/accounts/${account_id}`, { name: 'Ledger AG', tags: ['x'] })
  const by = { actor_kind: 'user', actor_id: users.marta, actor_name: 'marta', source: 'api', ip: '127.0.0.1' }
  expect(await changesOf(account_id)).toMatchObject([
    {
      action: 'account.created',
      object_type: 'account',
      object_id: account_id,
      before: null,
      after: { name: 'Ledger Ltd', owner_id: users.marta },
      request_id: account.headers.get('x-request-id'),
      ...by,
    },
    {
      action: 'account.changed',
      before: { name: 'Ledger Ltd', tags: [] },
      after: { name: 'Ledger AG', tags: ['x'] },
      request_id: renamed.headers.get('x-request-id'),
      ...by,
    },
  ])

  const deal = (await marta.post('/deals', { account_id, name: 'D', value: { amount: '5', currency: 'EUR' } })).body
  await marta.patch(`/deals/${deal.id}`, { value: { amount: '6', currency: 'EUR' } })
  await marta.post(`/deals/${deal.id}/close`, { stage: 'lost', reason: 'Budget' })
  await marta.patch(`/deals/${deal.id}`, { stage: 'negotiation' })
  expect(await changesOf(deal.id)).toMatchObject([
    { action: 'deal.created', after: { value: '5.00', currency: 'EUR' } },
    { action: 'deal.changed', before: { value: '5.00' }, after: { value: '6.00' } },
    { action: 'deal.closed', before: { stage: 'prospecting' }, after: { stage: 'lost', closed_reason: 'Budget' } },
    { action: 'deal.reopened', before: { stage: 'lost' }, after: { stage: 'negotiation', closed_at: null } },
  ])

  const task = (await marta.post('/tasks', { title: 'T', deal_id: deal.id })).body
  await marta.patch(`/tasks/${task.id}`, { status: 'done' })
  expect(await changesOf(task.id)).toMatchObject([
    { action: 'task.created', after: { title: 'T', account_id } },
    { action: 'task.changed', before: { status: 'open' }, after: { status: 'done' } },
  ])
  const rows = [...(await changesOf(account_id)), ...(await changesOf(deal.id)), ...(await changesOf(task.id))]
  expect(new Set(rows.map(({ deed_id }) => deed_id)).size).toBe(rows.length)
})

test('signing in and out and keys are in the ledger, but no secret of them', async () => {
  const { body: tokens } = await app.nobody.post('/auth/login', {
    email: 'grace@northlight.example',
    password: 'correct horse battery',
  })
  await app.nobody.post('/auth/logout', { refresh_token: tokens.refresh_token })
  const { data } = (await dana.get(`/audit?actor_id=${users.grace}`)).body
  expect(data).toMatchObject([
    { action: 'session.ended', actor_name: 'grace', after: { reason: 'signed_out' } },
    { action: 'session.started', actor_name: 'grace' },
  ])
  const { body: key } = await dana.post('/api-keys', { name: 'Ledger key', scopes: ['time:ingest'] })
  await dana.post(`/api-keys/${key.id}/revoke`)
  await dana.post(`/api-keys/${key.id}/revoke`)
  const changes = await changesOf(key.id)
  expect(changes.map(({ action }: { action: string }) => action)).toEqual(['api_key.created', 'api_key.revoked'])
  const everything = JSON.stringify(await walk(dana, '/audit?limit=200'))
  for (const secret of [tokens.refresh_token, tokens.access_token, key.key, 'correct horse battery', 'argon2id'])
    expect(everything).not.toContain(secret)
})

test('what was refused leaves no row', async () => {
  const count = async () => (await walk(dana, '/audit?limit=200')).length
  const before = await count()
  await dana.post('/deals', { account_id: accounts.quill, name: 'x', owner_id: nowhere })
  await dana.patch(`/deals/${deals.fleet}`, { account_id: nowhere })
  await dana.patch(`/accounts/${accounts.quill}`, { name: 'x' }, { headers: { 'if-match': '"9"' } })
  await dana.post(`/deals/${deals.lost}/close`, { stage: 'won' })
  await dana.patch(`/tasks/${tasks.call}`, { account_id: accounts.kestrel })
  expect(await count()).toBe(before)
})

test('a batch of an agent is one deed of many rows, by the key and from its address', async () => {
  const agent = await app.agent()
  const entry = (hour: number) => ({
    user_id: users.noah,
    source: 'agent',
    external_id: `audit-${hour}`,
    title: 'Secret plans.docx',
    start_time: `2026-09-15T0${hour}:00:00Z`,
    end_time: `2026-09-15T0${hour}:30:00Z`,
  })
  await agent.post('/time-entries/batch', { entries: [entry(1), entry(2), entry(3)] })
  const { data } = (await dana.get('/audit?object_type=time_entry')).body
  expect(data).toHaveLength(3)
  expect(new Set(data.map((row: any) => row.deed_id)).size).toBe(1)
  expect(data[0]).toMatchObject({ actor_kind: 'api_key', actor_name: 'agent', source: 'api', ip: '127.0.0.1' })
  expect(JSON.stringify(data)).not.toContain('Secret plans')
})

test('pages show every change once, both ways, and filters narrow them', async () => {
  const down = await walk(dana, '/audit?limit=3')
  const up = await walk(dana, '/audit?limit=4&sort=occurred_at')
  expect(new Set(up.map(({ id }) => id)).size).toBe(up.length)
  // reading is no change, so the list stands still meanwhile
  expect(down.map(({ id }) => id)).toEqual(up.map(({ id }) => id).toReversed())
  const times = up.map(({ occurred_at }) => occurred_at)
  expect(times).toEqual(times.toSorted())
  const closed = (await dana.get('/audit?action=deal.closed')).body.data
  expect(new Set(closed.map((row: any) => row.action))).toEqual(new Set(['deal.closed']))
  expect((await dana.get(`/audit?object_id=${nowhere}`)).body.data).toEqual([])
  for (const wrong of ['colour=red', 'object_id=1', 'sort=action', 'action=%00'])
    expect([wrong, (await dana.get(`/audit?${wrong}`)).status]).toEqual([wrong, 400])
})

test('people see their own deeds, a manager those of the team, and nobody without a credential any', async () => {
  const sam = await app.as('sam')
  await sam.patch(`/deals/${deals.fleet}`, { description: 'by sam' })
  const actors = async (client: typeof sam) =>
    new Set((await walk(client, '/audit?limit=200')).map(({ actor_name }) => actor_name))
  expect(await actors(sam)).toEqual(new Set(['sam']))
  await app.as('noah')
  const team = await actors(marta)
  expect(team).toContain('noah')
  expect(team).not.toContain('sam')
  expect((await app.nobody.get('/audit')).status).toBe(401)
  expect((await (await app.agent()).get('/audit')).status).toBe(403)
})

test('the ledger cannot be changed', async () => {
  for (const statement of [sql`update changes set action = 'x.y'`, sql`delete from changes`, sql`truncate changes`])
    await expect(statement.execute(app.db)).rejects.toThrow('permission denied')
})

test('a session begun in a browser is told from one of a program, from sign-in to sign-out', async () => {
  const { body } = await app.nobody.post(
    '/auth/login',
    { email: 'felix@northlight.example', password: 'correct horse battery' },
    { headers: { 'sec-fetch-site': 'same-origin' } },
  )
  const browser = app.bearer(body.access_token)
  await browser.patch('/me', { locale: 'de' })
  await (await app.as('felix')).patch('/me', { locale: 'fr' })
  const { data } = (await dana.get(`/audit?actor_id=${users.felix}&sort=occurred_at`)).body
  expect(data.map(({ action, source }: any) => [action, source])).toEqual([
    ['session.started', 'ui'],
    ['user.changed', 'ui'],
    ['session.started', 'api'],
    ['user.changed', 'api'],
  ])
})

test('refused sign-ins leave the first and the last of a window, of people and of nobody alike', async () => {
  const guess = (email: string) => app.nobody.post('/auth/login', { email, password: 'a guess of many' })
  for (let n = 1; n <= 12; n++) {
    await guess('lena@northlight.example')
    await guess('a secret typed into the wrong field')
  }
  const { data } = (await dana.get('/audit?action=sign_in.refused&sort=occurred_at')).body
  const ofLena = data.filter(({ object_id }: any) => object_id === users.lena)
  for (const rows of [ofLena, data.filter(({ object_id }: any) => object_id !== users.lena)])
    expect(rows).toMatchObject([
      {
        actor_kind: 'anonymous',
        actor_id: null,
        ip: '127.0.0.1',
        after: { guesses: 1, reason: 'invalid_credentials' },
      },
      { after: { guesses: 10 } },
    ])
  expect(JSON.stringify(data)).not.toContain('wrong field')
})
