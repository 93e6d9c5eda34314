/** The PostgreSQL that npm brought along, through every kind of start and death. Real programs, real signals. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
import { ensureDatabase, startPostgres, type Postgres } from './embedded-postgres.ts'
import { findHome } from './postgres-home.ts'
import { answers, isAlive, readPidFile } from './postgres-process.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'daybook-embedded-'))
chmodSync(folder, 0o755)
const dataDir = path.join(folder, 'postgres')
const isRoot = process.getuid?.() === 0
const start = () => startPostgres({ dataDir })

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = await connect(url)
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}
const tools = async ({ url }: Postgres) =>
  (await query<{ name: string }>(url(), 'select name from tools order by name')).map(({ name }) => name)

/** What a power cut would do, as far as a process can tell. */
async function kill(postgres: Postgres): Promise<void> {
  process.kill(postgres.pid, 'SIGKILL')
  await expect.poll(() => isAlive(postgres.pid, dataDir), { interval: 5, timeout: 5_000 }).toBe(false)
}

async function stopAt(cluster: string): Promise<void> {
  const pid = readPidFile(cluster)?.pid
  if (!pid || !isAlive(pid, cluster)) return
  process.kill(pid, 'SIGQUIT')
  while (isAlive(pid, cluster)) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Starts at once, each in a process of its own, as two terminals would. */
async function startTogether(count: number, at: string) {
  const script = path.join(folder, 'start.ts')
  const module = path.join(import.meta.dirname, 'embedded-postgres.ts')
  writeFileSync(
    script,
    `import { startPostgres } from ${JSON.stringify(module)}
     startPostgres({ dataDir: process.argv[2] }).then(
       ({ url, pid, adopted }) => process.send({ url: url(), pid, adopted }, () => process.exit()),
       (error) => process.send({ fault: error.message }, () => process.exit()))`,
  )
  const children = Array.from({ length: count }, () => fork(script, [at], { execArgv: [] }))
  type Message = { url: string; pid: number; adopted: boolean; fault?: string }
  return Promise.all(children.map(async (child) => ((await once(child, 'message')) as [Message])[0]))
}

afterAll(async () => {
  await stopAt(dataDir)
  rmSync(folder, { recursive: true, force: true })
})

test('a first start leads to a database on this machine alone, behind a password, owned by a user that is not root', async () => {
  const postgres = await start()
  expect(postgres).toMatchObject({ adopted: false, dataDir })
  expect(readPidFile(dataDir)).toMatchObject({ pid: postgres.pid, port: postgres.port, state: 'ready' })
  const shown = await query<Record<string, string>>(
    postgres.url(),
    `select current_setting('listen_addresses') as listens, current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as commits, current_setting('data_checksums') as checksums,
            current_setting('unix_socket_directories') as sockets`,
  )
  expect(shown).toEqual([{ listens: '127.0.0.1', fsync: 'on', commits: 'on', checksums: 'on', sockets: '' }])
  await expect(connect(postgres.url().replace(/:[^:@]+@/, ':wrong@'))).rejects.toThrow('password authentication failed')

  const uid = statSync(dataDir).uid
  expect(uid === 0).toBe(false)
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  expect(statSync(path.join(dataDir, 'daybook.secret')).mode & 0o777).toBe(0o600)
  if (process.platform === 'linux') expect(statSync(`/proc/${postgres.pid}`).uid).toBe(uid)
  expect(readdirSync(folder).toSorted()).toEqual(['postgres', 'postgres.log'])
  await query(postgres.url(), "create table tools (name text); insert into tools values ('hammer')")
})

test('a second start uses the one that runs', async () => {
  const first = readPidFile(dataDir)!
  const second = await start()
  expect(second).toMatchObject({ adopted: true, pid: first.pid, port: first.port })
  expect(await tools(second)).toEqual(['hammer'])
})

test('a database that several want at once is made once', async () => {
  const postgres = await start()
  await Promise.all(Array.from({ length: 4 }, () => ensureDatabase(postgres, 'shared')))
  expect(await query(postgres.url(), "select from pg_database where datname = 'shared'")).toHaveLength(1)
})

test('after kill -9 the next start finds what was committed and nothing that was not', async () => {
  const postgres = await start()
  const open = await connect(postgres.url())
  await open.query("begin; insert into tools values ('never')")
  await query(postgres.url(), "insert into tools values ('saw')")
  await kill(postgres)
  const next = await start()
  expect(next.adopted).toBe(false)
  expect(await tools(next)).toEqual(['hammer', 'saw'])
  await open.end()
})

test('after kill -9 in the middle of a long query the next start does not wait for its end', async () => {
  const postgres = await start()
  const busy = await connect(postgres.url())
  const lost = busy
    .query('select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b')
    .catch(() => {})
  const isWorking =
    "select from pg_stat_activity where state = 'active' and query like '%generate_series(1, 100000) a%' and pid <> pg_backend_pid()"
  await expect.poll(() => query(postgres.url(), isWorking), { interval: 20 }).toHaveLength(1)
  await kill(postgres)
  const next = await start()
  expect(await tools(next)).toEqual(['hammer', 'saw'])
  await lost
  await busy.end()
})

test('a stop ends every session, keeps what was committed and may be asked for twice', async () => {
  const postgres = await start()
  const idle = await connect(postgres.url())
  await query(postgres.url(), "insert into tools values ('vice')")
  await postgres.stop()
  expect([isAlive(postgres.pid, dataDir), await answers(postgres.port)]).toEqual([false, false])
  expect(existsSync(path.join(dataDir, 'postmaster.pid'))).toBe(false)
  await postgres.stop()
  await idle.end()
  expect(await tools(await start())).toEqual(['hammer', 'saw', 'vice'])
})

test('a start during a shutdown waits for it and starts anew', async () => {
  const postgres = await start()
  const stopping = postgres.stop()
  // until it says so itself nobody can know
  await expect.poll(() => readPidFile(dataDir)?.state, { interval: 1 }).not.toBe('ready')
  const next = await start()
  await stopping
  expect(await tools(next)).toEqual(['hammer', 'saw', 'vice'])
})

test.each([
  ['names a process that is gone', async () => '4194000\n'],
  [
    'names a process that is something else by now',
    async () => `${process.pid}\n${dataDir}\n0\n5432\n\n127.0.0.1\n\nready   \n`,
  ],
  [
    'names the PostgreSQL of another folder',
    async () => {
      const [other] = await query<{ data_directory: string }>(inject('postgres'), 'show data_directory')
      return readFileSync(path.join(other!.data_directory, 'postmaster.pid'), 'utf8')
    },
  ],
  ['is empty', async () => ''],
])('a postmaster.pid that %s is no hindrance', async (_, content) => {
  await (await start()).stop()
  writeFileSync(path.join(dataDir, 'postmaster.pid'), await content())
  const postgres = await start()
  expect(postgres.adopted).toBe(false)
  expect(await tools(postgres)).toEqual(['hammer', 'saw', 'vice'])
})

test('of four starts at once one starts it and all use the same one, on an empty folder and on a stopped cluster', async () => {
  const shared = path.join(folder, 'shared')
  try {
    for (const _round of ['empty', 'stopped', 'stopped again']) {
      const started = await startTogether(4, shared)
      expect(started.map(({ fault }) => fault)).toEqual([undefined, undefined, undefined, undefined])
      expect(new Set(started.map(({ url }) => url)).size).toBe(1)
      expect(started.filter(({ adopted }) => !adopted)).toHaveLength(1)
      await stopAt(shared)
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('shared.init'))).toEqual([])
  } finally {
    await stopAt(shared)
  }
}, 60_000)

test('where the user of PostgreSQL cannot walk, programs and data lie where it can, also for two first starts at once', async () => {
  const closed = mkdtempSync(path.join(folder, 'closed-'))
  const asked = path.join(closed, 'postgres')
  const home = findHome(asked)
  const base = path.dirname(home.dataDir)
  try {
    expect(home.dataDir === asked).toBe(!isRoot)
    if (isRoot) rmSync(base, { recursive: true })
    const started = await startTogether(2, asked)
    expect(started.map(({ fault }) => fault)).toEqual([undefined, undefined])
    expect(statSync(home.dataDir).uid === 0).toBe(false)
    expect(await query(started[0]!.url, 'select 1 as one')).toEqual([{ one: 1 }])
  } finally {
    await stopAt(home.dataDir)
    rmSync(base, { recursive: true, force: true })
  }
})
