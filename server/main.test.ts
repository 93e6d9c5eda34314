/** The whole program as a person runs it: one data folder through first start, stop, every kind of death, and second starts. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { scratchDatabase } from '#test/database.ts'
import { freePort, isAlive, readPidFile } from './platform/postgres-process.ts'

const root = path.join(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(tmpdir(), 'daybook-main-'))
chmodSync(folder, 0o755)
const data = path.join(folder, 'data')
const twins = path.join(folder, 'twins')
const port = await freePort()
const running = new Set<ChildProcess>()
/** server/platform/instance.ts */
const instanceLock = 7_305_811_242

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

async function ready({ output, child }: Run): Promise<void> {
  const isDone = () => output().includes('Stop it with Ctrl-C.') || child.exitCode !== null
  await expect.poll(isDone, { timeout: 30_000, interval: 20 }).toBe(true)
  expect(output()).toContain('Stop it with Ctrl-C.')
}

async function started(env: Record<string, string> = {}): Promise<Run> {
  const daybook = run(env)
  await ready(daybook)
  return daybook
}

function postmaster(of = data): { pid: number; dataDir: string } {
  const dataDir = path.join(of, 'postgres')
  return { pid: readPidFile(dataDir)?.pid ?? 0, dataDir }
}
const isRunning = ({ pid, dataDir }: { pid: number; dataDir: string }) => isAlive(pid, dataDir)

/** A session in the database of a data folder, as soon as it takes one. */
async function database(of: string): Promise<pg.Client> {
  const dataDir = path.join(of, 'postgres')
  await expect.poll(() => readPidFile(dataDir)?.state, { timeout: 10_000, interval: 2 }).toBe('ready')
  const password = readFileSync(path.join(dataDir, 'daybook.secret'), 'utf8').trim()
  const client = new pg.Client({
    connectionString: `postgres://daybook:${password}@127.0.0.1:${readPidFile(dataDir)!.port}/daybook`,
  })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Who the pools and the worker of a running Daybook are for PostgreSQL. */
async function rolesAtWork(): Promise<string[]> {
  const client = await database(data)
  const { rows } = await client.query<{ role: string }>(
    "select distinct usename as role from pg_stat_activity where application_name in ('daybook', 'daybook worker')",
  )
  await client.end()
  return rows.map(({ role }) => role)
}

/** So that a test can be faster than a Daybook at claiming the database. */
async function slowDownClaims(): Promise<void> {
  const client = await database(twins)
  await client.query(`
    create function sleep_before_claim() returns event_trigger language plpgsql as $$
    begin
      if current_setting('application_name') = 'daybook instance' then perform pg_sleep(1); end if;
    end $$;
    create event trigger slow_claims on login execute function sleep_before_claim()`)
  await client.end()
}

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
  for (const database of [postmaster(data), postmaster(twins)]) {
    if (isRunning(database)) process.kill(database.pid, 'SIGQUIT')
    while (isRunning(database)) await new Promise((resolve) => setTimeout(resolve, 5))
  }
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
  expect(await rolesAtWork()).toEqual(['daybook_app'])
  const database = postmaster()
  expect(isRunning(database)).toBe(true)
  expect(await stopped(daybook)).toBe(0)
  expect(isRunning(database)).toBe(false)
}, 60_000)

test('the next start prints no password, for the old one holds; SIGINT lets a request that has begun end well', async () => {
  const daybook = await started()
  expect(daybook.output()).not.toContain('password')
  const database = postmaster()
  const body = JSON.stringify({ email: 'admin@daybook.local', password })
  const head = `POST /api/v1/auth/login HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nexpect: 100-continue\r\n\r\n`
  let answer = ''
  const socket = connect(port, '127.0.0.1').on('data', (chunk: Buffer) => (answer += chunk.toString()))
  socket.write(head)
  await expect.poll(() => answer, { interval: 5 }).toContain('100 Continue')
  daybook.child.kill('SIGINT')
  await expect.poll(() => get('/livez').catch(() => 'refused'), { interval: 5 }).toBe('refused')
  socket.write(body)
  await expect.poll(() => answer, { interval: 5 }).toContain('HTTP/1.1 200 OK')
  expect(await daybook.ended).toBe(0)
  expect(isRunning(database)).toBe(false)
}, 60_000)

test('a second start on the same data, and one on a taken port, say so plainly and leave the first alone', async () => {
  const daybook = await started()
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const taken = String((other.address() as { port: number }).port)
  const twin = run({ PORT: String(await freePort()) })
  const outside = run({
    PORT: taken,
    DATABASE_URL: await scratchDatabase({ empty: true }),
    SECRET_KEY: 's'.repeat(32),
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
  })
  expect(await twin.ended).toBe(1)
  expect(twin.output().trim()).toMatch(/^Another Daybook is running on this database already\..*$/)
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

test('after kill -9 of PostgreSQL, of Daybook and of both the next start recovers by itself', async () => {
  let daybook = await started()
  for (const victim of ['PostgreSQL', 'Daybook', 'both']) {
    const database = postmaster()
    if (victim !== 'PostgreSQL') await stopped(daybook, 'SIGKILL')
    if (victim !== 'Daybook') {
      process.kill(database.pid, 'SIGKILL')
      await expect.poll(() => isRunning(database), { timeout: 5_000 }).toBe(false)
    }
    if (victim === 'PostgreSQL') {
      expect(await get('/livez')).toBe(200)
      await expect.poll(() => get('/readyz')).toBe(503)
      expect(await stopped(daybook)).toBe(0)
    }
    daybook = await started()
    expect(await signIn('admin@daybook.local', password), victim).toBe(200)
    expect(postmaster().pid === database.pid, victim).toBe(victim === 'Daybook')
    // whoever adopts it stops it
    if (victim === 'Daybook') {
      expect(await stopped(daybook)).toBe(0)
      expect(isRunning(database)).toBe(false)
      daybook = await started()
    }
  }
  expect(await stopped(daybook)).toBe(0)
}, 60_000)

test('a signal in the middle of a start stops both as well, without a word of complaint', async () => {
  const daybook = run()
  await expect.poll(() => isRunning(postmaster()), { timeout: 10_000, interval: 2 }).toBe(true)
  const database = postmaster()
  expect(await stopped(daybook)).toBe(0)
  expect(isRunning(database)).toBe(false)
  expect(daybook.output()).toBe('')
}, 60_000)

test('two first starts at once on an empty folder: one serves, the other says so', async () => {
  const starts = [port, await freePort()].map((own) => run({ DATA_DIR: twins, PORT: String(own) }))
  const code = await Promise.race(starts.map(({ ended }) => ended))
  expect(code).toBe(1)
  const winner = starts.find(({ child }) => child.exitCode === null)!
  await ready(winner)
  expect(starts.find((start) => start !== winner)!.output()).toContain('Another Daybook is running')
  await slowDownClaims()
  expect(await stopped(winner)).toBe(0)
}, 60_000)

test('a start that comes second to its own PostgreSQL leaves it to the Daybook that came first', async () => {
  const late = run({ DATA_DIR: twins })
  await expect.poll(() => isRunning(postmaster(twins)), { timeout: 10_000, interval: 2 }).toBe(true)
  const first = await database(twins)
  await first.query('select pg_advisory_lock($1)', [instanceLock])
  expect(await late.ended).toBe(1)
  expect(late.output()).toContain('Another Daybook is running')
  expect((await first.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await first.end()
}, 60_000)
