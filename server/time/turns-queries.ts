/** Whose turn waiting time is: put off by one, asked of its person. What is gone or placed leaves rows that nobody looks at. */
import { sql, type Database } from '#server/platform/database.ts'

export const putOff = (tx: Database, user_id: string, ids: string[], until: string) =>
  sql`
    insert into snoozed_entries (user_id, entry_id, until) select ${user_id}, unnest(${ids}::uuid[]), ${until}
    on conflict (user_id, entry_id) do update set until = excluded.until
  `.execute(tx)

/** Gives those that were put off. */
export async function takeUp(tx: Database, user_id: string, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ entry_id: string }>`
    delete from snoozed_entries where user_id = ${user_id} and entry_id = any (${ids}) returning entry_id
  `.execute(tx)
  return rows.map(({ entry_id }) => entry_id)
}

export const insertRequests = (tx: Database, asked_by: string, ids: string[]) =>
  sql`
    insert into review_requests (entry_id, asked_by) select unnest(${ids}::uuid[]), ${asked_by}
    on conflict (entry_id) do update set asked_by = excluded.asked_by, asked_at = now()
  `.execute(tx)

/** Gives those that somebody was asked about. */
export async function deleteRequests(tx: Database, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ entry_id: string }>`
    delete from review_requests where entry_id = any (${ids}) returning entry_id
  `.execute(tx)
  return rows.map(({ entry_id }) => entry_id)
}

export async function forgetOldTurns(db: Database): Promise<void> {
  await sql`delete from snoozed_entries where until < now() - interval '1 day'`.execute(db)
  await sql`
    delete from review_requests q where q.asked_at < now() - interval '30 days'
      and not exists (select from time_entries e where e.id = q.entry_id and e.status = 'unmapped')
  `.execute(db)
}
