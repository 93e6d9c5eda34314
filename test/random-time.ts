/**
 * Recorded time under any number of random writes, by the statements the product writes with, several at once; and what must
 * hold afterwards, worked out anew from the entries without asking the database to count.
 */
import { dayOf, startOfDay_ms } from '#domain/zones.ts'
import { chance as chanceOf, type Chance } from '#server/demo/random.ts'
import { sql, transact, type Database } from '#server/platform/database.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { waiting, type EntryRow } from '#server/time/entry-row.ts'
import {
  deleteOwn,
  insertEntries,
  lockOwn,
  moveEntries,
  setDiscarded,
  setReleased,
  updateEntries,
  type StoredEntry,
} from '#server/time/write-queries.ts'
import type { Cast } from './cast.ts'

// borders of months, both nights in which clocks change, a zone that changes by half an hour, one far ahead of UTC
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Kiritimati']
const begin_ms = Date.UTC(2025, 2, 20)
const stretch_ms = 230 * 86_400_000
/** Enough to meet each other, few enough to be counted anew again and again. */
const most = 1_500

type World = { db: Database; cast: Cast; chance: Chance; ids: string[]; refused: number }
type Row = StoredEntry

const iso = (instant_ms: number) => new Date(instant_ms).toISOString()

function place({ cast, chance }: World): Pick<EntryRow, 'account_id' | 'deal_id' | 'task_id' | 'mapping' | 'status'> {
  const to = chance.next()
  if (to < 0.3) return waiting
  if (to < 0.4) return { ...waiting, status: 'quarantined' }
  if (to < 0.5) return { ...waiting, status: 'synced', account_id: cast.accounts.quill }
  if (to < 0.6) return { ...waiting, status: 'synced' }
  const task = chance.next() < 0.4
  const fleet = {
    account_id: cast.accounts.kestrel,
    deal_id: cast.deals.fleet,
    task_id: task ? cast.tasks.review : null,
  }
  const author = { account_id: cast.accounts.quill, deal_id: cast.deals.author, task_id: task ? cast.tasks.call : null }
  return { ...waiting, status: 'synced', ...(chance.next() < 0.5 ? fleet : author) }
}

/** Mostly minutes, now and then over a night, a border of months or two days. */
function span({ chance }: World): Pick<EntryRow, 'start_time' | 'end_time' | 'duration_seconds'> {
  const start_ms = begin_ms + Math.floor(chance.next() * stretch_ms)
  const length_ms = 1 + Math.floor((chance.next() < 0.8 ? 3_600_000 : 60 * 3_600_000) * chance.next())
  const whole = Math.round(length_ms / 1_000)
  return {
    start_time: iso(start_ms),
    end_time: iso(start_ms + length_ms),
    duration_seconds: chance.next() < 0.8 ? whole : Math.floor(whole * chance.next()),
  }
}

const person = ({ cast, chance }: World) => chance.pick([cast.users.noah!, cast.users.grace!, cast.users.lena!])

const arrived = (world: World): EntryRow => ({
  id: uuidv7(),
  user_id: person(world),
  ...place(world),
  ...span(world),
  zone: world.chance.pick(zones),
  activity_type: 'app',
  productivity_score: null,
  source: world.chance.next() < 0.7 ? 'agent' : 'manual',
  // some ids come twice, in whatever month
  external_id: world.chance.next() < 0.8 ? `r-${Math.floor(world.chance.next() * 100_000)}` : null,
  billable: world.chance.next() < 0.5,
  project_name: null,
  tags: [],
  title: 'Title',
  url: null,
  app: null,
  quarantine_reason: null,
  synced_at: null,
  recorded_start: null,
  recorded_end: null,
})

type Deed = (tx: Database, world: World, rows: Row[]) => Promise<unknown>
const change =
  (how: (row: Row, world: World) => Partial<Row>): Deed =>
  (tx, world, rows) =>
    updateEntries(
      tx,
      rows.map((row) => ({ ...row, ...how(row, world) })),
    )
const later = (instant: string, by_ms: number) => iso(Date.parse(instant) + by_ms)

/** Each with how often it is drawn. */
const deeds: [number, Deed][] = [
  [8, change((row, { chance }) => grown(row, 1 + Math.floor(chance.next() * 7_200_000)))],
  [5, change((_, world) => span(world))],
  [8, change((_, world) => place(world))],
  [4, change((row) => ({ billable: !row.billable }))],
  [3, change((_, { chance }) => ({ duration_seconds: Math.floor(chance.next() * 40_000) }))],
  [5, split],
  [3, (tx, { chance }, rows) => setReleased(tx, rows[0]!.user_id, idsOf(rows), chance.next() < 0.5)],
  [3, (tx, { chance }, rows) => setDiscarded(tx, idsOf(rows.filter(isAside)), chance.next() < 0.5)],
  [4, (tx, _, rows) => deleteOwn(tx, rows[0]!.user_id, idsOf(rows))],
  [1, (tx, { cast }) => moveEntries(tx, cast.accounts.quill, cast.accounts.kestrel, sql`t.deal_id is null`)],
  [1, (tx, { cast }) => moveEntries(tx, cast.accounts.kestrel, cast.accounts.quill, sql`t.deal_id is null`)],
]
const drawn = deeds.flatMap((one) => Array.from({ length: one[0] }, () => one))
const idsOf = (rows: Row[]) => rows.map(({ id }) => id)
const isAside = (row: Row) => row.status === 'quarantined'
const grown = (row: Row, by_ms: number) => ({
  end_time: later(row.end_time, by_ms),
  duration_seconds: row.duration_seconds + Math.round(by_ms / 1_000),
})

