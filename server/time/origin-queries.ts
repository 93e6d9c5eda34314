import type { EntryOrigin, TimeEntry } from '#domain/time.ts'
import { sql, type Database } from '#server/platform/database.ts'

/** Who sent or entered it, as the ledger has it. Of parts nothing was sent. */
export async function findRecording(db: Database, id: string): Promise<EntryOrigin['recorded']> {
  const { rows } = await sql<NonNullable<EntryOrigin['recorded']>>`
    select coalesce(u.name, k.name) as by, c.actor_kind <> 'user' as by_program, c.occurred_at as at
    from changes c left join users u on u.id = c.actor_id left join api_keys k on k.id = c.actor_id
    where c.object_id = ${id} and c.action in ('time_entry.created', 'time_entry.quarantined')
    order by c.id limit 1
  `.execute(db)
  return rows[0] ?? null
}

type Reshaping = NonNullable<EntryOrigin['reshaped']> & { ended_in: string }
/** How, when and by whom it ended; or, of what still is an entry, how its originals did. */
export async function findReshaping(
  db: Database,
  { id, ended_as, made_in }: Pick<TimeEntry, 'id' | 'ended_as' | 'made_in'>,
): Promise<Reshaping | null> {
  if (ended_as === null && made_in === null) return null
  const { rows } = await sql<Reshaping>`
    select f.ended_as as how, u.name as by, f.ended_at as at, f.ended_in
    from former_entries f left join users u on u.id = f.ended_by
    where ${ended_as === null ? sql`f.ended_in = ${made_in}::uuid` : sql`f.id = ${id}`}
    order by f.ended_at desc limit 1
  `.execute(db)
  return rows[0] ?? null
}
