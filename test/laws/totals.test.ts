/**
 * Some weeks of a company arrive while people review them. Then every second that was sent is on one deal, customer or internal
 * work, in the queue, kept aside, or private; and every page that shows a sum shows the same. `npm run month` does it with a
 * month of 200 people.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { chance } from '#server/demo/random.ts'
import { sql } from '#server/platform/database.ts'
import { startApp, walk, type Answer } from '../app.ts'
import { password } from '../cast.ts'
import { monthOf, privateApp, type Claim } from '../company-month.ts'

const size = { people: Number(process.env['MONTH_PEOPLE'] ?? 8), days: Number(process.env['MONTH_DAYS'] ?? 5) }
const patience_ms = Math.max(180_000, size.people * size.days * 4_000)
// the last of these days is over, wherever one is
const from = new Date(Date.now() - (size.days + 7) * 86_400_000).toISOString().slice(0, 10)
const day = (after: number) => new Date(Date.parse(from) + after * 86_400_000).toISOString().slice(0, 10)
/** A night may begin before the first day and end after the last. */
const all = `date_from=${day(-3)}&date_to=${day(size.days + 3)}`

const app = await startApp()
type Client = Pick<ReturnType<typeof app.bearer>, 'get' | 'post' | 'put' | 'patch'>
/** Somebody who stays signed in for as long as it takes: a token lives for ten minutes. */
function staying(email: string): Client {
  let signedIn: Promise<Client> | null = null
  let until_ms = 0
  const now = (): Promise<Client> => {
    if (signedIn && Date.now() < until_ms) return signedIn
    until_ms = Date.now() + 300_000
    signedIn = app.nobody.post('/auth/login', { email, password }).then(({ body }) => app.bearer(body.access_token))
    return signedIn
  }
  return {
    get: async (...asked) => (await now()).get(...asked),
    post: async (...asked) => (await now()).post(...asked),
    put: async (...asked) => (await now()).put(...asked),
    patch: async (...asked) => (await now()).patch(...asked),
  }
}
const dana = staying('dana@northlight.example')
const gateway = { name: 'gateway', scopes: ['time:ingest'], per_minute: 100_000 }
const agent = app.bearer((await dana.post('/api-keys', gateway)).body.key)
type Person = { id: string; client: Client; email: string }
let people: Person[] = []
let manager: Client
let deals: { id: string; name: string }[] = []

/** The longest of what was taken in under an id, in seconds: what a sender may rely on. */
const promised = new Map<string, number>()
let typed_seconds = 0

beforeAll(async () => {
  await sql`
    insert into users (name, email, role, team_id, zone, password_hash)
    select 'Month ' || n, 'month' || n || '@northlight.example', 'employee', ${app.cast.teams.delivery},
           (array['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'])[1 + n % 4], password_hash
    from users, generate_series(1, ${size.people}) n where id = ${app.cast.users.noah}
  `.execute(app.db)
  const { rows } = await sql<{ id: string; email: string }>`
    select id, email from users where email like 'month%' order by id
  `.execute(app.db)
  people = rows.map((row) => ({ ...row, client: staying(row.email) }))
  manager = staying('marta@northlight.example')
  for (const name of ['Harbour survey', 'Tariff engine', 'Cold chain audit', 'Print portal', 'Depot move'])
    await dana.post('/deals', {
      account_id: app.cast.accounts.kestrel,
      name,
      value: { amount: '1000.00', currency: 'EUR' },
    })
  deals = (await walk(dana, '/deals?limit=200')).filter(({ stage }) => stage !== 'lost')
  for (const { client } of people)
    await client.put('/me/exclusions', { apps: [privateApp], sites: [], hours: [] }, { headers: { 'if-match': '"0"' } })
}, 600_000)

/** How far it is, every ten seconds where it takes longer. */
const progress = { people: 0, batches: 0, items: 0, deeds: 0 }
const began_ms = Date.now()
const passed_s = () => Math.round((Date.now() - began_ms) / 1_000)
const tell = (what: string) => void process.stdout.write(`  ${passed_s()} s: ${what}\n`)
const number = (value: number) => value.toLocaleString('en')
function telling(): () => void {
  const line = () => {
    const { people: done, batches, items, deeds: reviewed } = progress
    tell(
      `${done} of ${size.people} people, ${number(items)} items in ${number(batches)} batches, ${number(reviewed)} deeds`,
    )
  }
  const timer = setInterval(line, 10_000)
  return () => (clearInterval(timer), line())
}

