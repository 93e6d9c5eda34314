/** One day, recorded by the Python and by the Rust server of ActivityWatch: whichever brings it, and whichever way, it is the same time. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { exportOf, startActivityWatch, type Kind } from '#test/activitywatch.ts'
import { based, startApp, walk } from '#test/app.ts'

const app = await startApp({ worker: true })
const noah = await app.as('noah')
const { key } = (await noah.post('/me/device-keys', { name: 'Laptop' })).body
const willing = { apps: [], sites: [], hours: [], editor_projects: true }
await noah.put('/me/exclusions', willing, based(0))
beforeEach(() => sql`delete from time_entries`.execute(app.db))

type Recorded = Parameters<typeof exportOf>[1]
const host = 'SAMPLE-LAPTOP'
const sample = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../test/data/time/activitywatch_export_sample.json'), 'utf8'),
).buckets as Recorded
/** Browsers that recorded beside it, one of them older and without a host; pages that began together; what fell between milliseconds. */
const page = (clock: string, duration: number, url: string, more: object = {}) => ({
  timestamp: `2025-09-15T${clock}Z`,
  duration,
  data: { url, title: 'Page', audible: false, tabCount: 3, ...more },
})
const chrome = (clock: string, duration: number, title: string) => ({
  timestamp: `2025-09-15T${clock}Z`,
  duration,
  data: { app: 'chrome.exe', title },
})
const opened = (clock: string, duration: number, project: string, file: string) => ({
  timestamp: `2025-09-15T${clock}Z`,
  duration,
  data: { project, file: `${project}/${file}`, language: 'typescript' },
})
const recorded: Recorded = {
  ...sample,
  [`aw-watcher-window_${host}`]: {
    ...sample[`aw-watcher-window_${host}`]!,
    events: [
      ...sample[`aw-watcher-window_${host}`]!.events,
      chrome('14:00:00.000900123', 60.0012, 'Ärger – 東京'),
      chrome('14:01:00.002100456', 59.9987, 'Offer'),
      // one event, as it stood and as it grew; and another window at the same time
      chrome('14:05:00.500000001', 30, 'Grown'),
      chrome('14:05:00.500000001', 90.25, 'Grown'),
      { timestamp: '2025-09-15T14:05:00.500000001Z', duration: 90.25, data: { app: 'Code', title: 'Beside' } },
      { timestamp: '2025-09-15T14:06:31.000400001Z', duration: 60.0001, data: { app: 'Code', title: 'After' } },
      chrome('14:20:00.000000999', 600, 'Private'),
      // over midnight, where the Rust server cuts what the bridge asks for; and a sign of two units of UTF-16
      chrome('23:40:00.000700001', 2_400.0005, 'Late 🌙'),
    ],
  },
  [`aw-watcher-afk_${host}`]: {
    ...sample[`aw-watcher-afk_${host}`]!,
    events: [
      ...sample[`aw-watcher-afk_${host}`]!.events,
      { timestamp: '2025-09-15T13:59:00.000400000Z', duration: 1_700.0007, data: { status: 'not-afk' } },
      { timestamp: '2025-09-15T23:45:00.000900000Z', duration: 1_800.0002, data: { status: 'not-afk' } },
    ],
  },
  [`aw-watcher-web-chrome_${host}`]: {
    type: 'web.tab.current',
    hostname: host,
    events: [
      page('14:00:00.100200300', 40, 'https://b.example/'),
      page('14:00:00.100200300', 40, 'https://a.example/'),
      page('14:20:00.000000000', 600, 'https://secret.example/', { incognito: true }),
    ],
  },
  // an editor that told of one project twice at a time, of one once, and of another for a moment
  [`aw-watcher-vscode_${host}`]: {
    type: 'app.editor.activity',
    hostname: host,
    events: [
      opened('14:05:50.000000000', 60, '/home/noah/zebra', 'z.ts'),
      opened('14:06:45.400000001', 40.0004, '/home/noah/acme-web', 'offer.ts'),
      opened('14:06:50.700900001', 30.25, '/home/noah/acme-web', 'plan.ts'),
      opened('14:06:59.000000999', 0, 'unknown', ''),
    ],
  },
  'aw-watcher-web-firefox': {
    type: 'web.tab.current',
    hostname: 'unknown',
    events: [page('14:01:00.000000000', 70, 'https://c.example/')],
  },
}

