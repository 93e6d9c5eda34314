/**
 * Time is sent to a Daybook that is killed again and again: the real program in a folder of its own, over HTTP, by senders that cut
 * what they have into other batches each time and repeat what was answered. What was answered must be there, each entry once.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { chance as chanceOf, type Chance } from '#server/demo/random.ts'
import { hashOf, newApiKey } from '#server/keys/tokens.ts'
import { freePort, isAlive, readPidFile } from '#server/platform/postgres-process.ts'

const root = path.join(import.meta.dirname, '..')
const people = 20
const entriesADay = 2_000
const seconds = 20
const perBatch = 1_000
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

type Order = { entries: number; kills: number; seed: number; onKill?: (line: string) => void }
export type Outcome = {
  kills: number
  postgres_kills: number
  requests: number
  unanswered: number
  /** Answers other than that an entry is there: none is expected. */
  refused: string[]
  lost: number
  doubled: number
  /** Entries whose time is not in the sums by day. */
  uncounted: number
}

export async function ingestUnderKills({ entries, kills, seed, onKill = () => {} }: Order): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'daybook-kills-'))
  chmodSync(folder, 0o755)
  const daybook = new Daybook(folder, await freePort())
  try {
    await daybook.start()
    const { key, users } = await daybook.prepare()
    const sending = new Sending(entries, users, chanceOf(seed))
    const senders = Promise.all([send(sending, daybook, key), send(sending, daybook, key)])
    const done = await killAlong(sending, daybook, kills, chanceOf(seed + 1), onKill)
    await senders
    const { requests, unanswered, refused } = sending
    return { ...done, requests, unanswered, refused, ...(await daybook.count(entries)) }
  } finally {
    await daybook.end()
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

/** Kills spread over the whole of it, each while batches are on their way; every fifth takes PostgreSQL along. */
async function killAlong(
  sending: Sending,
  daybook: Daybook,
  kills: number,
  chance: Chance,
  tell: (line: string) => void,
) {
  let postgres_kills = 0
  for (let kill = 1; kill <= kills; kill++) {
    const share = (kill - 1 + chance.next()) / kills
    while (sending.answered < share * sending.entries && !sending.isDone) await pause(5)
    await pause(chance.int(0, 150))
    const both = kill % 5 === 2
    if (both) postgres_kills++
    await daybook.kill(both)
    tell(`kill ${kill}${both ? ' with PostgreSQL' : ''}: ${sending.answered} of ${sending.entries} answered`)
    await daybook.start()
  }
  return { kills, postgres_kills }
}

/** What there is to send, and what was answered. A batch begins before the end of what was answered, or anywhere, and is of any length. */
class Sending {
  readonly entries: number
  answered = 0
  requests = 0
  unanswered = 0
  refused: string[] = []
  private readonly known: Uint8Array
  private readonly users: string[]
  private readonly chance: Chance
  private next = 0

  constructor(entries: number, users: string[], chance: Chance) {
    this.entries = entries
    this.users = users
    this.chance = chance
    this.known = new Uint8Array(entries)
  }

  get isDone(): boolean {
    return this.answered === this.entries
  }

  /** From where on everything was asked for once; later, whatever has no answer yet. A tenth begins somewhere in what is known. */
  batch(): number[] {
    const size = this.chance.int(Math.ceil(perBatch / 5), perBatch)
    if (this.next >= this.entries) this.next = Math.max(0, this.known.indexOf(0))
    const repeat = this.chance.next() < 0.1
    const begin = repeat ? this.chance.int(0, this.next) : Math.max(0, this.next - this.chance.int(0, 100))
    const end = Math.min(this.entries, begin + size)
    if (!repeat) this.next = end
    return Array.from({ length: end - begin }, (_, n) => begin + n)
  }

  entry(n: number): object {
    const person = n % people
    const place = Math.floor(n / people)
    const start_ms =
      Date.UTC(2024, 0, 15) + Math.floor(place / entriesADay) * 86_400_000 + (place % entriesADay) * seconds * 1_000
    return {
      user_id: this.users[person],
      source: 'agent',
      external_id: `kill-${n}`,
      start_time: new Date(start_ms).toISOString(),
      end_time: new Date(start_ms + seconds * 1_000).toISOString(),
      project_name: `Project ${n % 50}`,
    }
  }

  answer(batch: number[], results: { status: string }[]): void {
    for (const [at, n] of batch.entries()) {
      const { status } = results[at]!
      if (status !== 'created' && status !== 'duplicate') this.refused.push(`kill-${n}: ${status}`)
      this.answered += 1 - this.known[n]!
      this.known[n] = 1
    }
  }
}

async function send(sending: Sending, daybook: Daybook, key: string): Promise<void> {
  while (!sending.isDone) {
    const batch = sending.batch()
    sending.requests++
    const results = await daybook.post(
      key,
      batch.map((n) => sending.entry(n)),
    )
    if (results) sending.answer(batch, results)
    else {
      sending.unanswered++
      await pause(200)
    }
  }
}

class Daybook {
  private readonly data: string
  private readonly port: number
  private child: ChildProcess | null = null

  constructor(folder: string, port: number) {
    this.data = path.join(folder, 'data')
    this.port = port
  }

  async start(): Promise<void> {
    const { ADMIN_PASSWORD: _inherited, ...inherited } = process.env
    const child = spawn(process.execPath, ['server/main.ts'], {
      cwd: root,
      env: { ...inherited, DATA_DIR: this.data, PORT: String(this.port), DEMO_DATA: 'off', LOG_LEVEL: 'error' },
    })
    this.child = child
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    for (const began = Date.now(); Date.now() - began < 300_000; await pause(20)) {
      if (said.includes('Stop it with Ctrl-C.')) return
      if (child.exitCode !== null) break
    }
    throw new Error(`Daybook did not start: ${said.slice(-2_000)}`)
  }

  async kill(withPostgres: boolean): Promise<void> {
    const gone = once(this.child!, 'exit')
    const { pid } = this.postgres()
    this.child!.kill('SIGKILL')
    if (withPostgres) process.kill(pid, 'SIGKILL')
    await gone
  }

  /** Null where no answer came, or one that promises nothing. */
  async post(key: string, entries: object[]): Promise<{ status: string }[] | null> {
    try {
      const answer = await fetch(`http://127.0.0.1:${this.port}/api/v1/time-entries/batch`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ entries }),
        signal: AbortSignal.timeout(60_000),
      })
      const text = await answer.text()
      if (answer.status === 200) return (JSON.parse(text) as { results: { status: string }[] }).results
      if (answer.status >= 500 || answer.status === 429) return null
      throw new Refused(`${answer.status} ${text}`)
    } catch (error) {
      if (error instanceof Refused) throw error
      return null
    }
  }

  async prepare(): Promise<{ key: string; users: string[] }> {
    const client = await this.database()
    const { rows } = await client.query<{ id: string }>(
      `insert into users (name, email, role, zone)
       select 'Person ' || n, 'person' || n || '@kills.example', 'employee', 'UTC' from generate_series(1, $1) n returning id`,
      [people],
    )
    const { key, prefix } = newApiKey()
    await client.query(
      `insert into api_keys (name, prefix, key_hash, scopes, per_minute) values ('sender', $1, $2, '{time:ingest}', 100000)`,
      [prefix, hashOf(key)],
    )
    await client.end()
    return { key, users: rows.map(({ id }) => id) }
  }

  async count(entries: number): Promise<Pick<Outcome, 'lost' | 'doubled' | 'uncounted'>> {
    const client = await this.database()
    const { rows } = await client.query<{ stored: number; named: number; counted: number }>(
      `select count(*)::int as stored, count(distinct external_id)::int as named,
              (select sum(seconds)::int from time_by_day where status = 'unmapped') / $1 as counted
       from time_entries where external_id like 'kill-%' and status = 'unmapped' and duration_seconds = $1`,
      [seconds],
    )
    await client.end()
    const { stored, named, counted } = rows[0]!
    return { lost: entries - named, doubled: stored - named, uncounted: entries - counted }
  }

  async end(): Promise<void> {
    const gone = this.child?.exitCode === null && this.child.signalCode === null ? once(this.child, 'exit') : null
    this.child?.kill('SIGKILL')
    await gone
    const { pid, dataDir } = this.postgres()
    if (isAlive(pid, dataDir)) process.kill(pid, 'SIGQUIT')
    while (isAlive(pid, dataDir)) await pause(10)
  }

  private postgres(): { pid: number; port: number; dataDir: string } {
    const dataDir = path.join(this.data, 'postgres')
    return { ...(readPidFile(dataDir) ?? { pid: 0, port: 0 }), dataDir }
  }

  private async database(): Promise<pg.Client> {
    const { dataDir, port } = this.postgres()
    const password = readFileSync(path.join(dataDir, 'daybook.secret'), 'utf8').trim()
    const client = new pg.Client({ connectionString: `postgres://daybook:${password}@127.0.0.1:${port}/daybook` })
    client.on('error', () => {})
    await client.connect()
    return client
  }
}

class Refused extends Error {}