async function send(batches: Claim[][]): Promise<void> {
  for (const entries of batches) {
    const { status, body } = await agent.post('/time-entries/batch', { entries })
    progress.batches++
    progress.items += entries.length
    expect([status, body.detail]).toEqual([200, undefined])
    body.results.forEach((result: { status: string }, place: number) => {
      const { external_id, duration_seconds } = entries[place]!
      if (result.status === 'conflict' || result.status === 'rejected') return
      promised.set(external_id, Math.max(promised.get(external_id) ?? 0, duration_seconds))
    })
  }
}

const chances = chance(11)
const idsOf = ({ body }: Answer, most: number): string[] => body.data.slice(0, most).map(({ id }: { id: string }) => id)
const some = <T>(list: T[]) => chances.pick(list)

/** What people do meanwhile; each may find that somebody was faster. */
const deeds: ((client: Client) => Promise<unknown>)[] = [
  async (client) => {
    const ids = idsOf(await client.get('/unmapped-time-entries?limit=20'), chances.int(1, 12))
    const target = some<object>([{ deal_id: some(deals).id }, { account_id: app.cast.accounts.quill }, {}])
    if (ids.length > 0) await client.post('/unmapped-time-entries/assign', { ids, ...target })
  },
  async (client) => {
    const ids = idsOf(await client.get('/time-entries?status=synced&limit=20'), 3)
    if (ids.length > 0) await client.post('/time-entries/return-to-queue', { ids })
  },
  async (client) => {
    const ids = idsOf(await client.get('/time-entries?status=quarantined&limit=20'), chances.int(1, 6))
    if (ids.length === 0) return
    const body = { ids, reason: 'Looked at it' }
    const deed = chances.int(0, 2)
    if (deed === 0) await client.post('/quarantined-time-entries/discard', body)
    else await client.post('/quarantined-time-entries/release', { ...body, ...(deed === 1 && { billable: false }) })
  },
  async (client) => {
    const ids = idsOf(await client.get('/time-entries?sort=start_time&limit=20'), 2)
    if (ids.length > 0) await client.post('/time-entries/set-aside', { ids, reason: 'Not sure of it' })
  },
  async (client) => {
    const [id] = idsOf(await client.get('/time-entries?sort=-duration_seconds&limit=10'), 1)
    if (id) await client.patch(`/time-entries/${id}`, { billable: chances.next() < 0.5 })
  },
]
/** What only the person does. */
const ownDeeds: ((client: Client, round: number) => Promise<unknown>)[] = [
  async (client) => {
    const ids = idsOf(await client.get('/time-entries?source=agent&limit=10'), 1)
    if (ids.length > 0) await client.post('/time-entries/hide', { ids })
  },
  async (client, round) => {
    const cell = { from: day(0), day: day(round % size.days), deal_id: null, account_id: null }
    const { body } = await client.get(`/me/week?from=${cell.from}`)
    const internal = body.rows.find(({ kind }: { kind: string }) => kind === 'internal')
    const was_seconds = internal?.cells[round % 7]?.seconds ?? 0
    if (round % size.days > 6) return
    const { status } = await client.put('/me/week/cell', { ...cell, seconds: was_seconds + 900, was_seconds })
    if (status === 200) typed_seconds += 900
  },
]

async function review(client: Client, own: boolean, isOver: () => boolean): Promise<void> {
  for (let round = 0; !isOver(); round++) {
    const choice = own && round % 3 === 2 ? some(ownDeeds) : some(deeds)
    await choice(client, round)
    progress.deeds++
    await pause(5)
  }
}