/** The first part keeps the id; the second begins where it ends. */
async function split(tx: Database, world: World, [row]: Row[]): Promise<void> {
  const [start_ms, end_ms] = [Date.parse(row!.start_time), Date.parse(row!.end_time)]
  const cut_ms = start_ms + Math.floor((end_ms - start_ms) * world.chance.next())
  if (cut_ms === start_ms) return
  const seconds = Math.floor((cut_ms - start_ms) / 1_000)
  const first = Math.min(seconds, row!.duration_seconds)
  await updateEntries(tx, [{ ...row!, end_time: iso(cut_ms), duration_seconds: first }])
  const rest = { start_time: iso(cut_ms), duration_seconds: row!.duration_seconds - first }
  world.ids.push(...(await insertEntries(tx, [{ ...row!, id: uuidv7(), external_id: null, ...rest }])))
}

async function write(world: World): Promise<void> {
  const { chance, ids, db } = world
  if (ids.length < most && (chance.next() < 0.4 || ids.length < 50)) {
    const rows = Array.from({ length: 1 + Math.floor(chance.next() * 12) }, () => arrived(world))
    ids.push(...(await transact(db, (tx) => insertEntries(tx, rows))))
    return
  }
  const [, deed] = chance.pick(drawn)
  const chosen = Array.from({ length: 1 + Math.floor(chance.next() * 6) }, () => chance.pick(ids))
  const undone = chance.next() < 0.05
  await transact(db, async (tx) => {
    const rows = await lockOwn(tx, person(world), [...new Set(chosen)])
    if (rows.length > 0) await deed(tx, world, rows)
    if (undone) throw new Undone()
  })
}

class Undone extends Error {}

/** Gives how many the database refused, whole: an hour that would be billable twice. Everything else it says is a fault. */
export async function writeAtRandom(db: Database, cast: Cast, operations: number, seed: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`select id from time_entries order by id`.execute(db)
  const world: World = { db, cast, chance: chanceOf(seed), ids: rows.map(({ id }) => id), refused: 0 }
  let left = operations
  const writer = async () => {
    while (left-- > 0)
      await write(world).catch((error: Error & { code?: string }) => {
        if (error.code === '23P01') world.refused++
        else if (!(error instanceof Undone)) throw error
      })
  }
  await Promise.all([writer(), writer(), writer()])
  return world.refused
}

/** What is wrong, in words; nothing where all of it holds. */
export async function faultsOfTime(db: Database): Promise<string[]> {
  const { rows: entries } = await sql<Row>`select * from time_entries order by start_time`.execute(db)
  const { rows: sums } = await sql<Sum & { entries: number; seconds: number; billable_seconds: number }>`
    select * from time_by_day where entries <> 0 or seconds <> 0 or billable_seconds <> 0
  `.execute(db)
  const expected = new Map<string, number[]>()
  for (const entry of entries)
    for (const [n, { day, seconds }] of partsOf(entry).entries()) {
      const key = keyOf({ ...entry, day })
      const [count, all, billable] = expected.get(key) ?? [0, 0, 0]
      const counted = [count! + (n === 0 ? 1 : 0), all! + seconds, billable! + (entry.billable ? seconds : 0)]
      expected.set(key, counted)
    }
  const faults = await faultsOfMonths(db, expected)
  for (const sum of sums) {
    const said = [sum.entries, sum.seconds, sum.billable_seconds].join()
    const right = expected.get(keyOf(sum))?.join() ?? '0,0,0'
    if (said !== right) faults.push(`${keyOf(sum)}: the sums say ${said}, the entries ${right}`)
    expected.delete(keyOf(sum))
  }
  for (const [key, right] of expected) if (right.some((n) => n !== 0)) faults.push(`${key}: no sum of ${right.join()}`)
  return [
    ...faults,
    ...(await faultsOfDeals(db, entries)),
    ...(await faultsOfKeys(db)),
    ...overlaps(entries),
    ...repeated(entries),
  ]
}

