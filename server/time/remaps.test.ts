import { expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { based, startApp } from '#test/app.ts'
import { createNames, type Names } from './names.ts'
import { pieceToWrite, runRemap } from './run-remap.ts'

const app = await startApp({ worker: true })
const { deals, users, accounts } = app.cast
const [dana, marta, agent] = await Promise.all([app.as('dana'), app.as('marta'), app.agent()])
const day_ms = 86_400_000
const date_from = new Date(Date.now() - 20 * day_ms).toISOString().slice(0, 10)
let count = 0

async function send(more: object): Promise<any> {
  const start = Date.now() - 10 * day_ms + ++count * 60_000
  const { body } = await agent.post('/time-entries', {
    user_id: users.noah,
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + 60_000).toISOString(),
    source: 'agent',
    external_id: `remap-${count}`,
    ...more,
  })
  return body
}
const entry = async (id: string) => (await dana.get(`/time-entries/${id}`)).body
async function until(id: string, status: string): Promise<any> {
  await expect.poll(async () => (await dana.get(`/remaps/${id}`)).body.status).toBe(status)
  return (await dana.get(`/remaps/${id}`)).body
}
async function live(condition: string, target: object, more: object = {}): Promise<{ id: string }> {
  const { body } = await dana.post('/mapping-rules', { name: condition, condition, target, ...more })
  await dana.post(`/mapping-rules/${body.id}/state`, { state: 'active', unproven: true })
  return body
}

// one of every kind there is in the past
const waiting = await send({ app: 'Blender' })
const waitsToo = await send({ app: 'Blender', billable: false })
const byProject = await send({ app: 'Blender', project_name: 'Author platform for Quill Publishing' })
const named = await send({ app: 'Blender', deal_id: deals.author })
const tagged = await send({ app: 'Blender', tags: ['client: Quill Publishing'] })
const decided = await send({ app: 'Blender' })
await dana.post(`/unmapped-time-entries/${decided.id}/assign`, { deal_id: deals.fleet })
const first = await send({ app: 'Blender', tags: ['chat'] })
await send({ app: 'Figma' })
await live('tag is chat', { kind: 'ignore' }, { priority: 1 })
const rule = await live('app is Blender', { kind: 'deal', deal_id: deals.fleet, billable: true })
let remap: string

test('the past is looked through without being touched, and what is left alone is counted by why', async () => {
  const { status, body } = await dana.post(`/mapping-rules/${rule.id}/remaps`, { date_from })
  expect([status, body.status]).toEqual([201, 'previewing'])
  remap = body.id
  expect(await until(remap, 'previewed')).toMatchObject({
    total: 8,
    looked_at: 8,
    rule_number: 1,
    asked_by_name: 'dana',
    counts: { moves: 3, seconds: 180, waiting: 2, by_person: 1, by_name: 2, by_other_rule: 1, in_place: 0, locked: 0 },
    moved: 0,
  })
  expect(await entry(waiting.id)).toMatchObject({ status: 'unmapped', version: 1 })
})

