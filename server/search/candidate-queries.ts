import type { EntryKind } from '#domain/search.ts'
import type { Candidate } from '#domain/search-rank.ts'
import type { Reading, Way } from '#domain/search-terms.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, sql, type Database } from '#server/platform/database.ts'
import { rightOf } from './rights.ts'

/** `terms` of the index that keep within the actor's rows; null where everything is theirs. */
export type Reach = { actor: Actor; kinds: readonly EntryKind[]; terms: string | null }

/** Of a long note its beginning is weighed. */
const columns = sql`e.id, e.kind, e.owner_id, left(e.folded, 4000) as folded, e.changed_at`

/**
 * Entries that fit a reading, in no order. The terms keep within the actor's rows, and so does the condition: the index is fast,
 * the condition is the law. Each way is read without its limit in sight: told of one, the planner hopes to meet so few early, and
 * reads the table instead of the index.
 */
export async function candidates(db: Database, reach: Reach, { ways, most }: Reading): Promise<Candidate[]> {
  if (ways.length === 0) return []
  const steps = ways.map((way, place) => ({ name: sql.ref(`way_${place}`), fitting: fitting(reach, way) }))
  const { rows } = await sql<Candidate>`
    with ${sql.join(steps.map((step) => sql`${step.name} as materialized (${step.fitting})`))}
    ${sql.join(
      steps.map(({ name }) => sql`(select * from ${name} limit ${most})`),
      sql` union all `,
    )}
  `.execute(db)
  return rows
}

const fitting = ({ actor, kinds, terms }: Reach, way: Way) => sql`
  select ${columns}
  from search_entries e
  where ${all(
    ...(terms === null ? way : [...way, terms]).map((term) => sql`e.terms @@ ${term}::tsquery`),
    visible(actor, kinds),
  )}`

/** As the index search_entries_title has it. */
const title = sql`left(split_part(e.folded, E'\\n', 1), 40) collate "C"`

/** Titles that begin with these words, the shortest ones first: an exact title is among them however many share its first word. */
export async function titlesFrom(
  db: Database,
  { actor, kinds }: Reach,
  beginning: string,
  most: number,
): Promise<Candidate[]> {
  const start = [...beginning].slice(0, 40).join('')
  const { rows } = await sql<Candidate>`
    select ${columns}
    from search_entries e
    where ${title} >= ${start} and ${title} < ${`${start}\u{10ffff}`} and ${visible(actor, kinds)}
    order by ${title}
    limit ${most}
  `.execute(db)
  return rows
}

const visible = (actor: Actor, kinds: readonly EntryKind[]) =>
  sql`(${sql.join(
    kinds.map((kind) => sql`e.kind = ${kind} and ${inScope(actor, rightOf(kind), sql`e.owner_id`)}`),
    sql` or `,
  )})`
