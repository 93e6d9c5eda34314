/** The bridge as people run it: a process beside an ActivityWatch server, sending to a real Daybook. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseTarGzip } from 'nanotar'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { activeEntries, type AwBucket, type AwEvent } from '#domain/activitywatch.ts'
import { sql } from '#server/platform/database.ts'
import { startActivityWatch } from '#test/activitywatch.ts'
import { based, startApp } from '#test/app.ts'
import { sendAll } from './daybook.ts'
import { openOutbox } from './outbox.ts'

const app = await startApp({ worker: true })
const noah = await app.as('noah')
const { key, id: key_id } = (await noah.post('/me/device-keys', { name: 'Laptop' })).body
beforeEach(() => sql`delete from time_entries`.execute(app.db))

const scratch = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'daybook-bridge-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
type Machine = { activitywatch: string; folder: string; server?: string; key?: string; since?: string }
const start = (
  { activitywatch, folder, server = app.address, key: given = key, since = '2025-09-15' }: Machine,
  ...more: string[]
) =>
  spawn(process.execPath, [
    path.join(import.meta.dirname, 'main.ts'),
    '--activitywatch',
    activitywatch,
    '--folder',
    folder,
    '--server',
    server,
    '--key',
    given,
    '--since',
    since,
    ...more,
  ])
async function run(machine: Machine, ...more: string[]) {
  const child = start(machine, ...(more.length > 0 ? more : ['--once']))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += String(bytes)))
  const [code] = await once(child, 'close')
  return { code, said }
}
async function stored(): Promise<Record<string, number>> {
  const { rows } = await sql<{ external_id: string; duration_seconds: number }>`
    select external_id, duration_seconds from time_entries where source = 'agent'
  `.execute(app.db)
  return Object.fromEntries(rows.map((row) => [row.external_id, row.duration_seconds]))
}
const waiting = (folder: string) => readdirSync(path.join(folder, 'waiting'))

const sample: Record<string, { type: string; hostname: string; events: AwEvent[] }> = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../test/data/time/activitywatch_export_sample.json'), 'utf8'),
).buckets
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)
/** What a file of the same buckets would bring. */
const expected = (buckets: AwBucket[]) =>
  Object.fromEntries(
    activeEntries(buckets, Date.now(), sha256).entries.map((entry) => [entry.external_id, entry.duration_seconds]),
  )
const asBuckets = (buckets: typeof sample): AwBucket[] =>
  Object.entries(buckets).map(([id, own]) => ({ ...own, id, device_id: null }))

const at = (clock: string) => `2025-09-15T${clock}Z`
const event = (start_time: string, minutes: number, data: object): AwEvent => ({
  timestamp: at(start_time),
  duration: minutes * 60,
  data: { ...data },
})
const present = (minutes = 600) => [event('08:00:00', minutes, { status: 'not-afk' })]

test.each(['python', 'rust'] as const)(
  'a day on a %s server arrives as its file would, once, to the second',
  async (kind) => {
    const watch = await startActivityWatch(kind, 'SAMPLE-LAPTOP')
    for (const [id, { type, events }] of Object.entries(sample)) watch.add(id, type, events)
    const machine = { activitywatch: watch.address, folder: scratch() }
    const { code, said } = await run(machine)
    expect([code, said]).toEqual([0, 'sent: 538 created\n'])
    const found = await stored()
    expect(found).toEqual(expected(asBuckets(sample)))
    expect(Object.values(found).reduce((sum, seconds) => sum + seconds)).toBe(23_902)
    // again, and with everything forgotten
    expect((await run(machine)).said).toBe('')
    expect((await run({ ...machine, folder: scratch() })).said).toBe('sent: 538 duplicate\n')
    expect(await stored()).toEqual(found)
  },
  90_000,
)