test('what was found is moved as one deed, and says why; what somebody decided meanwhile is left', async () => {
  await dana.post(`/unmapped-time-entries/${waitsToo.id}/assign`, { deal_id: deals.author })
  await dana.post('/time-entries/return-to-queue', { ids: [waitsToo.id] })
  await dana.patch(`/time-entries/${waitsToo.id}`, { billable: false })
  const third = await send({ app: 'Blender' })
  expect(third).toMatchObject({ deal_id: deals.fleet, billable: true })
  await dana.post('/time-entries/return-to-queue', { ids: [byProject.id] })
  await dana.post(`/unmapped-time-entries/${byProject.id}/assign`, { deal_id: deals.rights })
  expect((await dana.post(`/remaps/${remap}/run`)).status).toBe(200)
  expect(await until(remap, 'done')).toMatchObject({ moved: 2, kept: 1, total: 3, looked_at: 3 })
  expect(await entry(waiting.id)).toMatchObject({
    deal_id: deals.fleet,
    account_id: accounts.kestrel,
    status: 'synced',
    mapping: { rule: 'mapping_rule', rule_id: rule.id, rule_version: 1 },
  })
  // nothing becomes billable behind everybody's back
  expect(await entry(waitsToo.id)).toMatchObject({ deal_id: deals.fleet, billable: false })
  for (const [id, deal_id] of [
    [byProject.id, deals.rights],
    [named.id, deals.author],
    [decided.id, deals.fleet],
    [first.id, null],
  ])
    expect(await entry(id)).toMatchObject({ deal_id })
  expect((await entry(tagged.id)).mapping.rule).toBe('tag')
  const { rows } =
    await sql`select action, count(*)::integer as count from changes where deed_id = ${remap} group by action order by action`.execute(
      app.db,
    )
  expect(rows).toEqual([
    { action: 'remap.finished', count: 1 },
    { action: 'remap.started', count: 1 },
    { action: 'time_entry.remapped', count: 2 },
  ])
  expect((await dana.post(`/remaps/${remap}/run`)).body.code).toBe('not_previewed')
})

test('sums by day know of it', async () => {
  const { rows } = await sql<{ seconds: number; entries: number }>`
    select sum(seconds) as seconds, (select coalesce(sum(duration_seconds), 0) from time_entries where deal_id = ${deals.fleet}) as entries
    from time_by_day where deal_id = ${deals.fleet}
  `.execute(app.db)
  expect(rows[0]!.seconds).toBe(rows[0]!.entries)
})

test('all of it is put back, but for what was changed since', async () => {
  await dana.patch(`/time-entries/${waitsToo.id}`, { tags: ['kept'] })
  expect((await dana.post(`/remaps/${remap}/undo`)).body.status).toBe('undoing')
  expect(await until(remap, 'undone')).toMatchObject({ kept: 1, looked_at: 2 })
  expect(await entry(waiting.id)).toMatchObject({ status: 'unmapped', deal_id: null, mapping: null })
  expect(await entry(waitsToo.id)).toMatchObject({ deal_id: deals.fleet, tags: ['kept'] })
  expect((await dana.post(`/remaps/${remap}/undo`)).body.code).toBe('not_done')
})

test('a rule that was changed is looked through anew, one at a time, and only where it can be taken back', async () => {
  const { body } = await dana.post(`/mapping-rules/${rule.id}/remaps`, { date_from })
  await until(body.id, 'previewed')
  await dana.patch(`/mapping-rules/${rule.id}`, { condition: 'app is Maya' })
  expect((await dana.post(`/remaps/${body.id}/run`)).body.code).toBe('rule_changed')
  const secret = await live('app is Safe', { kind: 'private' })
  expect((await dana.post(`/mapping-rules/${secret.id}/remaps`, { date_from })).body.code).toBe('not_for_past')
  await dana.post(`/mapping-rules/${rule.id}/state`, { state: 'draft' })
  expect((await dana.post(`/mapping-rules/${rule.id}/remaps`, { date_from })).body.code).toBe('not_active')
  await sql`update remaps set status = 'running' where id = ${body.id}`.execute(app.db)
  await dana.post(`/mapping-rules/${rule.id}/state`, { state: 'active', unproven: true })
  expect((await dana.post(`/mapping-rules/${rule.id}/remaps`, { date_from })).body.code).toBe('under_way')
})

test('nobody moves the past of people whose time they do not see', async () => {
  expect((await marta.post(`/mapping-rules/${rule.id}/remaps`, { date_from })).status).toBe(403)
  expect((await marta.post(`/remaps/${remap}/undo`)).status).toBe(403)
  expect((await marta.get(`/mapping-rules/${rule.id}/remaps`)).body.data.length).toBe(2)
})

