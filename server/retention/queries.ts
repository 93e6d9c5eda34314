import { noticeHours, type DataClass } from '#domain/retention.ts'
import { sql, type Database } from '#server/platform/database.ts'

export type Term = {
  id: string
  class: DataClass
  keep: number | null
  also_approved: boolean
  done_through: string | null
  version: number
  updated_at: string
}
const columns = sql`id, class, keep, also_approved, done_through, version, updated_at`

export async function listTerms(db: Database): Promise<Term[]> {
  const { rows } = await sql<Term>`
    select ${columns} from retention_terms order by array_position(array['evidence', 'time_entries', 'ledger'], class)
  `.execute(db)
  return rows
}

export async function lockTerm(tx: Database, by: 'id' | 'class', value: string): Promise<Term | undefined> {
  const { rows } = await sql<Term>`
    select ${columns} from retention_terms where ${sql.ref(by)} = ${value} for update
  `.execute(tx)
  return rows[0]
}

export const setTerm = (tx: Database, of: DataClass, { keep, also_approved }: Pick<Term, 'keep' | 'also_approved'>) =>
  sql`
    update retention_terms
    set keep = ${keep}::integer, also_approved = ${also_approved}, version = version + 1, updated_at = now(),
        -- by another term the door let in what this one may not keep: all of it is looked through once more
        done_through = case when class = 'evidence' then null else done_through end
    where class = ${of}
  `.execute(tx)

export const setDone = (tx: Database, of: DataClass, day: string) =>
  sql`update retention_terms set done_through = ${day}::date where class = ${of}`.execute(tx)

/** The first day anybody recorded something on; null where nobody ever did. */
export async function firstDay(db: Database): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select min(day) as day from time_by_day where entries > 0
  `.execute(db)
  return rows[0]!.day
}

/** `untold`: nobody told them, or less than 48 hours before this instant. */
export type Concerned = { id: string; email: string | null; untold: boolean }

/** People with recorded time on these days, by the sums: who had some that was removed is among them until it was looked through. */
export async function findConcerned(
  db: Database,
  of: DataClass,
  days: { from: string; before: string },
  by: string,
): Promise<Concerned[]> {
  const { rows } = await sql<Concerned>`
    select u.id, case when u.disabled_at is null then u.email end as email,
           n.told_at is null or n.told_at > ${by}::timestamptz - ${noticeHours} * interval '1 hour' as untold
    from users u left join retention_notices n on n.user_id = u.id and n.class = ${of}
    where exists (
      select from time_by_day t
      where t.user_id = u.id and t.day >= ${days.from}::date and t.day < ${days.before}::date and t.entries > 0
    )
    order by u.id
  `.execute(db)
  return rows
}

/** When the earliest of the people who were told was; null where nobody was. */
export async function firstTold(db: Database, of: DataClass): Promise<string | null> {
  const { rows } = await sql<{ told_at: string | null }>`
    select min(told_at) as told_at from retention_notices where class = ${of}
  `.execute(db)
  return rows[0]!.told_at
}

/** Gives whom it had not been told before. */
export async function writeNotices(tx: Database, of: DataClass, people: string[]): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    insert into retention_notices (user_id, class) select unnest(${people}::uuid[]), ${of}
    on conflict (user_id, class) do nothing returning user_id
  `.execute(tx)
  return rows.map(({ user_id }) => user_id)
}

export const forgetNotices = (tx: Database, of: DataClass) =>
  sql`delete from retention_notices where class = ${of}`.execute(tx)

export async function findNotices(
  db: Database,
  user_id: string,
): Promise<{ class: DataClass; keep: number | null; told_at: string | null }[]> {
  const { rows } = await sql<{ class: DataClass; keep: number | null; told_at: string | null }>`
    select r.class, r.keep, n.told_at
    from retention_terms r
    left join retention_notices n on n.class = r.class and n.user_id = ${user_id} and r.keep is not null
    order by array_position(array['evidence', 'time_entries', 'ledger'], r.class)
  `.execute(db)
  return rows
}
