/** Who has nothing but a name. */
import { sql, type Database } from '#server/platform/database.ts'

/** Rows that time brings along, and that go with its person: they keep nobody. */
const besideTime = 'doubts dropped_by_day left_out_by_day left_out_claims'.split(' ')

type Reference = { child: string; field: string }
/** Which columns point to people: asked of the database, so that no new table is forgotten. */
async function findReferences(tx: Database): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select child.relname as child, a.attname as field
    from pg_constraint c
    join pg_class child on child.oid = c.conrelid
    join pg_attribute a on a.attrelid = child.oid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'public.users'::regclass and c.conparentid = 0 and child.relname <> all (${besideTime})
    order by child, field
  `.execute(tx)
  return rows
}

/** Deletes those of these people that nobody changed or invited and nothing points to; gives what they were called. */
export async function deleteUnused(
  tx: Database,
  ids: string[],
): Promise<{ id: string; name: string; email: string }[]> {
  const isUsed = (await findReferences(tx)).map(
    ({ child, field }) => sql`exists (select from ${sql.table(child)} c where c.${sql.ref(field)} = u.id)`,
  )
  const { rows } = await sql<{ id: string; name: string; email: string }>`
    delete from users u
    where u.id = any (${ids}) and u.version = 1 and u.password_hash is null and u.disabled_at is null and not (${sql.join(isUsed, sql` or `)})
    returning u.id, u.name, u.email
  `.execute(tx)
  return rows
}