test('after a week it stays', async () => {
  await sql`update remaps set status = 'done', undo_until = now() - interval '1 minute' where id = ${remap}`.execute(
    app.db,
  )
  expect((await dana.post(`/remaps/${remap}/undo`)).body.code).toBe('too_late')
})

test('an entry whose hour became billable in another one meanwhile stays as the rule left it', async () => {
  const ignored = await send({ app: 'Chess' })
  const { id } = await live('app is Chess', { kind: 'ignore' })
  const { body } = await dana.post(`/mapping-rules/${id}/remaps`, { date_from })
  await until(body.id, 'previewed')
  await dana.post(`/remaps/${body.id}/run`)
  await until(body.id, 'done')
  expect(await entry(ignored.id)).toMatchObject({ status: 'synced', billable: false })
  const { start_time, end_time } = ignored
  expect(await send({ deal_id: deals.fleet, start_time, end_time })).toMatchObject({ status: 'synced', billable: true })
  await dana.post(`/remaps/${body.id}/undo`)
  expect(await until(body.id, 'undone')).toMatchObject({ kept: 1 })
  expect(await entry(ignored.id)).toMatchObject({ status: 'synced', billable: false })
})

test('what was with a customer that was merged away meanwhile is put back to the one it is now', async () => {
  const { id: twin } = (await dana.post('/accounts', { name: 'Zenith Twin' })).body
  const moved = await send({ app: 'Zoom', project_name: 'Zenith Twin' })
  expect(moved.account_id).toBe(twin)
  const { id } = await live('app is Zoom', { kind: 'deal', deal_id: deals.fleet })
  const { body } = await dana.post(`/mapping-rules/${id}/remaps`, { date_from })
  await until(body.id, 'previewed')
  await dana.post(`/remaps/${body.id}/run`)
  await until(body.id, 'done')
  expect(await entry(moved.id)).toMatchObject({ deal_id: deals.fleet })
  const { version } = (await dana.get(`/accounts/${accounts.quill}`)).body
  await dana.post(`/accounts/${accounts.quill}/merge`, { other_id: twin, other_version: 1 }, based(version))
  await dana.post(`/remaps/${body.id}/undo`)
  await until(body.id, 'undone')
  expect(await entry(moved.id)).toMatchObject({
    account_id: accounts.quill,
    deal_id: null,
    mapping: { rule: 'project_name' },
  })
})

test('what is moved after its customer was merged away goes to the one it is now', async () => {
  const { id: twin } = (await dana.post('/accounts', { name: 'Vertex Twin' })).body
  const start = Date.now() - 9 * day_ms
  const entries = Array.from({ length: pieceToWrite + 1 }, (_, n) => ({
    user_id: users.grace,
    start_time: new Date(start + n * 10_000).toISOString(),
    end_time: new Date(start + n * 10_000 + 5_000).toISOString(),
    source: 'agent',
    external_id: `vertex-${n}`,
    app: 'Vertex',
  }))
  await agent.post('/time-entries/batch', { entries })
  const { id } = await live('app is Vertex', { kind: 'account', account_id: twin })
  const { body } = await dana.post(`/mapping-rules/${id}/remaps`, { date_from })
  await until(body.id, 'previewed')
  await sql`update remaps set status = 'running' where id = ${body.id}`.execute(app.db)
  const names = createNames()
  let pieces = 0
  const merging: Names = async (db) => {
    if (++pieces === 2) {
      const { version } = (await dana.get(`/accounts/${accounts.kestrel}`)).body
      const order = { other_id: twin, other_version: 1 }
      expect((await dana.post(`/accounts/${accounts.kestrel}/merge`, order, based(version))).status).toBe(200)
    }
    return names(db)
  }
  await runRemap(app.db, merging, body.id, Date.now())
  const { rows } = await sql<{ account_id: string; count: number }>`
    select account_id, count(*) as count from time_entries where app = 'Vertex' group by 1
  `.execute(app.db)
  expect(rows).toEqual([{ account_id: accounts.kestrel, count: pieceToWrite + 1 }])
})