test('what goes on now is sent as far as it is certain, and grows', async () => {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString()
  const watch = await startActivityWatch('python')
  watch.add('aw-watcher-window_DESK', 'currentwindow', [{ timestamp: ago(600), duration: 600, data: { app: 'Code' } }])
  watch.add('aw-watcher-afk_DESK', 'afkstatus', [{ timestamp: ago(600), duration: 600, data: { status: 'not-afk' } }])
  const machine = { activitywatch: watch.address, folder: scratch(), since: ago(600).slice(0, 10) }
  expect((await run(machine)).said).toBe('sent: 1 created\n')
  const [before] = Object.values(await stored())
  expect(before).toBeGreaterThanOrEqual(360)
  expect(before).toBeLessThan(370)
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  expect((await run(machine)).said).toBe('sent: 1 updated\n')
  const [after, ...more] = Object.values(await stored())
  expect([after! > before!, more]).toEqual([true, []])
}, 90_000)

test('a window that was in front at midnight, cut by the server where the day was asked for, keeps its id', async () => {
  const buckets = {
    'aw-watcher-window_DESK': {
      type: 'currentwindow',
      hostname: 'DESK',
      events: [{ timestamp: '2025-09-15T23:00:00Z', duration: 7_200, data: { app: 'Code', title: 'acme' } }],
    },
    'aw-watcher-afk_DESK': {
      type: 'afkstatus',
      hostname: 'DESK',
      events: [
        { timestamp: '2025-09-15T22:00:00Z', duration: 5_400, data: { status: 'not-afk' } },
        { timestamp: '2025-09-16T00:30:00Z', duration: 1_800, data: { status: 'not-afk' } },
      ],
    },
  }
  const watch = await startActivityWatch('rust')
  for (const [id, { type, events }] of Object.entries(buckets)) watch.add(id, type, events)
  // begins with the day the window goes on in
  await run({ activitywatch: watch.address, folder: scratch(), since: '2025-09-16' })
  const [[late]] = [Object.entries(await stored())]
  expect(expected(asBuckets(buckets))).toMatchObject({ [late![0]]: late![1] })
  await run({ activitywatch: watch.address, folder: scratch(), since: '2025-09-15' })
  expect(await stored()).toEqual(expected(asBuckets(buckets)))
}, 90_000)

test('what a person keeps out never leaves the machine, nor do passwords and banks', async () => {
  const { version } = (await noah.get('/me/exclusions')).body
  await noah.put('/me/exclusions', { apps: ['Signal'], sites: ['clinic.example'], hours: [] }, based(version))
  const watch = await startActivityWatch('python')
  watch.add('aw-watcher-window_DESK', 'currentwindow', [
    event('09:00:00', 5, { app: 'Signal', title: 'Ann' }),
    event('09:05:00', 5, { app: 'Firefox', title: 'Results', url: 'https://my.clinic.example/x' }),
    event('09:10:00', 5, { app: 'KeePassXC', title: 'Vault' }),
    event('09:15:00', 5, { app: 'Firefox', title: 'Account', url: 'https://www.volksbank-sued.example/' }),
    event('09:20:00', 5, { app: 'Word', title: 'Offer' }),
  ])
  watch.add('aw-watcher-afk_DESK', 'afkstatus', present())
  const machine = { activitywatch: watch.address, folder: scratch() }
  const shown = await run(machine, '--dry-run')
  expect(shown.said).toContain('1 entries would be sent, 4 stay here. Nothing was sent.')
  expect(await stored()).toEqual({})
  expect((await run(machine)).said).toBe('sent: 1 created\n')
  // Daybook had nothing to leave out: it never saw them
  expect((await noah.get('/me/left-out?date_from=2025-09-01&date_to=2025-09-30')).body.data).toEqual([])
  const files = readdirSync(machine.folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  for (const file of files) {
    const name = path.join(file.parentPath, file.name)
    expect(readFileSync(name, 'utf8')).not.toMatch(/Ann|Results|Vault|Account/)
    expect(statSync(name).mode & 0o077).toBe(0)
  }
  const again = (await noah.get('/me/exclusions')).body.version
  await noah.put('/me/exclusions', { apps: [], sites: [], hours: [] }, based(again))
  // what stayed here once stays here
  expect((await run(machine)).said).toBe('')
}, 90_000)

/** Everything the bridge has written down. */
const written = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => readFileSync(path.join(file.parentPath, file.name), 'utf8'))
    .join('\n')

