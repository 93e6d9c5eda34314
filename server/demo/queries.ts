import type { DemoCounts, DemoWork } from '#domain/demo.ts'
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'

export async function findWork(db: Database): Promise<DemoWork | null> {
  const { rows } = await sql<DemoWork>`select doing, percent, failed from demo_work`.execute(db)
  return rows[0] ?? null
}

/** False where one is under way. What failed is begun again. */
export async function beginWork(tx: Database, doing: DemoWork['doing'], user_id: string): Promise<boolean> {
  const { rows } = await sql`
    insert into demo_work (doing, user_id) values (${doing}, ${user_id})
    on conflict (only_row) do update set doing = excluded.doing, user_id = excluded.user_id, percent = 0, failed = false
    where demo_work.failed
    returning doing
  `.execute(tx)
  return rows.length > 0
}

export const setPercent = (db: Database, percent: number) => sql`update demo_work set percent = ${percent}`.execute(db)
export const setFailed = (db: Database) => sql`update demo_work set failed = true`.execute(db)
export const endWork = (db: Database) => sql`delete from demo_work`.execute(db)

/** Rows that live and go with their parent: they keep nothing. */
const bookkeeping =
  'deal_stages sessions refresh_tokens person_links second_factors recovery_codes notice_acknowledgements demo_work mapping_rule_versions remaps remap_rows exclusions private_times left_out_by_day left_out_claims timesheets timesheet_steps snoozed_entries review_requests dropped_by_day doubts device_clocks privacy_requests'.split(
    ' ',
  )
type Reference = { child: string; field: string; parent: string; has_id: boolean }

/** What somebody deleted, split or merged of the demo is the demo's as before. */
export const followPutAway = (tx: Database) =>
  sql`
    update demo_rows d set table_name = 'former_entries'
    from former_entries f where d.table_name = 'time_entries' and d.row_id = f.id
  `.execute(tx)

/** Which columns of which tables point to rows the demo can have brought: asked of the database, so that no new table is forgotten. */
async function findReferences(tx: Database): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select child.relname as child, a.attname as field, parent.relname as parent,
           exists (select from pg_attribute i where i.attrelid = child.oid and i.attname = 'id') as has_id
    from pg_constraint c
    join pg_class child on child.oid = c.conrelid
    join pg_class parent on parent.oid = c.confrelid
    join pg_attribute p on p.attrelid = parent.oid and p.attname = 'id'
    join pg_attribute a on a.attrelid = child.oid and a.attnum = c.conkey[array_position(c.confkey, p.attnum)]
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace
      and parent.relname in (select distinct table_name from demo_rows)
      and child.relname <> all (${bookkeeping})
      -- the one that is taken back instead: a person outlives what the agent called them
      and not (child.relname = 'users' and parent.relname = 'productivity_users')
    order by child, field
  `.execute(tx)
  return rows
}

/** One's own row that points to a row of the demo keeps it. */
const keptBy = ({ child, field, parent, has_id }: Reference): RawBuilder<unknown> => sql`
  select ${sql.lit(parent)} as table_name, c.${sql.ref(field)} as row_id
  from ${sql.table(child)} c
  join demo_rows d on d.table_name = ${sql.lit(parent)} and d.row_id = c.${sql.ref(field)}
  ${has_id ? sql`where not exists (select from demo_rows o where o.table_name = ${sql.lit(child)} and o.row_id = c.id)` : sql``}
