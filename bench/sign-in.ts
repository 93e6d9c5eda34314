/**
 * `node bench/sign-in.ts`: 50 people signing in at once, over and over; and what the guard and the row scope cost a list.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { hashPassword } from '#server/people/passwords.ts'
import { startPostgres } from '#server/platform/embedded-postgres.ts'
import { migrate } from '#server/platform/migrate.ts'
import { fillCompany, fillEntries } from './company.ts'
import { load, ratioLine, timed } from './measure.ts'

const password = 'bench-password'
const folder = mkdtempSync(path.join(tmpdir(), 'daybook-bench-'))
chmodSync(folder, 0o755)
const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), settings: { shared_buffers: '512MB' } })
const admin = new pg.Pool({ connectionString: postgres.url() })
await admin.query('create database bench')
await admin.end()
const url = postgres.url('bench')
const pool = new pg.Pool({ connectionString: url, max: 2 })
await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
await fillCompany(pool)
await fillEntries(pool, 4, 'scope')
await pool.query('update users set password_hash = $1', [await hashPassword(password)])
await pool.query(`update users set role = 'manager' where email = 'person2@bench.example'`)
const child = fork(path.join(import.meta.dirname, 'http-servers.ts'), ['daybook'], {
  env: { ...process.env, DATABASE_URL: url },
})
const [{ address }] = (await once(child, 'message')) as [{ address: string }]

const signIn = async (person: number) => {
  const answer = await fetch(`${address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `person${person}@bench.example`, password }),
  })
  if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { access_token: string }).access_token
}

try {
  const times: number[] = []
  const rounds = 8
  await Promise.all(
    Array.from({ length: 50 }, async (_, person) => {
      await signIn(person + 1)
      for (let round = 0; round < rounds; round++) times.push(await timed(() => signIn(person + 1)))
    }),
  )
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)]!.toFixed(0)
  console.log(
    `sign-in, 50 at once: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms of ${times.length} (promised: p95 at most 400 ms)`,
  )

  // the admin's scope is `true`, the manager's a list of the team: the difference is what the row scope costs
  const list = `${address}/api/v1/deals?limit=50&sort=name`
  const [all, bare] = [await signIn(1), await signIn(2)]
  const ratios: number[] = []
  for (let round = 0; round < 3; round++) ratios.push((await load(list, bare)) / (await load(list, all)))
  ratioLine(
    'list of deals by a manager to the same by an admin, requests per second',
    ratios.sort((a, b) => a - b)[1]!,
    'at least 0.9',
  )
} finally {
  child.disconnect()
  await once(child, 'exit')
  await pool.end()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
