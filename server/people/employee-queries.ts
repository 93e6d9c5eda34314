import type { Employee, EmployeeQuery } from '#domain/people.ts'
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
