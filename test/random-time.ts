/**
 * Recorded time under any number of random writes, by the statements and deeds the product writes with, several at once; half-way the
 * oldest month goes. What must hold afterwards is in time-faults.ts.
 */
import type { Mapping } from '#domain/mapping.ts'
import { grants } from '#domain/permissions.ts'
import { dayOf } from '#domain/zones.ts'
import { chance as chanceOf, type Chance } from '#server/demo/random.ts'
import { systemActor } from '#server/platform/actor.ts'
import { sql, transact, type Database, type RawBuilder } from '#server/platform/database.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { removeMonth } from '#server/time/aged-queries.ts'
import { waiting, type EntryRow, type Place } from '#server/time/entry-row.ts'
import { eraseEntries } from '#server/time/erase-entries.ts'
import { bringBack, putAway } from '#server/time/former-queries.ts'
import { mergeEntries } from '#server/time/merge-entries.ts'
import { putBack } from '#server/time/put-back.ts'
import { settleDeals } from '#server/time/settle-deals.ts'
import { splitEntries } from '#server/time/split-entries.ts'
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

// borders of months, both nights in which clocks change, a zone that changes by half an hour, one far ahead of UTC, two where
// it is midnight that is skipped, and one that has two of them
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Africa/Cairo',
  'America/Santiago',
  'Atlantic/Azores',
]
const begin_ms = Date.UTC(2025, 2, 20)
const stretch_ms = 230 * 86_400_000
/** Enough to meet each other, few enough to be counted anew again and again. */
const most = 1_500
const fewestMonths = 4
const rules = ['01990000-0000-7000-8000-000000000001', '01990000-0000-7000-8000-000000000002'] as const

type Row = StoredEntry
/** What the entries do not tell afterwards: those whose month went while their sums stayed, and what people made of what rules had placed. */
export type Past = { removed: Row[]; verdicts: Verdict[] }
export type Verdict = { day: string; user_id: string; rule_id: string; corrected: number; confirmed: number }
export const nothingYet = (): Past => ({ removed: [], verdicts: [] })
type World = { db: Database; cast: Cast; chance: Chance; ids: string[]; refused: number; past: Past }

const actor = systemActor('command', grants.admin)
const iso = (instant_ms: number) => new Date(instant_ms).toISOString()

const because = (rule: Mapping['rule'], more: Partial<Mapping> = {}): Mapping => ({
  rule,
  reason: 'By chance.',
  confidence: 1,
  matched: null,
  runner_up: null,
  ...more,
})
/** Half of it by one of two rules; some by nobody knows what. */
function reason({ chance }: World): Mapping | null {
  const by = chance.next()
  if (by < 0.5) return because('mapping_rule', { rule_id: chance.pick(rules), rule_version: 1, matched: 'Title' })
  return by < 0.6 ? null : because(chance.pick(['named', 'tag', 'project_name', 'person'] as const))
}

function place(world: World): Place {
  const { cast, chance } = world
  const to = chance.next()
  if (to < 0.3) return waiting
  if (to < 0.4) return { ...waiting, status: 'quarantined' }
  const placed = { ...waiting, mapping: reason(world), status: 'synced' as const }
  if (to < 0.5) return { ...placed, account_id: cast.accounts.quill }
  if (to < 0.6) return placed
  const task = chance.next() < 0.4
  const fleet = {
    account_id: cast.accounts.kestrel,
    deal_id: cast.deals.fleet,
    task_id: task ? cast.tasks.review : null,
  }
  const author = { account_id: cast.accounts.quill, deal_id: cast.deals.author, task_id: task ? cast.tasks.call : null }
  return { ...placed, ...(chance.next() < 0.5 ? fleet : author) }
}

/** Somebody says where it is: as often as not where it was. */
function decided(row: Row, world: World): Place {
  const { account_id, deal_id, task_id } = world.chance.next() < 0.5 ? row : place(world)
  return { account_id, deal_id, task_id, mapping: because('person'), status: 'synced' }
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

const person = ({ cast, chance }: World) => chance.pick([cast.users.noah, cast.users.grace, cast.users.lena])

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
  project_from_editor: false,
  tags: [],
  title: 'Title',
  url: null,
  app: null,
  quarantine_reason: null,
  synced_at: null,
  recorded_start: null,
  recorded_end: null,
})

/** Gives what it made of what a rule had placed. */
type Deed = (tx: Database, world: World, rows: Row[]) => Promise<Verdict[]>
const change =
  (how: (row: Row, world: World) => Partial<Row>): Deed =>
  async (tx, world, rows) => {
    const after = rows.map((row) => ({ ...row, ...how(row, world) }))
    await updateEntries(tx, after)
    return rows.flatMap((row, n) => verdictOn(row, after[n]!))
  }