async function settled(id: string): Promise<any> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const { body } = await noah.get(`/imports/${id}`)
    if (body.status !== 'checking' && body.status !== 'running') return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the import did not come to an end')
}
/** Gives what the report says of it. */
async function bring(file: string) {
  const { body } = await noah.post('/imports?file_name=aw-buckets-export.json', file, {
    type: 'application/octet-stream',
  })
  const checked = await settled(body.id)
  expect([checked.status, checked.failure]).toEqual(['checked', null])
  await noah.post(`/imports/${body.id}/run`)
  return (await settled(body.id)).report
}
async function bridge(kind: Kind): Promise<string> {
  const watch = await startActivityWatch(kind, host)
  for (const [id, { type, events, hostname }] of Object.entries(recorded)) watch.add(id, type, events, hostname)
  const folder = mkdtempSync(path.join(tmpdir(), 'daybook-two-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const main = path.join(import.meta.dirname, '../../bridge/main.ts')
  const where = ['--activitywatch', watch.address, '--folder', folder, '--server', app.address, '--key', key]
  const child = spawn(process.execPath, [main, ...where, '--since', '2025-09-15', '--once'])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += String(bytes)))
  await once(child, 'close')
  return said
}
/** All that the API says of the entries, but when and as what row each was written. */
async function stored(): Promise<string> {
  const rows = await walk(noah, '/time-entries?limit=200&sort=start_time')
  return rows
    .map(({ id: _id, created_at: _created, updated_at: _updated, synced_at: _synced, ...entry }) =>
      JSON.stringify(entry),
    )
    .sort()
    .join('\n')
}
const forget = () => sql`delete from time_entries`.execute(app.db)

test('the files of both servers give one result, byte for byte, and the second brings nothing beside the first', async () => {
  const [python, rust] = [exportOf('python', recorded), exportOf('rust', recorded)]
  expect(python).not.toBe(rust)
  const first = await bring(python)
  const expected = await stored()
  expect(expected).toContain('Ärger – 東京')
  expect(expected).toContain('Late 🌙')
  expect(expected).not.toContain('secret.example')
  expect(expected).toContain('"project_name":"acme-web"')
  expect(expected).not.toMatch(/\/home|offer\.ts|typescript/)
  const beside = await bring(rust)
  expect(beside.counts).toMatchObject({ created: 0, updated: 0, duplicate: first.counts.created })
  expect(await stored()).toBe(expected)
  await forget()
  const second = await bring(rust)
  expect(await stored()).toBe(expected)
  expect({ ...second, file: null }).toEqual({ ...first, file: null })
}, 60_000)

test('a bridge beside either server brings what its file would', async () => {
  await bring(exportOf('python', recorded))
  const expected = await stored()
  for (const kind of ['python', 'rust'] as const) {
    await forget()
    expect(await bridge(kind)).toMatch(/^sent: \d+ created\n$/)
    expect([kind, await stored()]).toEqual([kind, expected])
  }
}, 120_000)

test('a project that only one of the two files tells of doubles nothing, and where its person keeps it out both say the same', async () => {
  const { [`aw-watcher-vscode_${host}`]: _editor, ...bare } = recorded
  const first = await bring(exportOf('python', bare))
  const without = await stored()
  expect(without).not.toContain('acme-web')
  const beside = await bring(exportOf('rust', recorded))
  expect(beside.counts).toMatchObject({ created: 0, conflict: 0, quarantined: 0, duplicate: first.counts.created })
  const ids = async () => (await walk(noah, '/time-entries?limit=200')).map((entry) => entry.external_id).sort()
  const known = await ids()
  await forget()
  await bring(exportOf('python', recorded))
  expect(await ids()).toEqual(known)
  const { version } = (await noah.get('/me/exclusions')).body
  const unwilling = (await noah.put('/me/exclusions', { ...willing, editor_projects: false }, based(version))).body
  for (const kind of ['python', 'rust'] as const) {
    await forget()
    await bring(exportOf(kind, recorded))
    expect([kind, await stored()]).toEqual([kind, without])
  }
  await noah.put('/me/exclusions', willing, based(unwilling.version))
}, 90_000)
