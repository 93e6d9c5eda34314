/**
 * `node bench/lists.ts`: the lists of BENCH_CONTACTS (1,000,000) contacts, a tenth as many accounts, a fifth as many deals and
 * tasks. What each question costs, on its first and on its thousandth page, and how PostgreSQL answers it; then lists, new
 * records and changes against a bare Fastify route that sends the same SQL, in the same run, alternated; then the memory of an
 * export. With BENCH_DATABASE_URL it asks a database it filled before, and writes to it.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type pg from 'pg'
import { accountRoutes } from '#server/accounts/routes.ts'
import { contactRoutes } from '#server/contacts/routes.ts'
import { dealRoutes } from '#server/deals/routes.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { openDatabase, openPool } from '#server/platform/database.ts'
import { createLongFiles } from '#server/platform/long-files.ts'
import { actorOfUser } from '#server/sessions/authenticate.ts'
import { migrateDatabase } from '#server/start-database.ts'
import { taskRoutes } from '#server/tasks/routes.ts'
import { createNames } from '#server/time/names.ts'
import { timeRoutes } from '#server/time/routes.ts'
import { timesheetRoutes } from '#server/timesheets/routes.ts'
import { fillLists } from '#test/large-company.ts'
import { knownOf, questions } from '#test/questions.ts'
import { openRecorder } from '#test/recorder.ts'
import { exportMemory } from './lists-export.ts'
import { pages, type Person } from './lists-pages.ts'
import { raceLists, raceWrites } from './lists-race.ts'
import { seconds } from './measure.ts'
import { scratchDatabase } from './scratch.ts'

const contacts = Number(process.env['BENCH_CONTACTS'] ?? 1_000_000)
const password = 'bench-password'

const filled = process.env['BENCH_DATABASE_URL']
if (filled) await measure(filled)
else await onScratch(measure)

async function onScratch(work: (url: string) => Promise<void>): Promise<void> {
  const scratch = await scratchDatabase({ shared_buffers: '1GB', max_wal_size: '4GB' })
  try {
    await work(scratch.url)
  } finally {
    await scratch.drop()
  }
}

async function measure(url: string): Promise<void> {
  const application = await migrateDatabase({ url, secret: 'of the bench', app_url: null })
  const pool = openPool(url, { statement_timeout_ms: 600_000 })
  const { rows } = await pool.query<{ strangers: number; contacts: number }>(
    `select count(*) filter (where email not like '%@bench.example')::int as strangers, (select count(*)::int from contacts) as contacts from users`,
  )
  if (rows[0]!.strangers > 0)
    throw new Error('This database has people of its own; the bench would give them its password.')
  if (rows[0]!.contacts === 0)
    console.log(`filled in ${(await seconds(() => fillLists(pool, contacts))).toFixed(0)} s, indexes included`)
  await pool.query('update users set password_hash = $1', [await hashPassword(password)])
  const recorder = await openRecorder(application.url, [
    accountRoutes,
    contactRoutes,
    dealRoutes,
    taskRoutes,
    (app, door) => timeRoutes(app, door, createNames(), createLongFiles(door.db)),
    timesheetRoutes,
  ])
  const [daybook, bare] = [await server('daybook', application.url), await server('bare', application.url)]
  try {
    const people = await Promise.all([1, 2].map((number) => personOf(pool, daybook.address, number)))
    const asked = questions(await knownOf(pool, people[1]!.actor.id!))
    await pages({ pool, recorder, daybook, people, asked })
    await raceLists({ pool, recorder, daybook, bare, people, asked: asked.filter(({ raced }) => raced) })
    await raceWrites({ pool, recorder, daybook, bare, person: people[1]! })
    await exportMemory(daybook, people[0]!.token)
  } finally {
    await Promise.all([daybook, bare].map(({ child }) => (child.disconnect(), once(child, 'exit'))))
    await recorder.close()
    await pool.end()
  }
}

async function server(kind: 'daybook' | 'bare', DATABASE_URL: string) {
  const child = fork(path.join(import.meta.dirname, 'http-servers.ts'), [kind], {
    env: { ...process.env, DATABASE_URL },
  })
  const [{ address }] = (await once(child, 'message')) as [{ address: string }]
  return { child, address }
}

/** Person 1 is an admin, person 2 sells and sees the deals and tasks of a team of ten. */
async function personOf(pool: pg.Pool, address: string, number: number): Promise<Person> {
  const email = `person${number}@bench.example`
  const answer = await fetch(`${address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`)
  const { rows } = await pool.query<{ id: string }>('select id from users where email = $1', [email])
  const actor = (await actorOfUser(openDatabase(pool), rows[0]!.id, 'api'))!
  return { name: actor.role!, actor, token: ((await answer.json()) as { access_token: string }).access_token }
}