test('what an editor has open is not even read until its person switches it on, and then its name alone is sent', async () => {
  const switchTo = async (editor_projects: boolean) => {
    const { version } = (await noah.get('/me/exclusions')).body
    await noah.put('/me/exclusions', { apps: [], sites: [], hours: [], editor_projects }, based(version))
  }
  const watch = await startActivityWatch('rust')
  const code = { app: 'Code.exe', title: 'main.ts' }
  watch.add('aw-watcher-window_DESK', 'currentwindow', [
    event('09:00:00', 10, code),
    event('09:10:00', 5, { app: 'Mail' }),
  ])
  watch.add('aw-watcher-afk_DESK', 'afkstatus', present())
  const opened = {
    project: '/home/noah/clients/acme-web',
    file: '/home/noah/clients/acme-web/offer.ts',
    language: 'typescript',
  }
  watch.add('aw-watcher-vscode_DESK', 'app.editor.activity', [event('09:00:00', 15, opened)])
  const projects = async () =>
    (
      await sql<{ app: string; project_name: string | null; project_from_editor: boolean }>`
      select app, project_name, project_from_editor from time_entries order by start_time
    `.execute(app.db)
    ).rows
  const off = { activitywatch: watch.address, folder: scratch() }
  await switchTo(false)
  expect((await run(off, '--dry-run')).said).not.toContain('acme')
  expect((await run(off)).said).toBe('sent: 2 created\n')
  expect([...watch.asked].sort()).toEqual(['aw-watcher-afk_DESK', 'aw-watcher-window_DESK'])
  expect((await projects()).map(({ project_name }) => project_name)).toEqual([null, null])
  expect((await noah.get('/me/dropped?date_from=2025-09-01&date_to=2025-09-30')).body.data).toEqual([])

  await switchTo(true)
  await sql`delete from time_entries`.execute(app.db)
  const on = { activitywatch: watch.address, folder: scratch() }
  expect((await run(on, '--dry-run')).said).toMatch(/Code\.exe {2}main\.ts {2}– {2}acme-web\n/)
  await run(on)
  expect(await projects()).toEqual([
    { app: 'Code.exe', project_name: 'acme-web', project_from_editor: true },
    { app: 'Mail', project_name: null, project_from_editor: false },
  ])
  expect(written(on.folder)).not.toMatch(/clients|offer|typescript/)
  // whoever knew it without the project knows it with it: nothing comes twice
  expect((await run({ ...on, folder: scratch() })).said).toBe('sent: 2 duplicate\n')

  // switched off while it waits on the machine: the door drops it
  await switchTo(false)
  await sql`delete from time_entries`.execute(app.db)
  const waits = openOutbox(scratch())
  waits.add([
    {
      external_id: 'waited',
      start_time: at('09:00:00'),
      end_time: at('09:10:00'),
      source: 'agent',
      app: 'Code.exe',
      project_name: 'acme-web',
      project_from_editor: true,
    },
  ])
  expect(await sendAll({ address: app.address, key }, waits)).toMatchObject({ created: 1 })
  expect(await projects()).toEqual([{ app: 'Code.exe', project_name: null, project_from_editor: false }])
  await sql`delete from dropped_by_day`.execute(app.db)
}, 90_000)

test('what the company does not keep of it never leaves the machine either', async () => {
  const dana = await app.as('dana')
  await dana.patch('/workspace', { capture: 'apps_and_sites' })
  const watch = await startActivityWatch('python')
  watch.add('aw-watcher-window_DESK', 'currentwindow', [
    event('09:00:00', 5, { app: 'Firefox', title: 'Results', url: 'https://a.example/x?id=7' }),
  ])
  watch.add('aw-watcher-afk_DESK', 'afkstatus', present())
  const machine = { activitywatch: watch.address, folder: scratch() }
  expect((await run(machine, '--dry-run')).said).toMatch(/Firefox  –  https:\/\/a\.example\/  –\n/)
  expect((await run(machine)).said).toBe('sent: 1 created\n')
  expect((await noah.get('/me/dropped?date_from=2025-09-01&date_to=2025-09-30')).body.data).toEqual([])
  await dana.patch('/workspace', { capture: null })
}, 90_000)

