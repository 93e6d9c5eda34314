import type {
  ErasureOutcome,
  OwnRequestQuery,
  PrivacyRequest,
  PrivacyRequestInput,
  PrivacyRequestQuery,
} from '#domain/privacy-requests.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, among, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

const columns = sql`
  r.id, r.user_id, u.name as user_name, r.kind, r.about, r.entry_id, k.start_time as entry_start, k.end_time as entry_end,
  r.date_from, r.date_to, r.reason, r.state, r.due_on,
  r.state = 'open' and r.due_on < (now() at time zone w.zone)::date as overdue,
  r.answer, r.decided_by, d.name as decided_by_name, r.decided_at, r.outcome, r.version, r.created_at, r.updated_at
`
const from = sql`
  from privacy_requests r cross join workspace w join users u on u.id = r.user_id
  left join users d on d.id = r.decided_by left join time_entry_keys k on k.id = r.entry_id
`
const theirs = (actor: Actor) => inScope(actor, 'privacy-requests:write', sql`r.user_id`)

const listed = (
  db: Database,
  query: OwnRequestQuery | PrivacyRequestQuery,
  sort: 'created_at' | '-created_at' | 'due_on',
  where: RawBuilder<unknown>,
) =>
  page(
    query,
    sort === 'due_on'
      ? { due_on: { by: sql`r.due_on`, type: 'date' } }
      : { created_at: { by: sql`r.created_at`, type: 'timestamptz' } },
    sort,
    sql`r.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<PrivacyRequest & { sort_key: string }>`
        select ${columns}, ${sort_key} as sort_key ${from} where ${all(after, where)} ${order} ${limit}
      `.execute(db)
      return rows
    },
  )

export const listOwn = (db: Database, user_id: string, query: OwnRequestQuery) =>
  listed(db, query, '-created_at', sql`r.user_id = ${user_id}`)

export const listRequests = (db: Database, actor: Actor, query: PrivacyRequestQuery) =>
  listed(
    db,
    query,
    'due_on',
    all(
      theirs(actor),
      query.state && among(sql`r.state`, query.state),
      query.kind && among(sql`r.kind`, query.kind),
      query.user_id && among(sql`r.user_id`, query.user_id),
    ),
  )

/** Nobody has answered these yet. As many as can be read in a mail each. */
export async function listDueOn(db: Database, days: string[]): Promise<PrivacyRequest[]> {
  const { rows } = await sql<PrivacyRequest>`
    select ${columns} ${from} where r.state = 'open' and r.due_on = any (${days}::date[]) order by r.due_on, r.id limit 200
  `.execute(db)
  return rows
}

async function find(db: Database, where: RawBuilder<unknown>): Promise<PrivacyRequest | undefined> {
  const { rows } = await sql<PrivacyRequest>`select ${columns} ${from} where ${where}`.execute(db)
  return rows[0]
}
export const findRequest = (db: Database, id: string) => find(db, sql`r.id = ${id}`)
export const getRequest = (db: Database, actor: Actor, id: string) => find(db, all(sql`r.id = ${id}`, theirs(actor)))

/** One decision at a time: whoever comes second sees the first. */
async function lock(tx: Database, id: string, whose: RawBuilder<unknown>): Promise<PrivacyRequest | undefined> {
  const { rows } = await sql`select from privacy_requests r where ${all(sql`r.id = ${id}`, whose)} for update`.execute(
    tx,
  )
  return rows.length > 0 ? findRequest(tx, id) : undefined
}
export const lockOwn = (tx: Database, user_id: string, id: string) => lock(tx, id, sql`r.user_id = ${user_id}`)
export const lockRunning = (tx: Database, id: string) => lock(tx, id, sql`r.state = 'running'`)
export const lockTheirs = (tx: Database, actor: Actor, id: string) => lock(tx, id, theirs(actor))

/** The person's own entry that counts: what was deleted, split or merged is none. */
export async function findOwnEntry(tx: Database, user_id: string, id: string): Promise<{ day: string } | undefined> {
  const { rows } = await sql<{ day: string }>`
    select e.day from time_entry_keys k join time_entries e on e.id = k.id and e.start_time = k.start_time
    where k.id = ${id} and k.user_id = ${user_id}
  `.execute(tx)
  return rows[0]
}

export async function countOpen(tx: Database, user_id: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from privacy_requests where user_id = ${user_id} and state in ('open', 'running')
  `.execute(tx)
  return rows[0]!.count
}

type Asked = Omit<PrivacyRequestInput, 'date_from' | 'date_to' | 'entry_id'> &
  Pick<PrivacyRequest, 'user_id' | 'entry_id' | 'date_from' | 'date_to' | 'due_on'>
export async function insertRequest(tx: Database, asked: Asked): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into privacy_requests (user_id, kind, about, entry_id, date_from, date_to, reason, state, due_on)
    values (${asked.user_id}, ${asked.kind}, ${asked.about}, ${asked.entry_id}, ${asked.date_from}, ${asked.date_to}, ${asked.reason},
            'open', ${asked.due_on})
    returning id
  `.execute(tx)
  return rows[0]!.id
}

export const setState = (tx: Database, id: string, state: PrivacyRequest['state']) =>
  sql`update privacy_requests set state = ${state}, version = version + 1, updated_at = now() where id = ${id}`.execute(
    tx,
  )

type Decision = Pick<PrivacyRequest, 'state' | 'answer' | 'decided_by' | 'outcome'>
export const decide = (tx: Database, id: string, { state, answer, decided_by, outcome }: Decision) =>
  sql`
    update privacy_requests
    set state = ${state}, answer = ${answer}, decided_by = ${decided_by}, decided_at = now(),
        outcome = ${outcome && JSON.stringify(outcome)}::jsonb, version = version + 1, updated_at = now()
    where id = ${id}
  `.execute(tx)

/** In the transaction of a piece: what a killed job did is counted, and nothing twice. */
export const addOutcome = (tx: Database, id: string, more: Partial<ErasureOutcome>) =>
  sql`
    update privacy_requests r set outcome = r.outcome || (
      select jsonb_object_agg(m.key, (r.outcome ->> m.key)::bigint + m.value::bigint) from jsonb_each_text(${JSON.stringify(more)}::jsonb) m
    ) where id = ${id}
  `.execute(tx)

/** Who may answer requests of these people, in roles that say so; for each as many as can be told of it. */
export async function findAnswering(
  tx: Database,
  user_ids: string[],
  roles: { name: string; all: boolean }[],
): Promise<{ user_id: string; email: string }[]> {
  const { rows } = await sql<{ user_id: string; email: string }>`
    select me.id as user_id, a.email
    from users me
    cross join lateral (
      select u.email from users u
      join jsonb_to_recordset(${JSON.stringify(roles)}::jsonb) as r (name text, "all" boolean) on r.name = u.role
      where u.disabled_at is null and u.password_hash is not null and u.id <> me.id and (r."all" or u.team_id = me.team_id)
      order by u.created_at, u.id limit 20
    ) a
    where me.id = any (${user_ids}::uuid[])
  `.execute(tx)
  return rows
}
