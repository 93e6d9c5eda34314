/** What rules are measured by: entries a person placed, and those that wait. */
import { isEvidence, type Field } from '#domain/rule-conditions.ts'
import { roughly, type RuleSample } from '#domain/rule-proof.ts'
import { mayRead, readProject } from '#server/evidence/may-read.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { between, daysAgo, instantOf, type Ends } from '#server/platform/instants.ts'

/** The columns each field is read from: a back-test fetches what its rule asks for and nothing else. */
const columnsOf: Record<Field, string[]> = {
  app: ['app'],
  site: ['url'],
  title: ['title'],
  project: ['project_name', 'project_from_editor'],
  tag: ['tags'],
  activity: ['activity_type'],
  person: ['user_id'],
  team: ['user_id'],
  weekday: ['start_time', 'zone'],
  hour: ['start_time', 'zone'],
}

export type Measured = {
  id: string
  duration_seconds: number
  account_id: string | null
  deal_id: string | null
  task_id: string | null
  billable: boolean
  app?: string | null
  url?: string | null
  title?: string | null
  project_name?: string | null
  project_from_editor?: boolean
  tags?: string[]
  activity_type?: string
  user_id?: string
  start_time?: string
  zone?: string
}

const always = ['id', 'duration_seconds', 'account_id', 'deal_id', 'task_id', 'billable']
/** What measuring needs of an entry `e`, and what rules that look at these fields read. */
export const columnsFor = (fields: Iterable<Field>): Record<string, RawBuilder<unknown>> =>
  Object.fromEntries(
    [...always, ...[...fields].flatMap((field) => columnsOf[field])].map((column) => [column, sql.ref(`e.${column}`)]),
  )

/**
 * For whoever asks how often a rule holds: where it asks who worked, what others' editors had open is not looked at, or the answer would tell
 * what one person works on (docs/decisions/0047). Jobs answer nobody.
 */
const columnsAsked = (actor: Actor, fields: Iterable<Field>): Record<string, RawBuilder<unknown>> => {
  const asked = new Set(fields)
  const singles = asked.has('project') && (asked.has('person') || asked.has('team')) && actor.kind !== 'system'
  return { ...columnsFor(asked), ...(singles && { project_name: readProject(actor) }) }
}

/** Each column as one JSON array: 100,000 rows are read in a third of the time that one by one they take. */
export async function inColumns<Row>(
  db: Database,
  columns: Record<string, RawBuilder<unknown>>,
  from: RawBuilder<unknown>,
): Promise<Row[]> {
  const names = Object.keys(columns)
  const { rows } = await sql<Record<string, unknown[] | null>>`
    select ${sql.join(names.map((name) => sql`json_agg(r.${sql.ref(name)}) as ${sql.ref(name)}`))}
    from (select ${sql.join(names.map((name) => sql`${columns[name]} as ${sql.ref(name)}`))} ${from}) r
  `.execute(db)
  const read = names.map((name) => rows[0]![name] ?? [])
  return read[0]!.map((_, n) => {
    const row: Record<string, unknown> = {}
    for (let at = 0; at < names.length; at++) row[names[at]!] = read[at]![n]
    return row as Row
  })
}

/**
 * The newest that a person placed, of those the actor may see; what is still held to be right. `since`: only what was decided since then.
 * `mined`: for habits that are told where several people have them, never entry by entry.
 */
export const findReviewed = (
  db: Database,
  actor: Actor,
  fields: Iterable<Field>,
  days: number,
  most: number,
  { since = null, mined = false }: { since?: string | null; mined?: boolean } = {},
) =>
  inColumns<Measured>(
    db,
    mined ? columnsFor(fields) : columnsAsked(actor, fields),
    sql`
      from time_entries e
      where e.mapping ->> 'rule' = 'person' and e.status = 'synced'
        and e.start_time >= ${daysAgo(days)}::timestamptz and ${inScope(actor, 'time:read', sql`e.user_id`)}
        and (${since}::timestamptz is null or (e.mapping ->> 'at')::timestamptz >= ${since}::timestamptz)
      order by e.start_time desc, e.id desc limit ${most}
    `,
  )

