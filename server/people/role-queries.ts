import type { Role, Team, TeamQuery } from '#domain/people.ts'
import { grantsOf, type Grants } from '#domain/permissions.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

type RoleRow = Omit<Role, 'grants' | 'built_in'> & { grants: Grants | null }
const roleColumns = sql`
  r.id, r.name, r.grants, (select count(*) from users u where u.role = r.name) as people, r.version, r.created_at, r.updated_at
`
const roleOf = ({ grants, ...row }: RoleRow): Role => ({
  ...row,
  built_in: grants === null,
  grants: grantsOf(row.name, grants),
})

/** There are few: a page of them would be a page too many. */
export async function listRoles(db: Database): Promise<Role[]> {
  const { rows } = await sql<RoleRow>`
    select ${roleColumns} from roles r order by r.grants is not null, r.created_at, r.id limit 200
  `.execute(db)
  return rows.map(roleOf)
}

/** Locked, so that a role does not change while somebody is given it. */
export async function lockRole(tx: Database, where: { id: string } | { name: string }): Promise<Role | undefined> {
  const { rows } = await sql<RoleRow>`
    select ${roleColumns} from roles r
    where ${'id' in where ? sql`r.id = ${where.id}` : sql`r.name = ${where.name}`} for update
  `.execute(tx)
  return rows[0] && roleOf(rows[0])
}

export async function findRole(db: Database, name: string): Promise<Grants | undefined> {
  const { rows } = await sql<{ grants: Grants | null }>`select grants from roles where name = ${name}`.execute(db)
  return rows[0] && grantsOf(name, rows[0].grants)
}

export async function insertRole(tx: Database, name: string, grants: Grants): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into roles (name, grants) values (${name}, ${JSON.stringify(grants)}) returning id
  `.execute(tx)
  return rows[0]!.id
}

export const updateRole = (tx: Database, id: string, { name, grants }: { name: string; grants: Grants }) =>
  sql`
    update roles set name = ${name}, grants = ${JSON.stringify(grants)}, version = version + 1, updated_at = now()
    where id = ${id}
  `.execute(tx)

export const removeRole = (tx: Database, id: string) => sql`delete from roles where id = ${id}`.execute(tx)

const teamColumns = sql`
  t.id, t.name, (select count(*) from users u where u.team_id = t.id and u.disabled_at is null) as people,
  t.version, t.created_at, t.updated_at
`

export const listTeams = (db: Database, query: TeamQuery) =>
  page(
    query,
    { name: { by: sql`lower(t.name)`, type: 'text' } },
    'name',
    sql`t.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<Team & { sort_key: string }>`
        select ${teamColumns}, ${sort_key} as sort_key from teams t where ${after} ${order} ${limit}
      `.execute(db)
      return rows
    },
  )

export async function lockTeam(tx: Database, id: string): Promise<Team | undefined> {
  const { rows } = await sql<Team>`select ${teamColumns} from teams t where t.id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function insertTeam(tx: Database, name: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into teams (name) values (${name}) returning id`.execute(tx)
  return rows[0]!.id
}

export const updateTeam = (tx: Database, id: string, name: string) =>
  sql`update teams set name = ${name}, version = version + 1, updated_at = now() where id = ${id}`.execute(tx)

export const removeTeam = (tx: Database, id: string) => sql`delete from teams where id = ${id}`.execute(tx)
