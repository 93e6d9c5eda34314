/** The whole program as a person runs it: one data folder through first start, stop, every kind of death, and second starts. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { scratchDatabase } from '#test/database.ts'
import { freePort, isAlive, readPidFile } from './platform/postgres-process.ts'

const root = path.join(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(tmpdir(), 'daybook-main-'))
chmodSync(folder, 0o755)
const data = path.join(folder, 'data')
const port = await freePort()
const running = new Set<ChildProcess>()

type Run = { child: ChildProcess; output: () => string; ended: Promise<number | null> }

function run(env: Record<string, string> = {}): Run {
  const { ADMIN_PASSWORD: _inherited, ...inherited } = process.env
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { ...inherited, DATA_DIR: data, PORT: String(port), DEMO_DATA: 'off', ...env },
  })
  running.add(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = once(child, 'exit').then(([code]) => (running.delete(child), code as number | null))
  return { child, output: () => text, ended }
}

const ready = (daybook: Run) =>
  expect.poll(daybook.output, { timeout: 30_000, interval: 20 }).toContain('Stop it with Ctrl-C.')

async function started(env: Record<string, string> = {}): Promise<Run> {
  const daybook = run(env)
  await ready(daybook)
  return daybook
}

function postmaster(): { pid: number; dataDir: string } {
  const dataDir = path.join(data, 'postgres')
  return { pid: readPidFile(dataDir)?.pid ?? 0, dataDir }
}
const isRunning = ({ pid, dataDir }: { pid: number; dataDir: string }) => isAlive(pid, dataDir)

async function signIn(email: string, password: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return answer.status
}
const get = async (target: string) => (await fetch(`http://127.0.0.1:${port}${target}`)).status

async function stopped({ child, ended }: Run, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  child.kill(signal)
  return ended
}

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  const { pid, dataDir } = postmaster()
  if (isAlive(pid, dataDir)) process.kill(pid, 'SIGQUIT')
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

let password = ''

test('the first start prints where it is and how to sign in, and that works; no secret is printed', async () => {
  const daybook = await started()
  expect(daybook.output()).toContain(`Daybook is ready on http://localhost:${port}`)
  password = /Sign in as admin@daybook.local with password (\S+)/.exec(daybook.output())![1]!
  expect([await signIn('admin@daybook.local', password), await signIn('admin@daybook.local', 'wrong')]).toEqual([
    200, 401,
  ])
  expect([await get('/livez'), await get('/readyz')]).toEqual([200, 200])
  const secrets = JSON.parse(readFileSync(path.join(data, 'secrets.json'), 'utf8')) as Record<string, string>
  for (const secret of Object.values(secrets)) expect(daybook.output()).not.toContain(secret)
  const database = postmaster()
  expect(isRunning(database)).toBe(true)
  expect(await stopped(daybook)).toBe(0)
  expect(isRunning(database)).toBe(false)
}, 60_000)

test('data and password are there on the next start, which prints no password; SIGINT stops it as well', async () => {
  const daybook = await started()
  expect(daybook.output()).not.toContain('password')
  expect(await signIn('admin@daybook.local', password)).toBe(200)
  const database = postmaster()
  expect(await stopped(daybook, 'SIGINT')).toBe(0)
  expect(isRunning(database)).toBe(false)
}, 60_000)

test('a second start on the same data, and one on a taken port, say so plainly and leave the first alone', async () => {
  const daybook = await started()
  const twin = run({ PORT: String(await freePort()) })
  expect(await twin.ended).toBe(1)
  expect(twin.output().trim()).toMatch(/^Another Daybook is running on this database already\..*$/)

  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const taken = String((other.address() as { port: number }).port)
  const outside = run({
    PORT: taken,
    DATABASE_URL: await scratchDatabase({ empty: true }),
    SECRET_KEY: 's'.repeat(32),
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
  })
  expect(await outside.ended).toBe(1)
  expect(outside.output()).toContain(`Port ${taken} is taken by another program.`)
  other.close()

  expect(await get('/readyz')).toBe(200)
  expect(await stopped(daybook)).toBe(0)
}, 60_000)

test('faults of the configuration are told all at once, without their values', async () => {
  const daybook = run({ PORT: 'hunter2', SECRET_KEY: 'hunter2', LOG_LEVEL: 'hunter2' })
  expect(await daybook.ended).toBe(1)
  expect(daybook.output()).toMatch(/SECRET_KEY must[^]*PORT must|PORT must[^]*SECRET_KEY must/)
  expect(daybook.output()).toContain('LOG_LEVEL must')
  expect(daybook.output()).not.toContain('hunter2')
})

test.each(['Daybook', 'PostgreSQL', 'both'])(
  'after kill -9 of %s the next start recovers by itself',
  async (victim) => {
    const daybook = await started()
    const database = postmaster()
    if (victim !== 'PostgreSQL') await stopped(daybook, 'SIGKILL')
    if (victim !== 'Daybook') {
      process.kill(database.pid, 'SIGKILL')
      await expect.poll(() => isRunning(database), { timeout: 5_000 }).toBe(false)
    }
    if (victim === 'PostgreSQL') {
      expect(await get('/livez')).toBe(200)
      await expect.poll(() => get('/readyz'), { timeout: 10_000 }).toBe(503)
      expect(await stopped(daybook)).toBe(0)
    }
    const next = await started()
    expect(await signIn('admin@daybook.local', password)).toBe(200)
    const taken = postmaster()
    expect(taken.pid === database.pid).toBe(victim === 'Daybook')
    expect(await stopped(next)).toBe(0)
    expect(isRunning(taken)).toBe(false)
  },
  60_000,
)

test('two first starts at once on an empty folder: one serves, the other says so', async () => {
  const fresh = path.join(folder, 'twins')
  const starts = [port, await freePort()].map((own) => run({ DATA_DIR: fresh, PORT: String(own) }))
  const code = await Promise.race(starts.map(({ ended }) => ended))
  expect(code).toBe(1)
  const winner = starts.find(({ child }) => child.exitCode === null)!
  await ready(winner)
  expect(starts.find((start) => start !== winner)!.output()).toContain('Another Daybook is running')
  expect(await stopped(winner)).toBe(0)
}, 60_000)
