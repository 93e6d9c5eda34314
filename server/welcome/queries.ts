import type { ChecklistKey } from '#domain/checklist.ts'
import type { Welcome } from '#domain/welcome.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'

export type Steps = Partial<Record<keyof Welcome['steps'], 'done' | 'skipped'>>

/** Null: not under way. */
export async function findSteps(db: Database): Promise<Steps | null> {
  const { rows } = await sql<{ welcome: Steps | null }>`select welcome from workspace`.execute(db)
  return rows[0]?.welcome ?? null
}

const own = (table: string, alias: string) =>
  sql`not exists (select from demo_rows d where d.table_name = ${sql.lit(table)} and d.row_id = ${sql.ref(`${alias}.id`)})`

/** When the first time of an agent arrived; an id says when it was made, and keys lie in that order. */
export async function firstEntryAt(db: Database): Promise<string | null> {
  const { rows } = await sql<{ created_at: string }>`
    select uuid_extract_timestamp(e.id) as created_at from time_entry_keys e
    where e.source = 'agent' and ${own('time_entries', 'e')}
    order by e.id limit 1
  `.execute(db)
  return rows[0]?.created_at ?? null
}

/** What is true of this person and this company, all in one statement. The demo's rows tick nothing an admin has to do. */
export async function findFacts(
  db: Database,
  actor: Actor,
  notice_version: string,
): Promise<Record<ChecklistKey, boolean>> {
  const me = actor.id
  const { rows } = await sql<Record<ChecklistKey, boolean>>`
    select
      exists (select from workspace where name <> 'Daybook' and not demo) as workspace,
      exists (select from users u where u.id <> ${me} and u.disabled_at is null and ${own('users', 'u')}
              and (u.password_hash is not null or exists (select from person_links l where l.user_id = u.id))) as people,
      exists (select from users u join productivity_users p on p.id = u.linked_employee_id
              where ${own('productivity_users', 'p')}) as links,
      exists (select from time_entry_keys e where e.source = 'agent' and ${own('time_entries', 'e')}) as agent,
      exists (select from accounts a where a.owner_id = ${me} and a.deleted_at is null) as account,
      exists (select from deals d where d.owner_id = ${me}) as deal,
      exists (select from tasks t where t.assigned_to = ${me} and t.status = 'done') as task,
      exists (select from changes c where c.actor_id = ${me} and c.action = 'time_entry.assigned') as review,
      not exists (select from time_by_day t where t.status = 'unmapped' and t.entries > 0 and ${inScope(actor, 'time:read', sql`t.user_id`)}) as waiting,
      not exists (select from deals d where d.stage = 'won' and d.value is null) as values,
      exists (select from users u where u.id = ${me} and (u.preferences <> '{}' or u.locale <> 'en')) as preferences,
      exists (select from notice_acknowledgements n where n.user_id = ${me} and n.version = ${notice_version}) as notice,
      exists (select from second_factors f where f.user_id = ${me} and f.confirmed_at is not null) as second_factor
  `.execute(db)
  return rows[0]!
}