`

/**
 * What people made hangs on some rows of the demo: those are theirs from now on, and those these hang on, and so on.
 * @throws where it does not come to an end: the longest way from a row to a row has as many steps as there are tables
 */
export async function keepWhatIsUsed(tx: Database): Promise<void> {
  const references = await findReferences(tx)
  if (references.length === 0) return
  const used = sql.join(references.map(keptBy), sql` union `)
  for (let step = 0; step < 20; step++) {
    const { numAffectedRows = 0n } = await sql`
      delete from demo_rows d using (${used}) k where k.table_name = d.table_name and k.row_id = d.row_id
    `.execute(tx)
    if (numAffectedRows === 0n) return
  }
  throw new Error('rows of the demo hang on each other in a circle')
}

/** People of the demo who did something keep their name in the ledger; who removes it keeps their sign-in. Gives the former. */
export async function keepWhoActed(tx: Database, user_id: string): Promise<string[]> {
  const { rows } = await sql<{ row_id: string }>`
    delete from demo_rows d
    where d.table_name = 'users' and (d.row_id = ${user_id} or exists (select from changes c where c.actor_id = d.row_id))
    returning d.row_id
  `.execute(tx)
  return rows.map(({ row_id }) => row_id).filter((id) => id !== user_id)
}

export async function listDemoPeople(tx: Database): Promise<string[]> {
  const { rows } = await sql<{
    row_id: string
  }>`select row_id from demo_rows where table_name = 'users' limit 1000`.execute(tx)
  return rows.map(({ row_id }) => row_id)
}

/** How many rows of each kind are the demo's. */
export async function countRows(tx: Database): Promise<DemoCounts> {
  const { rows } = await sql<{ table_name: keyof DemoCounts; count: number }>`
    select table_name, count(*) as count from demo_rows group by table_name
  `.execute(tx)
  const none: DemoCounts = { accounts: 0, contacts: 0, deals: 0, tasks: 0, time_entries: 0, users: 0, teams: 0 }
  const known = rows.filter(({ table_name }) => table_name in none)
  return { ...none, ...Object.fromEntries(known.map(({ table_name, count }) => [table_name, count])) }
}

const isDemo = (table: string, field = 'id') =>
  sql`${sql.ref(field)} in (select row_id from demo_rows where table_name = ${sql.lit(table)})`

/** Their productivity users go; the people who stay are linked to none of them any more. */
export const unlinkDemo = (tx: Database) =>
  sql`
    update users set linked_employee_id = null, version = version + 1, updated_at = now()
    where ${isDemo('productivity_users', 'linked_employee_id')}
  `.execute(tx)

/** Deletes the demo's rows of a table; gives what each was called. */
export async function deleteDemo(
  tx: Database,
  table: string,
  called: string,
): Promise<{ id: string; name: string | null }[]> {
  const { rows } = await sql<{ id: string; name: string | null }>`
    delete from ${sql.table(table)} where ${isDemo(table)} returning id, ${sql.ref(called)} as name
  `.execute(tx)
  return rows
}

/** Weeks of people of the demo: the hours in them go, approved or not. */
export const deleteWeeks = (tx: Database) =>
  sql`delete from ${sql.table('timesheets')} where ${isDemo('users', 'user_id')}`.execute(tx)

/** Sums of days and months that hold nothing any more; who had them may be gone. */
export async function sweepDays(tx: Database): Promise<void> {
  await sql`delete from time_by_day where entries = 0 and seconds = 0 and billable_seconds = 0`.execute(tx)
  await sql`
    delete from time_by_deal
    where deal_id in (select deal_id from time_by_deal group by deal_id having sum(entries) = 0 and sum(seconds) = 0)
  `.execute(tx)
  await sql`delete from placed_by_day where entries = 0 and seconds = 0 and corrected = 0 and confirmed = 0`.execute(tx)
  await sql`delete from task_time_by_day where entries = 0 and seconds = 0 and billable_seconds = 0`.execute(tx)
  await sql`delete from time_by_month where entries = 0 and seconds = 0 and billable_seconds = 0`.execute(tx)
  await sql`delete from placed_by_month where entries = 0 and seconds = 0 and corrected = 0 and confirmed = 0`.execute(
    tx,
  )
  await sql`delete from task_time_by_month where entries = 0 and seconds = 0 and billable_seconds = 0`.execute(tx)
}

export const forgetRows = (tx: Database) => sql`delete from demo_rows`.execute(tx)