const just =
  (write: (tx: Database, world: World, rows: Row[]) => Promise<unknown>): Deed =>
  async (tx, world, rows) => {
    await write(tx, world, rows)
    return []
  }
const later = (instant: string, by_ms: number) => iso(Date.parse(instant) + by_ms)

function verdictOn(before: Row, after: Row): Verdict[] {
  const { rule, rule_id } = before.mapping ?? {}
  if (before.status !== 'synced' || rule !== 'mapping_rule' || !rule_id) return []
  if (after.status !== 'synced' || after.mapping?.rule !== 'person') return []
  const placeOf = ({ account_id, deal_id, task_id }: Row) => `${account_id} ${deal_id} ${task_id}`
  const confirmed = placeOf(before) === placeOf(after) ? 1 : 0
  const day = dayOf(Date.parse(before.start_time), before.zone)
  return [{ day, user_id: before.user_id, rule_id, confirmed, corrected: 1 - confirmed }]
}

/** Each with how often it is drawn. */
const deeds: [number, Deed][] = [
  [8, change((row, { chance }) => grown(row, 1 + Math.floor(chance.next() * 7_200_000)))],
  [5, change((_, world) => span(world))],
  [8, change((_, world) => place(world))],
  [8, change(decided)],
  [4, change((row) => ({ billable: !row.billable }))],
  [3, change((_, { chance }) => ({ duration_seconds: Math.floor(chance.next() * 40_000) }))],
  [3, just(cut)],
  [3, just((tx, { chance }, rows) => setReleased(tx, rows[0]!.user_id, idsOf(rows), chance.next() < 0.5))],
  [3, just((tx, { chance }, rows) => setDiscarded(tx, idsOf(rows.filter(isAside)), chance.next() < 0.5))],
  [4, just((tx, _, rows) => deleteOwn(tx, rows[0]!.user_id, idsOf(rows)))],
  [1, just((tx, { cast }) => moveEntries(tx, cast.accounts.quill, cast.accounts.kestrel, sql`t.deal_id is null`))],
  [1, just((tx, { cast }) => moveEntries(tx, cast.accounts.kestrel, cast.accounts.quill, sql`t.deal_id is null`))],
  [4, just((tx, _, rows) => splitEntries(tx, actor, { ids: idsOf(rows), parts: 2 }, Date.now()))],
  [3, just(merge)],
  [4, just(takeBack)],
  [4, just(remove)],
  [3, just(restore)],
  [2, just(erase)],
  [2, just(settle)],
]
const drawn = deeds.flatMap((one) => Array.from({ length: one[0] }, () => one))
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)
const isAside = (row: Row) => row.status === 'quarantined'
const grown = (row: Row, by_ms: number) => ({
  end_time: later(row.end_time, by_ms),
  duration_seconds: row.duration_seconds + Math.round(by_ms / 1_000),
})

/** Anywhere, by two writes: the first part keeps the id, the second begins where it ends. */
async function cut(tx: Database, { chance, ids }: World, [row]: Row[]): Promise<void> {
  const [start_ms, end_ms] = [Date.parse(row!.start_time), Date.parse(row!.end_time)]
  const cut_ms = start_ms + Math.floor((end_ms - start_ms) * chance.next())
  if (cut_ms === start_ms) return
  const seconds = Math.floor((cut_ms - start_ms) / 1_000)
  const first = Math.min(seconds, row!.duration_seconds)
  await updateEntries(tx, [{ ...row!, end_time: iso(cut_ms), duration_seconds: first }])
  const rest = { start_time: iso(cut_ms), duration_seconds: row!.duration_seconds - first }
  ids.push(...(await insertEntries(tx, [{ ...row!, id: uuidv7(), external_id: null, ...rest }])))
}

const someOf = async (tx: Database, world: World, ids: RawBuilder<unknown>, from: RawBuilder<unknown>) =>
  idsOf(
    (
      await sql<{ id: string }>`
        select distinct ${ids} as id from ${from} and user_id = ${person(world)} order by id limit ${world.chance.int(1, 6)}
      `.execute(tx)
    ).rows,
  )

/** Parts of what was split touch each other. */
async function merge(tx: Database, world: World): Promise<void> {
  const [deed] = await someOf(tx, world, sql`made_in`, sql`time_entries where made_in is not null`)
  const parts = deed === undefined ? [] : await someOf(tx, world, sql`id`, sql`time_entries where made_in = ${deed}`)
  if (parts.length > 1) await mergeEntries(tx, actor, { ids: parts }, Date.now())
}

async function takeBack(tx: Database, world: World): Promise<void> {
  const ids = await someOf(tx, world, sql`ended_in`, sql`former_entries where ended_as in ('split', 'merged')`)
  if (ids.length > 0) await putBack(tx, actor, { ids, even_changed: true })
}

