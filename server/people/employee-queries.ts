import type { Employee, EmployeeQuery, LinkHistory } from '#domain/people.ts'
import { all, containing, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

/** A suggestion is the one living person of the same e-mail who is not linked yet. */
const columns = sql`
  p.id, p.external_id, p.name, p.email, p.zone, u.id as user_id, u.name as user_name,
  s.id as suggested_user_id, s.name as suggested_user_name, p.version, p.created_at, p.updated_at
`
const joins = sql`
  left join users u on u.linked_employee_id = p.id
  left join users s on u.id is null and s.linked_employee_id is null and s.disabled_at is null and lower(s.email) = lower(p.email)
`

export const listEmployees = (db: Database, query: EmployeeQuery) =>
  page(
    query,
    { name: { by: sql`lower(p.name)`, type: 'text' } },
    'name',
    sql`p.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<Employee & { sort_key: string }>`
        select ${columns}, ${sort_key} as sort_key from productivity_users p ${joins}
        where ${all(
          after,
          query.q !== undefined &&
            sql`(p.name ilike ${containing(query.q)} or p.email ilike ${containing(query.q)} or p.external_id ilike ${containing(query.q)})`,
          query.linked !== undefined && sql`(u.id is not null) = ${query.linked}`,
          query.suggested !== undefined && sql`(s.id is not null) = ${query.suggested}`,
        )}
        ${order} ${limit}
      `.execute(db)
      return rows
    },
  )

export async function lockEmployee(tx: Database, id: string): Promise<Employee | undefined> {
  const { rows } = await sql<Employee>`
    select ${columns} from productivity_users p ${joins} where p.id = ${id} for update of p
  `.execute(tx)
  return rows[0]
}

/** From the ledger: each link and its end. */
export async function listLinks(db: Database, id: string): Promise<LinkHistory['data']> {
  const { rows } = await sql<LinkHistory['data'][number]>`
    select c.id, split_part(c.action, '.', 2) as action, u.name as user_name,
           case c.actor_kind when 'user' then a.name when 'system' then 'Daybook' end as actor_name, c.occurred_at
    from changes c
    left join users u on u.id = coalesce(c.after ->> 'user_id', c.before ->> 'user_id')::uuid
    left join users a on c.actor_kind = 'user' and a.id = c.actor_id
    where c.object_id = ${id} and c.action in ('productivity_user.linked', 'productivity_user.unlinked')
    order by c.id desc limit 50
  `.execute(db)
  return rows
}

/** Links those that can be: an active person without a link, a productivity user without one. */
export async function insertLinks(
  tx: Database,
  links: { id: string; user_id: string }[],
): Promise<{ id: string; user_id: string; external_id: string }[]> {
  const { rows } = await sql<{ id: string; user_id: string; external_id: string }>`
    update users u set linked_employee_id = p.id, version = u.version + 1, updated_at = now()
    from unnest(${links.map(({ id }) => id)}::uuid[], ${links.map(({ user_id }) => user_id)}::uuid[]) as l (id, user_id)
    join productivity_users p on p.id = l.id
    where u.id = l.user_id and u.linked_employee_id is null and u.disabled_at is null
      and not exists (select from users o where o.linked_employee_id = p.id)
    returning p.id, u.id as user_id, p.external_id
  `.execute(tx)
  return rows
}
