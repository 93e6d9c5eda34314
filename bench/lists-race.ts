/**
 * Lists and writes as often as they go, against a bare route that sends the same SQL. On a machine that others use too, requests
 * per second say little even in turns; the processor time of a request, that of the database included, says the same without them.
 */
import type pg from 'pg'
import { isScoped, type Question } from '#test/questions.ts'
import type { Recorder } from '#test/recorder.ts'
import { cpuOf, databaseCpu, teach, type Server } from './children.ts'
import type { Person } from './lists-pages.ts'
import { load, middle, ratioLine, type Loaded } from './measure.ts'

type Race = { pool: pg.Pool; recorder: Recorder; daybook: Server; bare: Server }
type Side = Loaded & { server: Server }
const rounds = 7
const seconds = 1

export async function raceLists(race: Race & { people: Person[]; asked: Question[] }): Promise<void> {
  const { pool, recorder, daybook, bare, people, asked } = race
  console.log(
    '\nLists: requests per second, and the processor time of each in the process that answers and in the database',
  )
  for (const { name: role, actor, token } of people)
    for (const { name, path } of asked.filter((one) => role === 'admin' || isScoped(one))) {
      await teach(bare, { name: 'list', ...(await recorder.record(actor, { method: 'GET', path })) })
      await compare(pool, `${name} (${role})`, 0.75, {
        ours: { server: daybook, url: `${daybook.address}/api/v1${path}`, token },
        theirs: { server: bare, url: `${bare.address}/list` },
      })
    }
}

/** Changes go round a thousand records, so that nobody waits for another's lock. */
export async function raceWrites(race: Race & { person: Person }): Promise<void> {
  console.log('\nNew records and changes, each with its row in the ledger')
  const [account_id] = await idsOf(race, 'accounts')
  // of the end of the alphabet: thousands of one name would be in the way of who reads names in order
  const contact = { last_name: 'Zoe', first_name: 'Anna', email: 'anna@bench.example', account_id }
  const deal = { name: 'Zoe', account_id, value: { amount: '1200.00', currency: 'EUR' }, end_date: '2027-01-31' }
  await raceNew(race, 'contacts', contact)
  await raceChanges(race, 'contacts', 'job_title')
  await raceNew(race, 'deals', deal)
  await raceChanges(race, 'deals', 'description')
}

type Writes = Parameters<typeof raceWrites>[0]

async function idsOf({ pool, person }: Writes, table: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from ${table} where owner_id = $1 and deleted_at is null order by id limit 1000`,
    [person.actor.id],
  )
  return rows.map(({ id }) => id)
}

async function raceNew({ pool, recorder, daybook, bare, person }: Writes, kind: string, body: object): Promise<void> {
  const path = `/${kind}`
  await teach(bare, { name: 'new', ...(await recorder.record(person.actor, { method: 'POST', path, body })) })
  await compare(pool, `new ${kind}`, 0.6, {
    ours: {
      server: daybook,
      url: `${daybook.address}/api/v1${path}`,
      token: person.token,
      next: () => ({ method: 'POST', body }),
    },
    theirs: { server: bare, url: `${bare.address}/new`, next: () => ({ method: 'POST' }) },
  })
}

async function raceChanges(race: Writes, kind: string, field: string): Promise<void> {
  const { pool, recorder, daybook, bare, person } = race
  const ids = await idsOf(race, kind)
  const change = { method: 'PATCH', path: `/${kind}/${ids[0]}`, body: { [field]: 'Mark 0' } } as const
  await teach(bare, { name: 'change', ...(await recorder.record(person.actor, change)) })
  let count = 0
  const next = () => ids[++count % ids.length]!
  await compare(pool, `changed ${kind}`, 0.6, {
    ours: {
      server: daybook,
      url: daybook.address,
      token: person.token,
      next: () => ({ method: 'PATCH', path: `/api/v1/${kind}/${next()}`, body: { [field]: `Mark ${count}` } }),
    },
    theirs: {
      server: bare,
      url: bare.address,
      next: () => ({ method: 'POST', path: `/change/${next()}/${count}` }),
    },
  })
}

async function compare(
  pool: pg.Pool,
  name: string,
  promised: number,
  { ours, theirs }: { ours: Side; theirs: Side },
): Promise<void> {
  const measured: { ours: Rate; theirs: Rate }[] = []
  for (let round = 0; round <= rounds; round++) {
    const pair = { theirs: await rateOf(pool, theirs), ours: await rateOf(pool, ours) }
    // the first one warms up
    if (round > 0) measured.push(pair)
  }
  const said = (side: 'ours' | 'theirs') => {
    const of = (what: keyof Rate) => middle(measured.map((pair) => pair[side][what]))
    return `${of('rate').toFixed(0)} (${of('server_ms').toFixed(2)} + ${of('database_ms').toFixed(2)} ms)`
  }
  console.log(`  ${name}: ${said('ours')}, bare ${said('theirs')}`)
  const cost = ({ server_ms, database_ms }: Rate) => server_ms + database_ms
  const promise = `at least ${promised}`
  ratioLine(`${name}, requests per second`, middle(measured.map((pair) => pair.ours.rate / pair.theirs.rate)), promise)
  ratioLine(
    `${name}, requests per processor time`,
    middle(measured.map((pair) => cost(pair.theirs) / cost(pair.ours))),
    promise,
  )
}

type Rate = { rate: number; server_ms: number; database_ms: number }
async function rateOf(pool: pg.Pool, { server, ...asked }: Side): Promise<Rate> {
  const before = [await cpuOf(server), await databaseCpu(pool)] as const
  const rate = await load(asked, seconds)
  const each = (cpu_ms: number) => cpu_ms / (rate * seconds)
  return {
    rate,
    server_ms: each((await cpuOf(server)) - before[0]),
    database_ms: each((await databaseCpu(pool)) - before[1]),
  }
}
