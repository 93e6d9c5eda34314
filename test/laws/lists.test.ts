/** Lists cost what they show, not what there is: asked of a company of 50,000 contacts, by how PostgreSQL answers. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { accounts } from '#api/accounts.ts'
import { contacts } from '#api/contacts.ts'
import { deals } from '#api/deals.ts'
import { tasks } from '#api/tasks.ts'
import { time } from '#api/time.ts'
import { timesheets } from '#api/timesheets.ts'
import { grants } from '#domain/permissions.ts'
import { TimeEntryQuery } from '#domain/time.ts'
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
/** Of a person's week its sums are read, three times: 60 or so. */
const fewOf = (path: string) => (path === '/timesheets' ? few + 51 * 3 * 80 : few)
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
async function planFor(actor: Actor, path: string, tables: readonly string[] = big): Promise<Plan> {
  const plans: Plan[] = []
  for (const statement of (await recorder.record(actor, { method: 'GET', path })).statements)
    plans.push(await planOf(pool, statement, tables))
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
  expect((await planFor(admin, target)).read).toBeLessThan(fewOf(path))
  const { next_cursor } = await recorder.answer(admin, `${target}&limit=200`)
  expect((await planFor(admin, `${target}&cursor=${next_cursor}`)).read).toBeLessThan(fewOf(path))
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
    for (const one of asked.filter((question) => !question.looked && (actor === admin || isScoped(question))))
      for (const table of (await planFor(actor, one.path)).scanned) scans.push(`${one.name}, ${name}: ${table}`)
  expect(scans).toEqual([])
})

test('every filter and order of time is asked here', async () => {
  const asked = questions(await knownOf(pool, seller.id!)).map(({ path }) => path)
  const names = Object.keys(TimeEntryQuery.properties).filter((name) => !['limit', 'cursor'].includes(name))
  expect(
    names.filter((name) => !asked.some((path) => path.includes(`?${name}=`) || path.includes(`&${name}=`))),
  ).toEqual([])
})

test('what nobody counted is looked for among so many entries: of a large company those of a day, and never a month', async () => {
  // two looks into the last three days, which hold 4,000 entries of 57,000; without triggers, so that sums by month stay
  const manyADay = (more: number) =>
    pool.query(
      `begin; set local session_replication_role = replica; update time_by_day set entries = entries + ${more}; commit`,
    )
  await manyADay(250_000)
  onTestFinished(async () => void (await manyADay(-250_000)))
  const looked = questions(await knownOf(pool, seller.id!)).filter((question) => question.looked)
  const ask = async (actor: Actor, name: string, path: string) => {
    const { read, scanned } = await planFor(actor, path, ['time_entries'])
    expect([name, path, read < 10_000, scanned]).toEqual([name, path, true, []])
  }
  for (const { name, path } of looked) {
    for (const actor of [admin, seller]) await ask(actor, name, path)
    await ask(admin, name, `${path}&sort=start_time,duration_seconds`)
    await ask(admin, name, path.replace('/time-entries?', '/time-entries/matching?'))
  }
})

test('what an index has in this order is looked for among its next, and refused with what to do where that is not enough', async () => {
  const longest = '/time-entries?sort=-duration_seconds'
  const few_of_one = `${longest}&user_id=${seller.id}&q=xylophone`
  expect((await planFor(admin, few_of_one, ['time_entries'])).read).toBeLessThan(1_000)
  await pool.query(
    `begin; set local session_replication_role = replica; update time_by_day set entries = entries + 100; commit`,
  )
  onTestFinished(
    async () =>
      void (await pool.query(
        `begin; set local session_replication_role = replica; update time_by_day set entries = entries - 100; commit`,
      )),
  )
  for (const filter of ['source=agent', 'activity_type=app', 'minutes.from=60', 'minutes.from=9000'])
    expect([filter, (await planFor(admin, `${longest}&${filter}`, ['time_entries'])).read < few]).toEqual([
      filter,
      true,
    ])
  for (const asked of [`${longest}&q=xylophone`, `${longest},start_time`])
    await expect(planFor(admin, asked)).rejects.toThrow(/422 .*"code":"too_many_entries"/)
})
