/** Lists cost what they show, not what there is: asked of a company of 50,000 contacts, by how PostgreSQL answers. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from '#api/accounts.ts'
import { contacts } from '#api/contacts.ts'
import { deals } from '#api/deals.ts'
import { tasks } from '#api/tasks.ts'
import { time } from '#api/time.ts'
import { timesheets } from '#api/timesheets.ts'
import { grants } from '#domain/permissions.ts'
import { accountRoutes } from '#server/accounts/routes.ts'
import { contactRoutes } from '#server/contacts/routes.ts'
import { dealRoutes } from '#server/deals/routes.ts'
import { noteRoutes } from '#server/notes/routes.ts'
import { systemActor, type Actor } from '#server/platform/actor.ts'
import { openDatabase, openPool } from '#server/platform/database.ts'
import { createLongFiles } from '#server/platform/long-files.ts'
import { reportRoutes } from '#server/reports/routes.ts'
import { actorOfUser } from '#server/sessions/authenticate.ts'
import { taskRoutes } from '#server/tasks/routes.ts'
import { createNames } from '#server/time/names.ts'
import { timeRoutes } from '#server/time/routes.ts'
import { timesheetRoutes } from '#server/timesheets/routes.ts'
import { scratchDatabase } from '#test/database.ts'
import { fillLists } from '#test/large-company.ts'
import { planOf, type Plan } from '#test/plan.ts'
import { isScoped, knownOf, questions } from '#test/questions.ts'
import { openRecorder } from '#test/recorder.ts'

const big = [
  'accounts',
  'contacts',
  'deals',
  'tasks',
  'notes',
  'time_entries',
  'time_by_day',
  'time_by_deal',
  'task_time_by_day',
  'former_entries',
  'timesheets',
]
/** A page is 51 rows, and of each a few others are looked up. */
const few = 600
const url = await scratchDatabase()
const pool = openPool(url, { statement_timeout_ms: 60_000 })
const recorder = await openRecorder(url, [
  accountRoutes,
  contactRoutes,
  dealRoutes,
  taskRoutes,
  (app, door) => timeRoutes(app, door, createNames(), createLongFiles(door.db)),
  timesheetRoutes,
  noteRoutes,
  reportRoutes,
])
afterAll(async () => {
  await recorder.close()
  await pool.end()
})
let seller: Actor

beforeAll(async () => {
  await fillLists(pool, 50_000)
  const { rows } = await pool.query<{ id: string }>(`select id from users where email = 'person2@bench.example'`)
  seller = (await actorOfUser(openDatabase(pool), rows[0]!.id, 'api'))!
}, 120_000)

const admin = systemActor('command', grants.admin)
/** What all statements of a request read together. */
async function planFor(actor: Actor, path: string): Promise<Plan> {
  const plans: Plan[] = []
  for (const statement of (await recorder.record(actor, { method: 'GET', path })).statements)
    plans.push(await planOf(pool, statement, big))
  const sum = (what: 'read' | 'blocks') => plans.reduce((total, plan) => total + plan[what], 0)
  return { read: sum('read'), blocks: sum('blocks'), scanned: plans.flatMap(({ scanned }) => scanned) }
}

/** As the document of the API names them. */
const sortsOf = (operation: { query: { properties: { sort: object } } }): string[] =>
  /^Up to four of ([\w, ]+);/
    .exec((operation.query.properties.sort as { description: string }).description)![1]!
    .split(', ')
const bothWays = (path: string, sorts: string[]) =>
  sorts.flatMap((sort) => [
    [path, sort],
    [path, `-${sort}`],
  ])
const orders = [
  ...[accounts.list, contacts.list, deals.list, tasks.list].flatMap((operation) =>
    bothWays(operation.path, [...sortsOf(operation), 'metadata.size', 'metadata.tier']),
  ),
  ...[time.list, timesheets.list].flatMap((operation) => bothWays(operation.path, sortsOf(operation))),
]

test.each(orders)('%s in the order %s is read from an index, on its first page and further on', async (path, sort) => {
  // places on the board are places within a stage
  const target = `${path}?sort=${sort}${sort.endsWith('position') ? '&stage=negotiation' : ''}`
  expect((await planFor(admin, target)).read).toBeLessThan(few)
  const { next_cursor } = await recorder.answer(admin, `${target}&limit=200`)
  expect((await planFor(admin, `${target}&cursor=${next_cursor}`)).read).toBeLessThan(few)
})

test('what hangs on a record is found by reading little else', async () => {
  const { account } = await knownOf(pool, seller.id!)
  const { rows } = await pool.query<{ deal: string; contact: string }>(
    `select (select deal_id from tasks where deal_id is not null limit 1) as deal, (select id from contacts where account_id = $1 limit 1) as contact`,
    [account],
  )
  const { deal, contact } = rows[0]!
  for (const path of [
    `/timeline?account_id=${account}`,
    `/timeline?contact_id=${contact}`,
    `/timeline?deal_id=${deal}`,
    `/reports/time-per-deal?account_id=${account}`,
    `/reports/time-per-deal?deal_id=${deal}`,
    `/reports/time-per-week?account_id=${account}&date_to=2030-01-01`,
    `/reports/time-per-week?deal_id=${deal}&date_to=2030-01-01`,
  ])
    expect((await planFor(admin, path)).blocks, path).toBeLessThan(300)
})

test('reports are made of sums by day, deals and stages, and none reads entries', async () => {
  const { data } = await recorder.answer(admin, '/reports')
  expect(data.length).toBeGreaterThan(10)
  for (const { report } of data as { report: string }[]) {
    const path = `/reports/${report}/table?date_from=2026-01-01&date_to=2026-03-31`
    const { statements } = await recorder.record(admin, { method: 'GET', path })
    expect([report, statements.some(({ text }) => /\btime_entries\b/.test(text))]).toEqual([report, false])
    expect([report, statements.length < 8]).toEqual([report, true])
  }
})

test('what people ask lists for is found without reading a whole table', async () => {
  const scans: string[] = []
  const asked = questions(await knownOf(pool, seller.id!))
  for (const [name, actor] of Object.entries({ admin, seller }))
    for (const one of asked.filter((question) => actor === admin || isScoped(question)))
      for (const table of (await planFor(actor, one.path)).scanned) scans.push(`${one.name}, ${name}: ${table}`)
  expect(scans).toEqual([])
})
