import { rottingDays } from '#domain/deals.ts'
import type { Workspace, WorkspaceChange } from '#domain/people.ts'
import { sql, type Database } from '#server/platform/database.ts'

const columns = sql`
  name, base_currency, zone, week_start, jurisdiction, capture, capture_queries,
  coalesce(rotting_days, ${rottingDays}::jsonb) as rotting_days,
  locked_through, lock_after_days, team_review_days,
  demo, welcome is not null as welcoming, version
`

/** What an empty database is, until somebody says otherwise. */
const blank: Workspace = {
  name: 'Daybook',
  base_currency: 'EUR',
  zone: 'UTC',
  week_start: 'monday',
  jurisdiction: 'other',
  capture: null,
  capture_queries: false,
  rotting_days: rottingDays,
  locked_through: null,
  lock_after_days: null,
  team_review_days: 2,
  demo: false,
  welcoming: false,
  version: 1,
}

export async function findWorkspace(db: Database): Promise<Workspace> {
  const { rows } = await sql<Workspace>`select ${columns} from workspace`.execute(db)
  return rows[0] ?? blank
}

/** Locked for a change; makes the one row where there is none yet. */
export async function lockWorkspace(tx: Database): Promise<Workspace> {
  await sql`
    insert into workspace (name, base_currency) values (${blank.name}, ${blank.base_currency}) on conflict do nothing
  `.execute(tx)
  const { rows } = await sql<Workspace>`select ${columns} from workspace for update`.execute(tx)
  return rows[0]!
}

/** Whoever writes time shares this; from here on until the commit nobody does, so that no hour slips in while the period is closed (migration 0043). */
export const holdPeriod = (tx: Database) => sql`select pg_advisory_xact_lock(hashtext('daybook.period'))`.execute(tx)

/** Changes the named columns of the locked workspace. */
export const updateWorkspace = (tx: Database, change: WorkspaceChange & { demo?: boolean }) =>
  tx
    .updateTable('workspace')
    .set({ ...change, version: sql`version + 1`, updated_at: sql`now()` } as never)
    .execute()

/** An admin's first steps by name; null ends them. */
export const setWelcome = (tx: Database, steps: object | null) =>
  sql`update workspace set welcome = ${steps === null ? null : JSON.stringify(steps)}::jsonb`.execute(tx)