export const findDays = (db: Database, actor: Actor, fields: Iterable<Field>, days: number, most: number) =>
  inColumns<Measured & { day: string; status: 'synced' | 'unmapped' }>(
    db,
    { ...columnsAsked(actor, fields), day: sql`e.day`, status: sql`e.status` },
    sql`
      from time_entries e
      where e.status <> 'quarantined' and e.start_time >= ${daysAgo(days)}::timestamptz
        and ${inScope(actor, 'time:read', sql`e.user_id`)}
      order by e.start_time desc, e.id desc limit ${most}
    `,
  )

/** Little of what is recorded waits, and most of that is of the last weeks: the sums say where it lies. */
export async function findWaiting(
  db: Database,
  actor: Actor,
  fields: Iterable<Field>,
  most: number,
): Promise<Measured[]> {
  const { rows } = await sql<Ends>`
    select min(day) as first, max(day) as last from time_by_day where status = 'unmapped' and entries > 0
  `.execute(db)
  const { first, last } = rows[0]!
  if (first === null || last === null) return []
  return inColumns<Measured>(
    db,
    columnsAsked(actor, fields),
    sql`
      from time_entries e
      where e.status = 'unmapped' and ${inScope(actor, 'time:read', sql`e.user_id`)}
        and ${between(sql`e.start_time`, { first: instantOf(first, -1), last: instantOf(last, 2) })}
      order by e.start_time desc, e.id desc limit ${most}
    `,
  )
}

/** As plain instants: by the join alone all months would be opened. */
async function startsOf(db: Database, ids: string[]): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<Ends>`
    select min(start_time) as first, max(start_time) as last from time_entry_keys where id = any (${ids})
  `.execute(db)
  return between(sql`e.start_time`, rows[0]!)
}

/** The same entries once more, with what other rules ask for. */
export const findFacts = async (db: Database, ids: string[], fields: Iterable<Field>): Promise<Measured[]> =>
  inColumns<Measured>(
    db,
    columnsFor(fields),
    sql`
      from time_entry_keys k join time_entries e on e.id = k.id and e.start_time = k.start_time
      where k.id = any (${ids}) and ${await startsOf(db, ids)}
    `,
  )

/** A rule that looks at the screen: naming whose entry it is would tell what was on it. Of projects those that editors had open were. */
function shownFor(actor: Actor, fields: Iterable<Field>): RawBuilder<boolean> {
  const asked = [...fields]
  if (asked.some(isEvidence)) return mayRead(actor)
  return asked.includes('project') ? sql`(not e.project_from_editor or ${mayRead(actor)})` : sql`true`
}

/** `fields`: what the rule looks at. Beside each sample whose it is, and whether its project was open in an editor. */
export async function findSamples(
  db: Database,
  actor: Actor,
  ids: string[],
  fields: Iterable<Field>,
): Promise<Map<string, { user_id: string; project_from_editor: boolean; sample: RuleSample }>> {
  if (ids.length === 0) return new Map()
  const shown = shownFor(actor, fields)
  const ifRead = (column: RawBuilder<unknown>) => sql`case when ${mayRead(actor)} then ${column} end`
  const ifShown = (column: RawBuilder<unknown>) => sql`case when ${shown} then ${column} end`
  const { rows } = await sql<
    RuleSample & { key: string; user_id: string; project_from_editor: boolean; shown: boolean }
  >`
    select e.id as key, e.user_id, e.project_from_editor, ${shown} as shown, ${ifShown(sql`e.id`)} as id, ${ifShown(sql`u.name`)} as user_name, ${ifShown(sql`e.start_time`)} as start_time,
           e.duration_seconds, ${ifRead(sql`e.title`)} as title, ${ifRead(sql`e.app`)} as app,
           ${ifShown(readProject(actor))} as project_name,
           coalesce(d.name || ' · ' || a.name, a.name, 'No customer') as placed_on
    from time_entry_keys k
    join time_entries e on e.id = k.id and e.start_time = k.start_time
    join users u on u.id = e.user_id
    left join accounts a on a.id = e.account_id
    left join deals d on d.id = e.deal_id
    where k.id = any (${ids}) and ${await startsOf(db, ids)} and ${inScope(actor, 'time:read', sql`e.user_id`)}
  `.execute(db)
  return new Map(
    rows.map(({ key, user_id, project_from_editor, shown: isShown, ...row }) => {
      const duration_seconds = isShown ? row.duration_seconds : roughly(row.duration_seconds)
      return [key, { user_id, project_from_editor, sample: { ...row, duration_seconds } }]
    }),
  )
}
