/** A re-map that is killed in the middle goes on where it was, forth and back. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import pg from 'pg'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { startApp } from '#test/app.ts'
import { waiting, type EntryRow } from './entry-row.ts'
import { createNames } from './names.ts'
import { findRemap, setRemap, type RemapRow } from './remap-queries.ts'
import { lookThroughPast, pieceToWrite as piece, runRemap, undoRemap } from './run-remap.ts'
import { insertEntries } from './write-queries.ts'

const app = await startApp()
const { deals, users } = app.cast
const dana = await app.as('dana')
const names = createNames()
const entries = piece + 300
const begin_ms = Date.now() - 10 * 86_400_000
let remap: string

const sent = (n: number): EntryRow => ({
  ...waiting,
  id: uuidv7(),
  user_id: users.noah,
  start_time: new Date(begin_ms + n * 60_000).toISOString(),
  end_time: new Date(begin_ms + n * 60_000 + 60_000).toISOString(),
  duration_seconds: 60,
  zone: 'Europe/Berlin',
  activity_type: 'app',
  productivity_score: null,
  source: 'agent',
  external_id: `kill-${n}`,
  billable: true,
  project_name: null,
  project_from_editor: false,
  tags: [],
  title: null,
  url: null,
  app: 'Blender',
  quarantine_reason: null,
  synced_at: null,
  recorded_start: null,
  recorded_end: null,
})

beforeAll(async () => {
  await insertEntries(
    app.db,
    Array.from({ length: entries }, (_, n) => sent(n)),
  )
  const target = { kind: 'deal', deal_id: deals.fleet }
  const rule = (await dana.post('/mapping-rules', { name: 'Models', condition: 'app is Blender', target })).body
  await dana.post(`/mapping-rules/${rule.id}/state`, { state: 'active', unproven: true })
  const date_from = new Date(begin_ms - 86_400_000).toISOString().slice(0, 10)
  remap = (await dana.post(`/mapping-rules/${rule.id}/remaps`, { date_from })).body.id
  await lookThroughPast(app.db, names, remap)
})

/** Killed while the second piece is under way: somebody holds one of its entries. */
async function killInTheMiddle(deed: 'run' | 'undo', state: 'found' | 'moved'): Promise<void> {
  const holder = new pg.Client({ connectionString: app.url })
  await holder.connect()
  onTestFinished(() => holder.end())
  await holder.query('begin')
  await holder.query(
    `select from time_entry_keys where id = (
       select entry_id from remap_rows where remap_id = $1 and state = $2 order by entry_id offset ${piece + 100} limit 1
     ) for update`,
    [remap, state],
  )
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../../test/remap-child.ts'), deed, remap], {
    env: { ...process.env, DATABASE_URL: app.url },
  })
  const gone = once(child, 'exit')
  await expect.poll(async () => (await findRemap(app.db, remap))!.looked_at, { interval: 20 }).toBe(piece)
  child.kill('SIGKILL')
  expect((await gone)[1]).toBe('SIGKILL')
  await holder.query('rollback')
}

async function stand(): Promise<
  Partial<RemapRow> & { placed: number; versions: number[]; seconds: number; told: number }
> {
  const { rows } = await sql<{ placed: number; versions: number[]; seconds: number; told: number }>`
    select count(*) filter (where deal_id = ${deals.fleet}) as placed, array_agg(distinct version) as versions,
           (select coalesce(sum(seconds), 0) from time_by_day where deal_id = ${deals.fleet}) as seconds,
           (select count(*) from changes where action = 'time_entry.remapped') as told
    from time_entries
  `.execute(app.db)
  const { status, moved, kept, looked_at } = (await findRemap(app.db, remap))!
  return { ...rows[0]!, status, moved, kept, looked_at }
}

test('what was killed while it moved entries moves the others, none of them twice', async () => {
  await setRemap(app.db, remap, { status: 'running', looked_at: 0, total: entries })
  await killInTheMiddle('run', 'found')
  expect(await stand()).toMatchObject({
    status: 'running',
    placed: piece,
    seconds: piece * 60,
    moved: piece,
    told: piece,
  })
  await runRemap(app.db, names, remap, Date.now())
  expect(await stand()).toEqual({
    status: 'done',
    placed: entries,
    versions: [2],
    seconds: entries * 60,
    told: entries,
    moved: entries,
    kept: 0,
    looked_at: entries,
  })
}, 60_000)

test('and what was killed while it put them back puts back the others', async () => {
  await setRemap(app.db, remap, { status: 'undoing', looked_at: 0, total: entries, kept: 0 })
  await killInTheMiddle('undo', 'moved')
  expect(await stand()).toMatchObject({
    status: 'undoing',
    placed: entries - piece,
    looked_at: piece,
    told: entries + piece,
  })
  await undoRemap(app.db, { id: remap, deed_id: remap })
  expect(await stand()).toEqual({
    status: 'undone',
    placed: 0,
    versions: [3],
    seconds: 0,
    told: 2 * entries,
    moved: entries,
    kept: 0,
    looked_at: entries,
  })
}, 60_000)

test('where whoever started it was disabled since, nothing more is moved, and others may go on', async () => {
  const asked_by = (to: string) => sql`update remaps set asked_by = ${to} where id = ${remap}`.execute(app.db)
  const disable = (at: string | null) =>
    sql`update users set disabled_at = ${at}::timestamptz where id = ${users.lena}`.execute(app.db)
  await asked_by(users.lena)
  await disable(new Date().toISOString())
  await sql`update remap_rows set state = 'found' where remap_id = ${remap}`.execute(app.db)
  await setRemap(app.db, remap, { status: 'running', looked_at: 0, total: entries, moved: 0, kept: 0 })
  await runRemap(app.db, names, remap, Date.now())
  expect(await stand()).toMatchObject({ status: 'done', placed: 0, moved: 0, kept: entries })
  await setRemap(app.db, remap, { status: 'undoing' })
  await undoRemap(app.db, { id: remap, deed_id: remap })
  expect((await findRemap(app.db, remap))!.status).toBe('done')
  await setRemap(app.db, remap, { status: 'previewing' })
  await lookThroughPast(app.db, names, remap)
  expect((await findRemap(app.db, remap))!.status).toBe('previewed')
  await disable(null)
}, 60_000)