test('while Daybook is away everything waits on the machine, and is sent when it is back', async () => {
  const watch = await startActivityWatch('python')
  watch.add('aw-watcher-window_DESK', 'currentwindow', [event('09:00:00', 5, { app: 'Word' })])
  watch.add('aw-watcher-afk_DESK', 'afkstatus', present())
  const machine = { activitywatch: watch.address, folder: scratch() }
  const nowhere = 'http://127.0.0.1:9'
  // without ever having heard what to leave out it reads nothing
  const blind = await run({ ...machine, server: nowhere })
  expect([blind.code, waiting(machine.folder)]).toEqual([1, []])
  expect(blind.said).toContain('Daybook does not answer at http://127.0.0.1:9')
  await run(machine)
  // a day is open for another one after it: only what was recorded since then can still come
  const today = new Date(Date.now() - 3_600_000).toISOString()
  watch.add('aw-watcher-window_DESK', 'currentwindow', [{ timestamp: today, duration: 60, data: { app: 'Mail' } }])
  watch.add('aw-watcher-afk_DESK', 'afkstatus', [{ timestamp: today, duration: 600, data: { status: 'not-afk' } }])
  expect((await run({ ...machine, server: nowhere })).code).toBe(1)
  expect(waiting(machine.folder)).toHaveLength(1)
  expect((await run(machine)).said).toBe('sent: 1 created\n')
  expect(waiting(machine.folder)).toEqual([])
}, 90_000)

test('a key that was revoked is said so, and nothing that waits is lost', async () => {
  const watch = await startActivityWatch('python')
  watch.add('aw-watcher-window_DESK', 'currentwindow', [event('09:00:00', 5, { app: 'Word' })])
  watch.add('aw-watcher-afk_DESK', 'afkstatus', present())
  const machine = { activitywatch: watch.address, folder: scratch() }
  const { body: other } = await noah.post('/me/device-keys', { name: 'Old' })
  await noah.post(`/me/device-keys/${other.id}/revoke`)
  const refused = await run({ ...machine, key: other.key })
  expect([refused.code, refused.said]).toEqual([1, expect.stringContaining('Daybook does not take this key')])
  expect((await run(machine)).said).toBe('sent: 1 created\n')
}, 90_000)

test('what Daybook does not let grow is set aside on the machine with the reason', async () => {
  const problem = { code: 'overlaps', detail: 'It overlaps billable time.', errors: [] }
  const daybook = createServer((_, answer) =>
    answer
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ results: [{ status: 'conflict', problem }] })),
  ).listen(0, '127.0.0.1')
  onTestFinished(() => void daybook.close())
  await once(daybook, 'listening')
  const folder = scratch()
  const outbox = openOutbox(folder)
  const grown = { start_time: at('09:00:00'), end_time: at('10:00:00'), external_id: 'grown' }
  outbox.add([grown])
  const address = `http://127.0.0.1:${(daybook.address() as AddressInfo).port}`
  expect(await sendAll({ address, key: 'x' }, outbox)).toMatchObject({ conflict: 1, rejected: 0 })
  const [kept] = readdirSync(folder).filter((name) => name.startsWith('refused-'))
  expect(JSON.parse(readFileSync(path.join(folder, kept!), 'utf8'))).toEqual({
    reasons: [{ status: 'conflict', problem }],
    entries: [grown],
  })
  expect(waiting(folder)).toEqual([])
})