type Sums = Record<'synced' | 'unmapped' | 'quarantined', number>
const add = (rows: any[], field: string): number => rows.reduce((sum, row) => sum + row[field], 0)
async function sumsOf(where = sql`true`): Promise<Sums> {
  const { rows } = await sql<{ status: keyof Sums; seconds: number }>`
    select status, sum(duration_seconds) as seconds from time_entries where ${where} group by status
  `.execute(app.db)
  return { synced: 0, unmapped: 0, quarantined: 0, ...Object.fromEntries(rows.map((row) => [row.status, row.seconds])) }
}

test(
  'while people review, what is sent is taken in',
  async () => {
    const sendings = monthOf({ people: people.map(({ id }) => id), deals, days: size.days, from, seed: 4 })
    let over = false
    const told = telling()
    const reviewing = [
      review(dana, false, () => over),
      review(manager, false, () => over),
      review(people[0]!.client, true, () => over),
      review(people[1]!.client, true, () => over),
    ]
    // four senders at once, as devices are
    const waiting = [...sendings]
    const sender = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await send(next)
        progress.people++
      }
    }
    await Promise.all([sender(), sender(), sender(), sender()]).finally(() => (over = true))
    await Promise.all(reviewing)
    told()
    expect(promised.size).toBeGreaterThan(size.people * size.days * 15)
  },
  patience_ms,
)

test(
  'every second that was sent is on one place, in the queue, kept aside, or private; and each entry is there once',
  async () => {
    const { synced, unmapped, quarantined } = await sumsOf()
    const { rows: left } = await sql<{ entries: number; seconds: number }>`
    select coalesce(sum(entries), 0) as entries, coalesce(sum(seconds), 0) as seconds from left_out_by_day
  `.execute(app.db)
    tell(
      `${number(promised.size)} entries promised; in seconds on places ${number(synced)}, in the queue ${number(unmapped)}, aside ${number(quarantined)}, private ${number(left[0]!.seconds)}`,
    )
    const sent = [...promised.values()].reduce((sum, seconds) => sum + seconds, 0)
    expect(synced + unmapped + quarantined + left[0]!.seconds).toBe(sent + typed_seconds)
    const { rows: stored } = await sql<{ external_id: string; duration_seconds: number }>`
    select external_id, duration_seconds from time_entries where external_id like 'month-%'
  `.execute(app.db)
    expect(stored.filter((row) => promised.get(row.external_id) !== row.duration_seconds)).toEqual([])
    expect(stored.length + left[0]!.entries).toBe(promised.size)
    for (const seconds of [synced, unmapped, quarantined, left[0]!.seconds]) expect(seconds).toBeGreaterThan(0)
  },
  patience_ms,
)

test(
  'nobody has billable time twice, and what has no place has none',
  async () => {
    const { rows } = await sql<{ twice: number; half: number }>`
    select (select count(*) filter (where start_time < taken_until) from (
              select start_time, max(end_time) over (
                partition by user_id order by start_time, end_time, id rows between unbounded preceding and 1 preceding
              ) as taken_until
              from time_entries where billable and status <> 'quarantined'
            ) in_order) as twice,
           (select count(*) from time_entries where status <> 'synced' and (deal_id is not null or account_id is not null)) as half
  `.execute(app.db)
    expect(rows[0]).toEqual({ twice: 0, half: 0 })
  },
  patience_ms,
)

test(
  'the sums by day are those of the entries, cut at the midnights of their people',
  async () => {
    const { rows } = await sql`
    with counted as (
      select e.user_id, d.day, e.deal_id, e.account_id, e.status, sum(d.seconds) as seconds, sum(d.entries) as entries,
             coalesce(sum(d.seconds) filter (where e.billable), 0) as billable_seconds
      from time_entries e, days_of(e.start_time, e.end_time, e.duration_seconds, e.zone) d
      group by 1, 2, 3, 4, 5
    ),
    kept as (
      select user_id, day, deal_id, account_id, status, seconds, entries, billable_seconds from time_by_day
      where seconds <> 0 or entries <> 0 or billable_seconds <> 0
    )
    (select * from counted where seconds <> 0 or entries <> 0 except select * from kept)
    union all (select * from kept except select * from counted)
  `.execute(app.db)
    expect(rows).toEqual([])
  },
  patience_ms,
)

