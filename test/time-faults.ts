/** What must hold of recorded time whatever was written, worked out anew from the entries without asking the database to count. */
import { dayOf, startOfDay_ms } from '#domain/zones.ts'
import { sql, type Database } from '#server/platform/database.ts'
import type { StoredEntry } from '#server/time/write-queries.ts'
import type { Past } from './random-time.ts'

type Row = StoredEntry
type Line = Record<string, unknown>
/** A table of sums: what a row of it is about, what it counts, and what one entry adds to it. */
type Kept = { by: string[]; sums: string[]; of: (entry: Row) => Line[] }

const perDay = (entry: Row): Line[] =>
  partsOf(entry).map(({ day, seconds }, n) => ({
    ...entry,
    day,
    entries: n === 0 ? 1 : 0,
    seconds,
    billable_seconds: entry.billable ? seconds : 0,
  }))
const whole = (entry: Row): Line => ({ ...entry, entries: 1, seconds: entry.duration_seconds })

const tables: Record<string, Kept> = {
  time_by_day: {
    by: ['day', 'user_id', 'account_id', 'deal_id', 'status'],
    sums: ['entries', 'seconds', 'billable_seconds'],
    of: perDay,
  },
  time_by_deal: {
    by: ['deal_id'],
    sums: ['entries', 'seconds'],
    of: (entry) => (entry.deal_id === null ? [] : [whole(entry)]),
  },
  task_time_by_day: {
    by: ['day', 'user_id', 'task_id', 'account_id', 'deal_id'],
    sums: ['entries', 'seconds', 'billable_seconds'],
    of: (entry) => (entry.task_id === null ? [] : perDay(entry)),
  },
  placed_by_day: {
    by: ['day', 'user_id', 'way', 'rule_id'],
    sums: ['entries', 'seconds', 'corrected', 'confirmed'],
    of: (entry) => [
      {
        ...whole(entry),
        day: dayOf(Date.parse(entry.start_time), entry.zone),
        way: wayOf(entry),
        rule_id: entry.mapping?.rule_id ?? null,
      },
    ],
  },
}

function wayOf({ status, discarded_at, mapping }: Row): string {
  if (status === 'unmapped') return 'waiting'
  if (status === 'quarantined') return discarded_at === null ? 'quarantined' : 'discarded'
  return mapping?.rule ?? 'person'
}

const months: Record<string, string> = {
  time_by_day: 'time_by_month',
  task_time_by_day: 'task_time_by_month',
  placed_by_day: 'placed_by_month',
}

/** What is wrong, in words; nothing where all of it holds. */
export async function faultsOfTime(db: Database, past: Past): Promise<string[]> {
  const { rows: entries } = await sql<Row>`select * from time_entries order by start_time`.execute(db)
  const faults: string[] = []
  for (const [name, kept] of Object.entries(tables)) {
    const lines = [...entries, ...past.removed].flatMap(kept.of)
    if (name === 'placed_by_day') lines.push(...past.verdicts.map((verdict) => ({ ...verdict, way: 'mapping_rule' })))
    const days = summed(kept, lines)
    faults.push(...(await faultsOf(db, name, kept, days)))
    const by_month = months[name]
    if (by_month)
      faults.push(...(await faultsOf(db, by_month, monthly(kept), summed(monthly(kept), days.map(ofMonth)))))
  }
  return [...faults, ...(await faultsOfKeys(db)), ...overlaps(entries), ...repeated(entries)]
}

type Counted = Pick<Kept, 'by' | 'sums'>
const keyOf = (by: string[], line: Line) => by.map((column) => String(line[column])).join(' ')
const numbersOf = (sums: string[], line: Line) => sums.map((sum) => Number(line[sum] ?? 0))

function summed({ by, sums }: Counted, lines: Line[]): Line[] {
  const all = new Map<string, Line>()
  for (const line of lines) {
    const so_far = all.get(keyOf(by, line))
    const numbers = so_far ? numbersOf(sums, so_far) : sums.map(() => 0)
    const added = numbersOf(sums, line).map((number, n) => [sums[n]!, number + numbers[n]!])
    all.set(keyOf(by, line), { ...line, ...Object.fromEntries(added) })
  }
  return [...all.values()]
}

/** Only of time, and not of tasks or placements, it is kept on which days there was some. */
const monthly = ({ by, sums }: Counted): Counted => ({
  by: ['month', ...by.slice(1)],
  sums: by.includes('status') ? [...sums, 'days'] : sums,
})
const ofMonth = (line: Line): Line => {
  const day = String(line['day'])
  return {
    ...line,
    month: `${day.slice(0, 8)}01`,
    days: Number(line['seconds']) > 0 ? 1 << (Number(day.slice(8)) - 1) : 0,
  }
}

async function faultsOf(db: Database, name: string, { by, sums }: Counted, expected: Line[]): Promise<string[]> {
  const { rows } = await sql<Line>`select * from ${sql.table(name)}`.execute(db)
  const said = new Map(summed({ by, sums }, rows).map((line) => [keyOf(by, line), numbersOf(sums, line).join()]))
  const right = new Map(expected.map((line) => [keyOf(by, line), numbersOf(sums, line).join()]))
  const nothing = sums.map(() => 0).join()
  return [...new Set([...right.keys(), ...said.keys()])].flatMap((key) => {
    const [due, kept] = [right.get(key) ?? nothing, said.get(key) ?? nothing]
    return kept === due ? [] : [`${name} ${key}: the sums say ${kept}, the entries ${due}`]
  })
}

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
const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

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
