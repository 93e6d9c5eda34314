/** Starts the PostgreSQL that npm brought along, adopts one that still runs, and recovers whatever a kill -9 left behind. */
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { findHome, type Home } from './postgres-home.ts'
import { adoptable, answers, endOrphans, freePort, isAlive, readPidFile } from './postgres-process.ts'

export type Postgres = {
  url: (database?: string) => string
  port: number
  pid: number
  /** It was running already: another Daybook started it, or one that was killed. */
  adopted: boolean
  /** Where the cluster really lies; for root it may be outside DATA_DIR. */
  dataDir: string
  stop: () => Promise<void>
}
type Options = { dataDir: string; settings?: Record<string, string | number> }

const user = 'daybook'
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Ready to be connected to when it resolves. Durability settings stay at PostgreSQL's safe defaults unless `settings` say otherwise. */
export async function startPostgres({ dataDir, settings = {} }: Options): Promise<Postgres> {
  const home = findHome(path.resolve(dataDir))
  const password = initialise(home)
  const running = await adoptable(home.dataDir)
  const { pid, port, adopted } = running ? { ...running, adopted: true } : await launch(home, settings)
  return {
    url: (database = 'postgres') => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
    port,
    pid,
    adopted,
    dataDir: home.dataDir,
    stop: () => stop(pid, home.dataDir),
  }
}

/** Creates the database if it is not there; two that try at once are both content. */
export async function ensureDatabase(postgres: Postgres, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url() })
  await client.connect()
  try {
    await client.query(`create database ${name}`)
  } catch (error) {
    const code = (error as { code?: string }).code
    // duplicate_database, or the unique index when the twin is a moment ahead
    if (code !== '42P04' && code !== '23505') throw error
  } finally {
    await client.end()
  }
}

const asOwner = ({ owner }: Home) => (owner ? { uid: owner.uid, gid: owner.gid } : {})
const giveTo = ({ owner }: Home, file: string) => owner && chownSync(file, owner.uid, owner.gid)
const environment = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }

/** Makes the cluster beside its place and renames it, so that a killed initdb never leaves half of one. Gives the password. */
function initialise(home: Home): string {
  const { dataDir } = home
  mkdirSync(path.dirname(dataDir), { recursive: true, mode: 0o755 })
  if (!existsSync(path.join(dataDir, 'PG_VERSION'))) {
    const fresh = `${dataDir}.init-${process.pid}`
    runInitdb(home, fresh, randomBytes(24).toString('base64url'))
    if (!takePlace(fresh, dataDir)) rmSync(fresh, { recursive: true, force: true })
  }
  return readFileSync(path.join(dataDir, 'daybook.secret'), 'utf8').trim()
}

/** The first to rename wins; the loser uses the winner's cluster. */
function takePlace(fresh: string, dataDir: string): boolean {
  try {
    renameSync(fresh, dataDir)
    return true
  } catch {
    return false
  }
}

function runInitdb(home: Home, folder: string, password: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  giveTo(home, folder)
  const secret = `${folder}.secret`
  writeFileSync(secret, `${password}\n`, { mode: 0o600 })
  giveTo(home, secret)
  const args = [
    '-D',
    folder,
    '-U',
    user,
    '--pwfile',
    secret,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
  ]
  const { status, error, stderr } = spawnSync(path.join(home.binaries, 'initdb'), args, {
    ...asOwner(home),
    env: environment,
    cwd: '/',
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`PostgreSQL could not be set up: ${error?.message ?? stderr}`)
  // inside the cluster, so that cluster and password take their place together
  renameSync(secret, path.join(folder, 'daybook.secret'))
}

type Launched = { pid: number; port: number; adopted: boolean }

async function launch(home: Home, settings: Options['settings'], attempt = 1): Promise<Launched> {
  const { dataDir } = home
  const port = await freePort()
  const all = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    // a question over years opens each month with its indexes; with 64, the default, five of them at once fill the table of locks
    max_locks_per_transaction: 512,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  }
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = openSync(`${dataDir}.log`, 'a', 0o600)
  // a session of its own: Ctrl-C reaches Daybook first, which drains and then stops PostgreSQL
  const child = spawn(path.join(home.binaries, 'postgres'), ['-D', dataDir, ...args], {
    ...asOwner(home),
    env: environment,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  let ended: string | null = null
  child.once('exit', (code, signal) => (ended = String(code ?? signal)))
  child.once('error', (error) => (ended = error.message))
  for (const began = Date.now(); ended === null && Date.now() - began < 60_000; await pause(5)) {
    const info = readPidFile(dataDir)
    if (info?.pid === child.pid && info!.state === 'ready' && (await answers(port)))
      return { pid: child.pid!, port, adopted: false }
  }
  // it lost a race with another starter of the same folder: use the winner
  const winner = await adoptable(dataDir)
  if (winner) return { ...winner, adopted: true }
  // what a kill -9 left at work would keep it from starting until that work is done
  endOrphans(dataDir)
  if (ended !== null && attempt < 4) return pause(100 * attempt).then(() => launch(home, settings, attempt + 1))
  throw new Error(
    `PostgreSQL did not start (${ended ?? 'no answer in 60 s'}): ${readFileSync(`${dataDir}.log`, 'utf8').slice(-800)}`,
  )
}

/** Fast shutdown: sessions are ended, everything committed is on disk. */
async function stop(pid: number, dataDir: string): Promise<void> {
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    return
  }
  for (const began = Date.now(); isAlive(pid, dataDir) && Date.now() - began < 20_000;) await pause(5)
}
