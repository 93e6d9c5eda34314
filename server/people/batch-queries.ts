import type { Grants } from '#domain/permissions.ts'
import { sql, type Database } from '#server/platform/database.ts'

export type KnownPerson = { id: string; email: string; name: string; has_password: boolean; disabled: boolean }

/** Locked, so that none of them gets in meanwhile; by e-mail in lower case. */
export async function lockByEmail(tx: Database, emails: string[]): Promise<Map<string, KnownPerson>> {
  const { rows } = await sql<KnownPerson>`
    select id, lower(email) as email, name, password_hash is not null as has_password, disabled_at is not null as disabled
    from users where lower(email) = any (${emails}) order by id for update
  `.execute(tx)
  return new Map(rows.map((row) => [row.email, row]))
}

export async function findRoles(db: Database, names: string[]): Promise<Map<string, Grants | null>> {
  const { rows } = await sql<{ name: string; grants: Grants | null }>`
    select name, grants from roles where name = any (${names})
  `.execute(db)
  return new Map(rows.map(({ name, grants }) => [name, grants]))
}

export async function findTeams(db: Database, names: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{
    id: string
    name: string
  }>`select id, name from teams where name = any (${names})`.execute(db)
  return new Map(rows.map(({ id, name }) => [name, id]))
}

export async function insertTeams(tx: Database, names: string[]): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    insert into teams (name) select unnest(${names}::text[]) returning id, name
  `.execute(tx)
  return rows
}

export type NewPerson = { name: string; email: string; role: string; team_id: string | null; zone: string }

/** Makes those who are not there and changes those who are, by e-mail. Gives their ids. */
export async function upsertPeople(tx: Database, people: NewPerson[]): Promise<{ id: string; email: string }[]> {
  const column = (name: keyof NewPerson) => people.map((person) => person[name])
  const { rows } = await sql<{ id: string; email: string }>`
    insert into users (name, email, role, team_id, zone)
    select * from unnest(${column('name')}::text[], ${column('email')}::text[], ${column('role')}::text[],
                         ${column('team_id')}::uuid[], ${column('zone')}::text[])
    on conflict (lower(email)) do update set
      name = excluded.name, role = excluded.role, team_id = excluded.team_id, zone = excluded.zone,
      version = users.version + 1, updated_at = now()
    returning id, lower(email) as email
  `.execute(tx)
  return rows
}
