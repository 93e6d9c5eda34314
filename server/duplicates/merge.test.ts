import { expect, test } from 'vitest'
import { based, nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { accounts, users } = app.cast
const dana = await app.as('dana')
const marta = await app.as('marta')
const agent = await app.agent()
const make = async (noun: string, fields: object, client = dana) => {
  const { body, status } = await client.post(`/${noun}`, fields)
  expect([status, body.errors ?? []]).toEqual([201, []])
  return body
}
const read = async (address: string) => (await dana.get(address)).body
type Row = { id: string; version: number }
/** As the page does it: on the versions as they are now. */
async function merge(noun: string, mine: Row, theirs: Row, more: object = {}) {
  const [one, other] = [await read(`/${noun}/${mine.id}`), await read(`/${noun}/${theirs.id}`)]
  const order = { other_id: theirs.id, other_version: other.version, ...more }
  return noun === 'accounts'
    ? marta.post(`/accounts/${mine.id}/merge`, order, based(one.version))
    : marta.post(`/contacts/${mine.id}/merge`, order, based(one.version))
}
const undo = (id: string) => marta.post(`/merges/${id}/undo`)
const entry = async (fields: object, hour = 9) =>
  make('time-entries', {
    user_id: users.noah,
    start_time: `2026-09-15T${String(hour).padStart(2, '0')}:00:00Z`,
    end_time: `2026-09-15T${String(hour).padStart(2, '0')}:30:00Z`,
    source: 'manual',
    // the same hour in every test
    billable: false,
    ...fields,
  })

/** Two accounts of one company, the second with something of everything. */
async function twins(name: string) {
  const mine = await make('accounts', { name, tags: ['a'], metadata: {} })
  const theirs = await make('accounts', { name: `${name} Ltd`, phone: '1', website: 'https://x.example', tags: ['b'] })
  const contact = await make('contacts', { last_name: name, account_id: theirs.id })
  await dana.patch(`/accounts/${theirs.id}`, { primary_contact_id: contact.id })
  const deal = await make('deals', { name: `${name} deal`, account_id: theirs.id })
  const task = await make('tasks', { title: `${name} task`, deal_id: deal.id })
  const lone = await make('tasks', { title: `${name} lone`, account_id: theirs.id })
  const time = await entry({ deal_id: deal.id })
  const note = await make('notes', { account_id: theirs.id, text: 'Call in May' })
  const view = await make('views', { page: 'deals', name, address: `account_id=${theirs.id}` })
  return { mine, theirs, contact, deal, task, lone, time, note, view }
}

test('a dry run says what would be, and changes nothing', async () => {
  const { mine, theirs, contact } = await twins('Avocet')
  const { status, body } = await merge('accounts', mine, theirs, { dry_run: true, take: { name: 'other' } })
  expect([status, body]).toMatchObject([
    200,
    {
      id: null,
      fields: { name: 'Avocet Ltd', phone: '1', tags: ['a', 'b'], primary_contact_id: contact.id },
      carried: { contacts: 1, deals: 1, tasks: 2, time_entries: 1, notes: 1, views: 1 },
    },
  ])
  expect((await read(`/accounts/${theirs.id}`)).deleted_at).toBe(null)
  expect((await read(`/contacts/${contact.id}`)).account_id).toBe(theirs.id)
})

test('everything that hung on the other hangs on the survivor, as one deed, and the old id leads there', async () => {
  const { mine, theirs, contact, deal, task, lone, time, note, view } = await twins('Bittern')
  const before = (await read('/reports/time-per-deal?date_from=2026-09-01&date_to=2026-09-30')).totals
  const { status, body } = await merge('accounts', mine, theirs, { take: { name: 'this', website: 'this' } })
  expect([status, body.carried]).toMatchObject([
    200,
    { contacts: 1, deals: 1, tasks: 2, time_entries: 1, notes: 1, views: 1 },
  ])
  const survivor = await read(`/accounts/${mine.id}`)
  expect(survivor).toMatchObject({
    name: 'Bittern',
    phone: '1',
    website: null,
    tags: ['a', 'b'],
    primary_contact_id: contact.id,
  })
  for (const address of [`/contacts/${contact.id}`, `/deals/${deal.id}`, `/tasks/${task.id}`, `/tasks/${lone.id}`])
    expect([address, (await read(address)).account_id]).toEqual([address, mine.id])
  expect((await read(`/time-entries/${time.id}`)).account_id).toBe(mine.id)
  expect((await read(`/notes?account_id=${mine.id}`)).data).toMatchObject([{ id: note.id }])
  expect((await read('/views?page=deals')).data).toContainEqual(
    expect.objectContaining({ id: view.id, address: `account_id=${mine.id}` }),
  )
  expect((await read('/reports/time-per-deal?date_from=2026-09-01&date_to=2026-09-30')).totals).toEqual(before)

  const [lead] = (await read(`/audit?object_id=${mine.id}`)).data
  expect(lead).toMatchObject({ action: 'account.merged', after: { merged_id: theirs.id, phone: '1' } })
  for (const id of [theirs.id, deal.id, time.id])
    expect((await read(`/audit?object_id=${id}`)).data[0].deed_id).toBe(lead.deed_id)

  const old = await fetch(`${app.address}/api/v1/accounts/${theirs.id}`, {
    redirect: 'manual',
    headers: { authorization: `Bearer ${dana.token}` },
  })
  expect([old.status, old.headers.get('location')]).toEqual([308, `/api/v1/accounts/${mine.id}`])
  expect((await read(`/accounts/${theirs.id}`)).id).toBe(mine.id)
  expect((await dana.post(`/accounts/${theirs.id}/restore`)).body.code).toBe('merged')
  const bulk = await dana.post('/accounts/bulk', { ids: [theirs.id], restore: true })
  expect(bulk.body.results).toMatchObject([{ status: 'skipped', code: 'merged' }])
  expect((await read('/accounts?deleted=true&limit=200')).data.map(({ id }: Row) => id)).not.toContain(theirs.id)
})

test('an agent goes on saying the old name, and people the old id', async () => {
  const mine = await make('accounts', { name: 'Dunlin Freight' })
  const theirs = await make('accounts', { name: 'Wagtail Carriers' })
  await merge('accounts', mine, theirs)
  const sent = { user_id: users.noah, start_time: '2026-09-16T09:00:00Z', end_time: '2026-09-16T09:30:00Z' }
  const { body } = await agent.post('/time-entries', { ...sent, external_id: 'old', project_name: 'Wagtail Carriers' })
  expect(body).toMatchObject({ account_id: mine.id, status: 'synced' })
  const waiting = await entry({ external_id: 'waits' }, 10)
  const assigned = await dana.post('/unmapped-time-entries/assign', { ids: [waiting.id], account_id: theirs.id })
  expect([assigned.status, (await read(`/time-entries/${waiting.id}`)).account_id]).toEqual([200, mine.id])
})

test('a merge that is taken back leaves everything as it was', async () => {
  const { mine, theirs, contact, deal, task, lone, time, note, view } = await twins('Curlew')
  const before = await read(`/accounts/${theirs.id}`)
  const { id } = (await merge('accounts', mine, theirs, { take: { name: 'other' } })).body
  const { status, body } = await undo(id)
  expect([status, body]).toMatchObject([
    200,
    { kept: [], put_back: { contacts: 1, deals: 1, tasks: 2, time_entries: 1, notes: 1, views: 1 } },
  ])
  expect(await read(`/accounts/${mine.id}`)).toMatchObject({ name: 'Curlew', phone: null, website: null, tags: ['a'] })
  const after = await read(`/accounts/${theirs.id}`)
  expect(after).toEqual({ ...before, version: after.version, updated_at: after.updated_at })
  for (const address of [`/contacts/${contact.id}`, `/deals/${deal.id}`, `/tasks/${task.id}`, `/tasks/${lone.id}`])
    expect([address, (await read(address)).account_id]).toEqual([address, theirs.id])
  expect((await read(`/time-entries/${time.id}`)).account_id).toBe(theirs.id)
  expect((await read(`/notes?account_id=${theirs.id}`)).data).toMatchObject([{ id: note.id }])
  expect((await read('/views?page=deals')).data).toContainEqual(
    expect.objectContaining({ id: view.id, address: `account_id=${theirs.id}` }),
  )
  expect((await undo(id)).body.code).toBe('undone')
  expect((await read(`/merges/${id}`)).undone_at).not.toBe(null)
  expect((await read(`/audit?object_id=${mine.id}`)).data[0].action).toBe('account.unmerged')
})

test('what was changed since a merge stays, is told, and what came to a deal goes back with it', async () => {
  const { mine, theirs, contact, deal, lone, time } = await twins('Dipper')
  const { id } = (await merge('accounts', mine, theirs)).body
  await dana.patch(`/accounts/${mine.id}`, { phone: '2' })
  await dana.patch(`/contacts/${contact.id}`, { account_id: accounts.quill })
  const later = await entry({ deal_id: deal.id }, 11)
  const own = await make('deals', { name: 'Own deal', account_id: mine.id })
  expect((await dana.patch(`/time-entries/${time.id}`, { deal_id: own.id })).status).toBe(200)
  const { body } = await undo(id)
  expect(body.kept).toEqual([
    { what: 'phone', count: 1, reason: 'It was changed since.' },
    { what: 'primary_contact_id', count: 1, reason: 'It was changed since.' },
    { what: 'contacts', count: 1, reason: 'They were put elsewhere since.' },
    { what: 'time_entries', count: 1, reason: 'They were put elsewhere since.' },
  ])
  expect(await read(`/accounts/${mine.id}`)).toMatchObject({ phone: '2', website: null })
  expect((await read(`/contacts/${contact.id}`)).account_id).toBe(accounts.quill)
  expect((await read(`/tasks/${lone.id}`)).account_id).toBe(theirs.id)
  expect((await read(`/time-entries/${later.id}`)).account_id).toBe(theirs.id)
  expect(await read(`/time-entries/${time.id}`)).toMatchObject({ account_id: mine.id, deal_id: own.id })
})

test('two merges in a chain lead to the last survivor, and are taken back in reverse order', async () => {
  const [a, b, c] = await Promise.all(['Egret A', 'Egret B', 'Egret C'].map((name) => make('accounts', { name })))
  const deal = await make('deals', { name: 'Egret deal', account_id: a.id })
  const first = (await merge('accounts', b, a)).body.id
  const second = (await merge('accounts', c, b)).body.id
  expect((await read(`/accounts/${a.id}`)).id).toBe(c.id)
  expect((await read(`/deals/${deal.id}`)).account_id).toBe(c.id)
  expect((await undo(first)).body.code).toBe('merged')
  expect((await undo(second)).status).toBe(200)
  expect((await read(`/accounts/${a.id}`)).id).toBe(b.id)
  expect((await undo(first)).status).toBe(200)
  expect((await read(`/deals/${deal.id}`)).account_id).toBe(a.id)
})

test('contacts are merged with their notes, and the account of the other has the survivor for its primary contact', async () => {
  const mine = await make('contacts', { last_name: 'Finch', account_id: accounts.kestrel, metadata: {} })
  const theirs = await make('contacts', {
    first_name: 'Fay',
    last_name: 'Finch',
    email: 'fay@finch.example',
    account_id: accounts.kestrel,
  })
  await dana.patch(`/accounts/${accounts.kestrel}`, { primary_contact_id: theirs.id })
  const note = await make('notes', { contact_id: theirs.id, text: 'Likes mornings' })
  const { body } = await merge('contacts', mine, theirs)
  expect(body.carried).toMatchObject({ notes: 1, accounts: 1 })
  expect(await read(`/contacts/${theirs.id}`)).toMatchObject({
    id: mine.id,
    name: 'Fay Finch',
    email: 'fay@finch.example',
  })
  expect((await read(`/accounts/${accounts.kestrel}`)).primary_contact_id).toBe(mine.id)
  expect((await undo(body.id)).body).toMatchObject({ kept: [], put_back: { notes: 1, accounts: 1 } })
  expect((await read(`/accounts/${accounts.kestrel}`)).primary_contact_id).toBe(theirs.id)
  expect((await read(`/notes?contact_id=${theirs.id}`)).data).toMatchObject([{ id: note.id }])
})

test('a record that was edited meanwhile is not merged, whichever of the two it is', async () => {
  const [mine, theirs] = [await make('accounts', { name: 'Gull' }), await make('accounts', { name: 'Gull Ltd' })]
  const order = { other_id: theirs.id, other_version: 1 }
  const at = `/accounts/${mine.id}/merge`
  expect((await marta.post(at, order)).status).toBe(428)
  await dana.patch(`/accounts/${theirs.id}`, { phone: '9' })
  expect((await marta.post(at, order, based(1))).body).toMatchObject({
    code: 'stale',
    version: 2,
    errors: [{ pointer: '/other_version' }],
  })
  await dana.patch(`/accounts/${mine.id}`, { phone: '8' })
  expect((await marta.post(at, { ...order, other_version: 2 }, based(1))).body).toMatchObject({
    code: 'stale',
    version: 2,
    errors: [],
  })
  await dana.delete(`/accounts/${theirs.id}`, based(2))
  expect((await marta.post(at, { ...order, other_version: 3 }, based(2))).body.code).toBe('deleted')
})

test('only who may merge does, and only what they see: other teams’ records are not there', async () => {
  const [mine, theirs] = [
    await make('accounts', { name: 'Heron', owner_id: users.lena }),
    await make('accounts', { name: 'Heron Ltd', owner_id: users.sam }),
  ]
  const order = (other_id: string) => ({ other_id, other_version: 1 })
  expect((await (await app.as('sam')).post(`/accounts/${mine.id}/merge`, order(theirs.id), based(1))).status).toBe(403)
  const { id } = (
    await merge(
      'accounts',
      await make('accounts', { name: 'Ibis', owner_id: users.sam }),
      await make('accounts', { name: 'Ibis Ltd' }),
    )
  ).body
  await dana.post('/roles', {
    name: 'team-lead',
    grants: { 'accounts:read': 'all', 'accounts:write': 'all', 'records:merge': 'team' },
  })
  await dana.patch(`/users/${users.lena}`, { role: 'team-lead' })
  const lena = await app.as('lena')
  expect((await lena.post(`/accounts/${theirs.id}/merge`, order(mine.id), based(1))).status).toBe(404)
  const refused = await lena.post(`/accounts/${mine.id}/merge`, order(theirs.id), based(1))
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/other_id'])
  expect((await lena.post(`/accounts/${mine.id}/merge`, order(mine.id), based(1))).body.errors[0].code).toBe(
    'same_record',
  )
  expect((await lena.get(`/merges/${id}`)).status).toBe(404)
  expect((await lena.post(`/merges/${id}/undo`)).status).toBe(404)
  expect((await lena.post(`/merges/${nowhere}/undo`)).status).toBe(404)
})

test('ten thousand time entries go along and come back, and no second is lost', async () => {
  const [mine, theirs] = [await make('accounts', { name: 'Jay' }), await make('accounts', { name: 'Jay Ltd' })]
  const deal = await make('deals', { name: 'Long work', account_id: theirs.id })
  const sent = Array.from({ length: 10_000 }, (_, n) => ({
    user_id: users.noah,
    deal_id: deal.id,
    start_time: new Date(Date.UTC(2025, 0, 1) + n * 600_000).toISOString(),
    end_time: new Date(Date.UTC(2025, 0, 1) + n * 600_000 + 300_000).toISOString(),
    external_id: `jay-${n}`,
  }))
  for (const half of [sent.slice(0, 5_000), sent.slice(5_000)])
    expect((await agent.post('/time-entries/batch', { entries: half })).status).toBe(200)
  const total = async () =>
    (await read('/reports/time-per-deal?date_from=2025-01-01&date_to=2025-12-31')).totals.all.seconds
  expect(await total()).toBe(10_000 * 300)
  const { body } = await merge('accounts', mine, theirs)
  expect(body.carried).toMatchObject({ deals: 1, time_entries: 10_000 })
  expect(await total()).toBe(10_000 * 300)
  expect((await undo(body.id)).body).toMatchObject({ kept: [], put_back: { deals: 1, time_entries: 10_000 } })
  expect(await total()).toBe(10_000 * 300)
}, 60_000)

test('past merges are listed, the latest first, with whether each can be taken back', async () => {
  const [a, b, c] = [await twins('Brambling'), await twins('Bunting'), await twins('Bullfinch')]
  const first = (await merge('accounts', a.mine, b.mine)).body
  const second = (await merge('accounts', c.mine, a.mine)).body
  const past = async () => (await read('/merges?object=account&limit=2')).data
  expect(await past()).toMatchObject([
    {
      id: second.id,
      survivor_name: 'Bullfinch',
      other_name: 'Brambling',
      merged_by_name: 'marta',
      undo_hindered_by: null,
    },
    { id: first.id, survivor_name: 'Brambling', other_name: 'Bunting', undo_hindered_by: 'merged' },
  ])
  await undo(second.id)
  expect(await past()).toMatchObject([{ undo_hindered_by: 'undone' }, { undo_hindered_by: null }])
  await dana.delete(`/accounts/${a.mine.id}`, based((await read(`/accounts/${a.mine.id}`)).version))
  expect(await past()).toMatchObject([{ undo_hindered_by: 'undone' }, { undo_hindered_by: 'deleted' }])
  // nobody without the right to merge learns of any
  expect((await (await app.as('sam')).get('/merges')).status).toBe(403)
})

test('who still names a record that was merged means the one it became: in bodies, in filters, on every path', async () => {
  const { mine, theirs } = await twins('Dunlin')
  await merge('accounts', mine, theirs)
  const [one, other] = [
    await make('contacts', { last_name: 'Dun', account_id: mine.id }),
    await make('contacts', { last_name: 'Dunn', account_id: mine.id }),
  ]
  await merge('contacts', one, other)
  // a merge on top of a merge
  const last = await make('accounts', { name: 'Dunlin Group' })
  await merge('accounts', last, mine)
  for (const account_id of [theirs.id, mine.id])
    for (const [list, fields] of [
      ['deals', { name: 'Late', account_id }],
      ['contacts', { last_name: 'Late', account_id }],
      ['tasks', { title: 'Late', account_id }],
      ['notes', { text: 'Late', account_id }],
    ] as const)
      expect((await make(list, fields)).account_id, `${list} ${account_id}`).toBe(last.id)
  expect((await make('notes', { text: 'Late', contact_id: other.id })).contact_id).toBe(one.id)
  const late = await make('contacts', { last_name: 'Latest' })
  expect((await dana.patch(`/contacts/${late.id}`, { account_id: theirs.id })).body.account_id).toBe(last.id)
  const named = await dana.patch(`/accounts/${last.id}`, { primary_contact_id: other.id })
  expect(named.body.primary_contact_id).toBe(one.id)
  const bulk = { ids: [late.id], change: { account_id: mine.id } }
  expect((await dana.post('/contacts/bulk', bulk)).status).toBe(200)
  expect((await read(`/contacts/${late.id}`)).account_id).toBe(last.id)
  // what is nobody's reference is left as it was written
  const free = await make('deals', { name: 'Free', account_id: theirs.id, description: theirs.id })
  expect(free.description).toBe(theirs.id)

  for (const list of ['deals', 'contacts', 'tasks', 'notes', 'time-entries']) {
    const of = async (id: string) => (await read(`/${list}?account_id=${id}&limit=200`)).data.map((row: Row) => row.id)
    expect((await of(last.id)).length, list).toBeGreaterThan(0)
    expect(await of(theirs.id), list).toEqual(await of(last.id))
  }
  expect((await read(`/timeline?contact_id=${other.id}`)).data).toEqual(
    (await read(`/timeline?contact_id=${one.id}`)).data,
  )
})

test('an old id is no way to what one may not see, and a repeated request is still the same one', async () => {
  const { mine, theirs } = await twins('Reeve')
  await merge('accounts', mine, theirs)
  await dana.post('/roles', {
    name: 'owner',
    grants: { 'accounts:read': 'own', 'accounts:write': 'own', 'deals:write': 'all', 'deals:read': 'all' },
  })
  await dana.patch(`/users/${users.lena}`, { role: 'owner' })
  const lena = await app.as('lena')
  const refused = await lena.post('/deals', { name: 'Late', account_id: theirs.id })
  expect([refused.status, refused.body.errors[0]]).toMatchObject([
    422,
    { pointer: '/account_id', code: 'unknown_reference' },
  ])
  expect(refused.text).not.toContain(mine.id)

  const key = { headers: { 'idempotency-key': 'late-deal' } }
  const first = await dana.post('/deals', { name: 'Once', account_id: theirs.id }, key)
  const again = await dana.post('/deals', { name: 'Once', account_id: theirs.id }, key)
  expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id])
})
