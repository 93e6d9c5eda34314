import { sql, type Database } from '#server/platform/database.ts'

export async function findAcknowledgement(db: Database, user_id: string, version: string): Promise<string | null> {
  const { rows } = await sql<{ acknowledged_at: string }>`
    select acknowledged_at from notice_acknowledgements where user_id = ${user_id} and version = ${version}
  `.execute(db)
  return rows[0]?.acknowledged_at ?? null
}

/** Whether it was the first time. */
export async function insertAcknowledgement(tx: Database, user_id: string, version: string): Promise<boolean> {
  const { rows } = await sql`
    insert into notice_acknowledgements (user_id, version) values (${user_id}, ${version})
    on conflict do nothing returning version
  `.execute(tx)
  return rows.length > 0
}

/** Whether this person's time is recorded, or will be, and they have not been told how. */
export async function isNoticeDue(db: Database, user_id: string, version: string): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    select (u.role = 'employee' or u.linked_employee_id is not null)
           and not exists (select from notice_acknowledgements n where n.user_id = u.id and n.version = ${version}) as due
    from users u where u.id = ${user_id}
  `.execute(db)
  return rows[0]?.due ?? false
}

/** The admins one may ask, the longest here first. */
export async function listContacts(db: Database): Promise<{ name: string; email: string }[]> {
  const { rows } = await sql<{ name: string; email: string }>`
    select name, email from users
    where role = 'admin' and disabled_at is null and password_hash is not null
    order by created_at, id limit 5
  `.execute(db)
  return rows
}