test('other machines, whose data was synced here, are left to their own bridge', async () => {
  const watch = await startActivityWatch('rust')
  watch.add('aw-watcher-window_PHONE', 'currentwindow', [event('09:00:00', 5, { app: 'Chat' })], 'PHONE')
  watch.add('aw-watcher-afk_PHONE', 'afkstatus', present(), 'PHONE')
  watch.add('aw-watcher-window_DESK', 'currentwindow', [event('10:00:00', 5, { app: 'Word' })])
  watch.add('aw-watcher-afk_DESK', 'afkstatus', present())
  expect((await run({ activitywatch: watch.address, folder: scratch() })).said).toBe('sent: 1 created\n')
}, 90_000)

test.each([
  [['--once', '--every', '1'], '--every'],
  [['--once', '--evrey', '9'], 'Unknown option'],
  [['--once', '--since', 'monday'], '--since'],
  [['--once', '--key', 'dbk_short'], '--key'],
  [['--once', '--server', 'daybook'], '--server'],
])('%j is refused in words that name it', async (more, named) => {
  const { code, said } = await run({ activitywatch: 'http://127.0.0.1:9', folder: scratch() }, ...more)
  expect([code, said]).toEqual([2, expect.stringContaining(named)])
  // and not where in the program that was found out
  expect(said).not.toMatch(/\n\s+at /)
})

test('killed again and again while it reads and sends, it loses nothing and doubles nothing', async () => {
  const watch = await startActivityWatch('rust')
  const begin_ms = Date.parse('2026-09-01T08:00:00Z')
  const events = Array.from({ length: 6_000 }, (_, index) => ({
    timestamp: new Date(begin_ms + Math.floor(index / 500) * 86_400_000 + (index % 500) * 60_000).toISOString(),
    duration: 40 + (index % 20),
    data: { app: `App ${index % 7}`, title: `Document ${index}` },
  }))
  const days = Array.from({ length: 12 }, (_, day) => ({
    timestamp: new Date(begin_ms + day * 86_400_000).toISOString(),
    duration: 40_000,
    data: { status: 'not-afk' },
  }))
  const buckets = {
    'aw-watcher-window_DESK': { type: 'currentwindow', hostname: 'DESK', events },
    'aw-watcher-afk_DESK': { type: 'afkstatus', hostname: 'DESK', events: days },
  }
  for (const [id, own] of Object.entries(buckets)) watch.add(id, own.type, own.events)
  const machine = { activitywatch: watch.address, folder: scratch(), since: '2026-09-01' }
  for (let kill = 0; kill < 8; kill++) {
    const child = start(machine, '--every', '5')
    // a process takes about half a second to begin
    await new Promise((resolve) => setTimeout(resolve, 300 + kill * 130))
    child.kill('SIGKILL')
    await once(child, 'close')
  }
  await run(machine)
  expect(waiting(machine.folder)).toEqual([])
  expect(await stored()).toEqual(expected(asBuckets(buckets)))
}, 90_000)

test('Daybook hands it out as a package that npx runs, which knows where it came from', async () => {
  const answer = await fetch(`${app.address}/bridge.tgz`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/gzip'])
  const folder = scratch()
  for (const { name, data } of await parseTarGzip(await answer.arrayBuffer()))
    writeFileSync(path.join(folder, path.basename(name)), data!)
  expect(JSON.parse(readFileSync(path.join(folder, 'origin.json'), 'utf8'))).toBe(app.address)
  const child = spawn(process.execPath, [path.join(folder, 'bridge.js'), '--help'], { cwd: folder })
  let said = ''
  child.stdout.on('data', (bytes) => (said += String(bytes)))
  expect(await once(child, 'close')).toEqual([0, null])
  expect(said).toContain('--key <key>')
}, 90_000)

test('the key is its person’s: what it sent is theirs, and stands in the ledger under its name', async () => {
  const { rows } = await sql<{ actor_kind: string }>`
    select distinct actor_kind from changes where actor_id = ${key_id} and action = 'time_entry.created'
  `.execute(app.db)
  expect(rows).toEqual([{ actor_kind: 'api_key' }])
})