/** `days`: what each day should hold, by its key. Of tasks and placements the months are what their days hold. */
async function faultsOfMonths(db: Database, days: ReadonlyMap<string, number[]>): Promise<string[]> {
  const expected = new Map<string, [entries: number, seconds: number, billable_seconds: number, days: number]>()
  for (const [key, [entries, seconds, billable]] of days) {
    const month = `${key.slice(0, 8)}01${key.slice(10)}`
    const sum = expected.get(month) ?? [0, 0, 0, 0]
    const bit = seconds! > 0 ? 1 << (Number(key.slice(8, 10)) - 1) : 0
    expected.set(month, [sum[0] + entries!, sum[1] + seconds!, sum[2] + billable!, sum[3] | bit])
  }
  const { rows } = await sql<Omit<Sum, 'day'> & { month: string; said: string }>`
    select month, user_id, account_id, deal_id, status, concat_ws(',', entries, seconds, billable_seconds, days) as said from time_by_month
  `.execute(db)
  const said = new Map(rows.map((row) => [keyOf({ ...row, day: row.month }), row.said]))
  const faults = [...new Set([...expected.keys(), ...said.keys()])].flatMap((key) => {
    const [right, kept] = [String(expected.get(key) ?? '0,0,0,0'), said.get(key) ?? '0,0,0,0']
    return right === kept ? [] : [`month ${key}: the sums say ${kept}, the entries ${right}`]
  })
  for (const [sums, dimensions, measures] of monthly) {
    const { rows: wrong } = await sql<{ key: string }>`
      select key::text as key from (
        select month, ${sql.raw(dimensions)} as key, ${sql.raw(measures)} from ${sql.table(`${sums}_by_month`)}
        union all
        select month_of(day), ${sql.raw(dimensions)}, ${sql.raw(measures.replaceAll(/\w+/g, '-$&'))} from ${sql.table(`${sums}_by_day`)}
      ) parts
      group by month, key having ${sql.raw(measures.replaceAll(/\w+/g, 'sum($&) <> 0').replaceAll(',', ' or'))}
    `.execute(db)
    faults.push(...wrong.map(({ key }) => `${sums} of a month are not what its days hold: ${key}`))
  }
  return faults
}
const monthly = [
  ['task_time', '(user_id, task_id, deal_id, account_id)', 'entries, seconds, billable_seconds'],
  ['placed', '(user_id, way, rule_id)', 'entries, seconds, corrected, confirmed'],
] as const

type Sum = { day: string; user_id: string; account_id: string | null; deal_id: string | null; status: string }
const keyOf = ({ day, user_id, account_id, deal_id, status }: Sum) =>
  [day, user_id, account_id, deal_id, status].join(' ')

/** The days of an entry in its zone; the last takes what is left. */
function partsOf({ start_time, end_time, duration_seconds, zone }: Row): { day: string; seconds: number }[] {
  const [start_ms, end_ms] = [Date.parse(start_time), Date.parse(end_time)]
  const last = dayOf(end_ms - 1, zone)
  const parts: { day: string; seconds: number }[] = []
  let counted = 0
  for (let day = dayOf(start_ms, zone); ;) {
    const next = dayAfter(day)
    const until =
      day === last
        ? duration_seconds
        : Math.min(duration_seconds, Math.floor((startOfDay_ms(next, zone) - start_ms) / 1_000))
    parts.push({ day, seconds: until - counted })
    counted = until
    if (day === last) return parts
    day = next
  }
}
const dayAfter = (day: string) => iso(Date.parse(day) + 86_400_000).slice(0, 10)

async function faultsOfDeals(db: Database, entries: Row[]): Promise<string[]> {
  const { rows } = await sql<{ key: string; entries: number; seconds: number }>`
    select deal_id || ' ' || user_id as key, entries, seconds from time_by_deal where entries <> 0 or seconds <> 0
  `.execute(db)
  const expected = new Map<string, [entries: number, seconds: number]>()
  for (const { deal_id, user_id, duration_seconds } of entries) {
    if (deal_id === null) continue
    const [count, seconds] = expected.get(`${deal_id} ${user_id}`) ?? [0, 0]
    expected.set(`${deal_id} ${user_id}`, [count + 1, seconds + duration_seconds])
  }
  const said = new Map(rows.map(({ key, entries: count, seconds }) => [key, [count, seconds]]))
  return [...new Set([...expected.keys(), ...said.keys()])].flatMap((key) => {
    const [right, kept] = [String(expected.get(key) ?? '0,0'), String(said.get(key) ?? '0,0')]
    return right === kept ? [] : [`deal ${key}: the sums say ${kept}, the entries ${right}`]
  })
}

async function faultsOfKeys(db: Database): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select coalesce(e.id, k.id) as id from time_entries e full join time_entry_keys k on k.id = e.id
    where (k.user_id, k.start_time, k.end_time, k.source, k.external_id, k.billable)
          is distinct from (e.user_id, e.start_time, e.end_time, e.source, e.external_id, e.billable and e.status <> 'quarantined')
  `.execute(db)
  return rows.map(({ id }) => `${id}: its key is not as the entry is`)
}

/** `entries` in the order they begin. */
function overlaps(entries: Row[]): string[] {
  const until = new Map<string, string>()
  return entries.flatMap((row) => {
    if (!row.billable || row.status === 'quarantined') return []
    const taken = until.get(row.user_id) ?? ''
    until.set(row.user_id, row.end_time > taken ? row.end_time : taken)
    return row.start_time < taken ? [`${row.id}: billable over other billable time`] : []
  })
}

function repeated(entries: Row[]): string[] {
  const named = entries.flatMap(({ source, external_id }) => (external_id === null ? [] : [`${source} ${external_id}`]))
  return named.length === new Set(named).size ? [] : ['an id of a sender is there twice']
}
