/**
 * `node bench/sign-in.ts`: 50 people signing in at once, over and over; and what the guard and the row scope cost a list.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import pg from 'pg'
import { hashPassword } from '#server/people/passwords.ts'
import { migrateDatabase } from '#server/start-database.ts'
import { fillCompany, fillEntries } from './company.ts'
import { load, ratioLine } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const password = 'bench-password'
const scratch = await scratchDatabase({ shared_buffers: '512MB' })
const url = scratch.url
const pool = new pg.Pool({ connectionString: url, max: 2 })
const application = await migrateDatabase({ url, secret: 'of the bench', app_url: null })
await fillCompany(pool)
await fillEntries(pool, 4, 'scope')
await pool.query('update users set password_hash = $1', [await hashPassword(password)])
await pool.query(`update users set role = 'sales' where email = 'person2@bench.example'`)
await pool.query(`
  update deals d set owner_id = u.id
  from (select id, (row_number() over (order by id))::int as place from deals) p,
       (select id, row_number() over (order by team_id = (select team_id from users where email = 'person2@bench.example') desc, id) as place from users) u
  where p.id = d.id and u.place = case when p.place % 4 = 0 then 1 + p.place % 10 else 11 + p.place % 190 end
`)
await pool.query('vacuum analyze')
const child = server('daybook')
const [{ address }] = (await once(child, 'message')) as [{ address: string }]
const withoutDoor = server('open')
const [open] = (await once(withoutDoor, 'message')) as [{ address: string }]

const loader = fork(path.join(import.meta.dirname, 'sign-in-load.ts'))

const ask = async <T>(process: ChildProcess, message: object): Promise<T> => {
  process.send(message)
  return ((await once(process, 'message')) as [T])[0]
}
const signIn = async (person: number): Promise<string> => {
  const answer = await fetch(`${address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `person${person}@bench.example`, password }),
  })
  if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { access_token: string }).access_token
}

type Loaded = { times_ms: number[]; cpu_ms: number }

/** One of the people as often as the others: everybody waits for everybody, which is what 50 at once means. */
async function signInAtOnce(rounds: number): Promise<void> {
  const order = { address, people: 50, rounds, password }
  await ask<Loaded>(loader, { ...order, rounds: 1 })
  const before = await ask<{ cpu_ms: number }>(child, { cpu: true })
  const { times_ms, cpu_ms } = await ask<Loaded>(loader, order)
  const after = await ask<{ cpu_ms: number }>(child, { cpu: true })
  const each = (total_ms: number) => (total_ms / times_ms.length).toFixed(1)
  times_ms.sort((a, b) => a - b)
  const at = (part: number) => times_ms[Math.floor(times_ms.length * part)]!.toFixed(0)
  console.log(
    `sign-in, 50 at once: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms of ${times_ms.length} (promised: p95 at most 400 ms)`,
  )
  console.log(
    `  CPU a sign-in: Daybook ${each(after.cpu_ms - before.cpu_ms)} ms, the load generator ${each(cpu_ms)} ms`,
  )
}

try {
  await signInAtOnce(20)
  await doorsAgainstNone()
} finally {
  await Promise.all([child, withoutDoor, loader].map((each) => (each.disconnect(), once(each, 'exit'))))
  await pool.end()
  await scratch.drop()
}

/**
 * The list of deals through token, rights and row scope, against the same list with nobody at the door and no scope. A
 * salesperson whose team has a quarter of all deals must pass by three for each one shown. Where others use the machine too,
 * requests per second say little; the processor's time a request says what Daybook's part is.
 */
async function doorsAgainstNone(): Promise<void> {
  const tokens = { admin: await signIn(1), sales: await signIn(2) }
  for (const [name, token] of Object.entries(tokens)) {
    const rounds = []
    for (let round = 0; round < 7; round++)
      rounds.push({ without: await cost(withoutDoor, open.address), with: await cost(child, address, token) })
    const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
    ratioLine(
      `list of deals by ${name} to the same without guard and scope, requests per second`,
      middle(rounds.map((round) => round.with.rate / round.without.rate)),
      'at least 0.9',
    )
    ratioLine(
      'the same, processor time a request',
      middle(rounds.map((round) => round.with.cpu / round.without.cpu)),
      'at most 1.1',
    )
  }
}

async function cost(process: ChildProcess, address: string, token?: string) {
  const before = await ask<{ cpu_ms: number }>(process, { cpu: true })
  const rate = await load({ url: `${address}/api/v1/deals?limit=50&sort=name`, ...(token && { token }) })
  const after = await ask<{ cpu_ms: number }>(process, { cpu: true })
  return { rate, cpu: (after.cpu_ms - before.cpu_ms) / rate }
}

function server(kind: 'daybook' | 'open'): ChildProcess {
  return fork(path.join(import.meta.dirname, 'http-servers.ts'), [kind], {
    env: { ...process.env, DATABASE_URL: application.url },
  })
}