async function remove(tx: Database, _: World, rows: Row[]): Promise<void> {
  await putAway(
    tx,
    actor,
    'deleted',
    rows.map(({ id }) => ({ id, ended_in: id })),
  )
}

async function restore(tx: Database, world: World): Promise<void> {
  await bringBack(tx, await someOf(tx, world, sql`id`, sql`former_entries where ended_as = 'deleted'`))
}

async function erase(tx: Database, { chance }: World, [row]: Row[]): Promise<void> {
  const day = dayOf(Date.parse(row!.start_time), row!.zone)
  const until = later(new Date().toISOString(), 86_400_000)
  const what = chance.pick([
    { about: 'entry' as const, entry_id: row!.id, date_from: null, date_to: null },
    { about: 'days' as const, entry_id: null, date_from: day, date_to: day },
  ])
  await eraseEntries(tx, actor, { user_id: row!.user_id, until, ...what }, null)
}

/** As if a deal had been decided that day. */
async function settle(tx: Database, { cast, chance }: World): Promise<void> {
  const id = chance.pick(Object.values(cast.deals))
  const { rows } = await sql<{ stage: string; closed_at: string | null }>`
    select stage, closed_at from deals where id = ${id} for update
  `.execute(tx)
  const enter = (stage: string, closed_at: string | null) =>
    sql`update deals set stage = ${stage}, closed_at = ${closed_at}::timestamptz where id = ${id}`.execute(tx)
  await enter('won', rows[0]!.closed_at ?? new Date().toISOString())
  await settleDeals(tx)
  await enter(rows[0]!.stage, rows[0]!.closed_at)
}

async function write(world: World): Promise<void> {
  const { chance, ids, db, past } = world
  if (ids.length < most && (chance.next() < 0.4 || ids.length < 50)) {
    const rows = Array.from({ length: 1 + Math.floor(chance.next() * 12) }, () => arrived(world))
    ids.push(...(await transact(db, (tx) => insertEntries(tx, rows))))
    return
  }
  const [, deed] = chance.pick(drawn)
  const chosen = Array.from({ length: 1 + Math.floor(chance.next() * 6) }, () => chance.pick(ids))
  const undone = chance.next() < 0.05
  const verdicts = await transact(db, async (tx) => {
    const rows = await lockOwn(tx, person(world), [...new Set(chosen)])
    const made = rows.length > 0 ? await deed(tx, world, rows) : []
    if (undone) throw new Undone()
    return made
  })
  past.verdicts.push(...verdicts)
}

class Undone extends Error {}

/** An hour that would be billable twice, an id of a sender that would be there twice, a month that is gone: refused, whole. */
const refusals = ['23P01', '23505', 'LK001', 'overlaps']

/** Gives how many were refused. Everything else that goes wrong is a fault. `past` goes on with the next call. */
export async function writeAtRandom(
  db: Database,
  cast: Cast,
  operations: number,
  seed: number,
  past: Past,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`select id from time_entries order by id`.execute(db)
  const world: World = { db, cast, chance: chanceOf(seed), ids: rows.map(({ id }) => id), refused: 0, past }
  let left = Math.ceil(operations / 2)
  const writer = async () => {
    while (left-- > 0)
      await write(world).catch((error: Error & { code?: string }) => {
        if (refusals.includes(error.code ?? '')) world.refused++
        else if (!(error instanceof Undone)) throw error
      })
  }
  await Promise.all([writer(), writer(), writer()])
  await removeOldest(world)
  left = Math.floor(operations / 2)
  await Promise.all([writer(), writer(), writer()])
  return world.refused
}

/** As retention lets a month go: nothing in it may wait, and what it counted stays. */
async function removeOldest({ db, past }: World): Promise<void> {
  await sql`update retention_terms set keep = 1 where class = 'time_entries'`.execute(db)
  past.removed.push(
    ...(await transact(db, async (tx) => {
      const { rows: found } = await sql<{ month: string | null }>`
        select to_char(min(start_time), 'YYYY-MM-01') as month from time_entries
        having count(distinct date_trunc('month', start_time)) > ${fewestMonths}
      `.execute(tx)
      const month = found[0]?.month
      if (!month) return []
      const inIt = sql<Row>`
        select * from time_entries
        where start_time >= ${month}::timestamptz and start_time < ${month}::timestamptz + interval '1 month'
      `
      const { rows } = await inIt.execute(tx)
      const waits = rows.filter(({ status }) => status === 'unmapped')
      await updateEntries(
        tx,
        waits.map((row) => ({ ...row, status: 'synced' as const })),
      )
      await setDiscarded(tx, idsOf(rows.filter(isAside)), true)
      const { rows: gone } = await inIt.execute(tx)
      await removeMonth(tx, month)
      return gone
    })),
  )
}