test(
  'the report, the lists, the queue, the deals and the customers show the same',
  async () => {
    const expected = await sumsOf()
    const { totals, data, other } = (await dana.get(`/reports/time-per-deal?${all}&limit=1000`)).body
    const { on_deals, on_accounts, internal, waiting } = totals
    expect(on_deals.seconds + on_accounts.seconds + internal.seconds).toBe(expected.synced)
    expect(waiting.seconds).toBe(expected.unmapped)
    expect(totals.all.seconds).toBe(expected.synced + expected.unmapped)
    expect(add(data, 'seconds') + other.seconds).toBe(on_deals.seconds + on_accounts.seconds)
    expect((await dana.get('/unmapped-time-entries?limit=1')).body.total_seconds).toBe(expected.unmapped)
    for (const status of ['synced', 'unmapped', 'quarantined'] as const)
      expect([status, add(await walk(dana, `/time-entries?limit=200&status=${status}`), 'duration_seconds')]).toEqual([
        status,
        expected[status],
      ])
    const found = await walk(dana, '/deals?limit=200')
    expect(add(found, 'tracked_seconds')).toBe(on_deals.seconds)
    const board = (await dana.get('/reports/pipeline?group_by=stage')).body.data
    expect(add(board, 'tracked_seconds')).toBe(on_deals.seconds)
    for (const deal of found) {
      const [line] = data.filter(({ deal_id }: { deal_id: string }) => deal_id === deal.id)
      const weeks = (await dana.get(`/reports/time-per-week?deal_id=${deal.id}&date_to=${day(size.days + 3)}`)).body
        .data
      const summed = weeks
        .flatMap(({ seconds }: { seconds: number[] }) => seconds)
        .reduce((a: number, b: number) => a + b, 0)
      const listed = add(await walk(dana, `/time-entries?limit=200&deal_id=${deal.id}`), 'duration_seconds')
      expect([deal.name, line?.seconds ?? 0, summed, listed]).toEqual([
        deal.name,
        ...Array(3).fill(deal.tracked_seconds),
      ])
    }
    for (const account_id of Object.values(app.cast.accounts)) {
      const lines = data.filter((line: { account_id: string }) => line.account_id === account_id)
      const weeks = (await dana.get(`/reports/time-per-week?account_id=${account_id}&date_to=${day(size.days + 3)}`))
        .body.data
      const summed = weeks
        .flatMap(({ seconds }: { seconds: number[] }) => seconds)
        .reduce((a: number, b: number) => a + b, 0)
      const listed = add(await walk(dana, `/time-entries?limit=200&account_id=${account_id}`), 'duration_seconds')
      expect([summed, listed]).toEqual(Array(2).fill(add(lines, 'seconds')))
    }
  },
  patience_ms,
)

test(
  'the week sheets of all people add up to the report, and a manager sees the sum of the team',
  async () => {
    const sheets = { synced: 0, unmapped: 0, quarantined: 0 }
    for (const { id, client } of people) {
      const own = { synced: 0, unmapped: 0, quarantined: 0 }
      for (let week = -7; week < size.days + 7; week += 7) {
        const { days, rows } = (await client.get(`/me/week?from=${day(week)}`)).body
        expect(rows.flatMap(({ cells }: any) => cells).reduce((sum: number, cell: any) => sum + cell.seconds, 0)).toBe(
          add(days, 'placed_seconds'),
        )
        own.synced += add(days, 'placed_seconds')
        own.unmapped += add(days, 'waiting_seconds')
        own.quarantined += add(days, 'quarantined_seconds')
      }
      expect([id, own]).toEqual([id, await sumsOf(sql`user_id = ${id}`)])
      const report = (await client.get(`/reports/time-per-deal?${all}`)).body.totals
      expect(report.all.seconds).toBe(own.synced + own.unmapped)
      for (const status of Object.keys(own) as (keyof Sums)[]) sheets[status] += own[status]
    }
    expect(sheets).toEqual(await sumsOf())
    expect((await manager.get(`/reports/time-per-deal?${all}`)).body.totals.all.seconds).toBe(
      sheets.synced + sheets.unmapped,
    )
  },
  patience_ms,
)
