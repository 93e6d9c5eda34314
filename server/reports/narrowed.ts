/** What a table was narrowed by, in words: whoever is handed a file of it sees no filters beside it. */
import type { Permission } from '#domain/permissions.ts'
import type { ReportQuery } from '#domain/report-tables.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'

type Named = { filter: 'account_id' | 'deal_id' | 'owner_id' | 'user_id' | 'team_id'; word: string } & Source
type Source = { from: string; owner: string; right: Permission }
const people = { from: 'users', owner: 'r.id', right: 'users:read' } as const
const named: readonly Named[] = [
  { filter: 'account_id', word: 'Account', from: 'accounts', owner: 'r.owner_id', right: 'accounts:read' },
  { filter: 'deal_id', word: 'Deal', from: 'deals', owner: 'r.owner_id', right: 'deals:read' },
  { filter: 'owner_id', word: 'Owner', ...people },
  { filter: 'user_id', word: 'Person', ...people },
  { filter: 'team_id', word: 'Team', from: 'teams', owner: 'r.id', right: 'users:read' },
]

/** "Account: Kestrel Ltd, Orion" for each filter; of records whose names the reader may not see, how many. */
export async function narrowedBy(db: Database, actor: Actor, query: ReportQuery): Promise<string[]> {
  const asked = named.filter(({ filter }) => query[filter])
  const names = asked.length > 0 ? await namesOf(db, actor, asked, query) : []
  return [
    ...asked.map(({ filter, word }) => {
      const known = names.filter((row) => row.filter === filter).map(({ name }) => name)
      const unnamed = new Set(query[filter]).size - known.length
      return `${word}: ${[...known, ...(unnamed > 0 ? [withoutName(unnamed)] : [])].join(', ')}`
    }),
    ...(query.currency ? [`Currency: ${query.currency.join(', ')}`] : []),
  ]
}

const withoutName = (count: number) => (count === 1 ? 'one without a name here' : `${count} without names here`)

async function namesOf(db: Database, actor: Actor, asked: readonly Named[], query: ReportQuery) {
  const of = ({ filter, from, owner, right }: Named): RawBuilder<unknown> => sql`
    select ${filter}::text as filter, r.name from ${sql.table(from)} r
    where r.id = any (${query[filter]}::uuid[]) and ${inScope(actor, right, sql.ref(owner))}
  `
  const { rows } = await sql<{ filter: string; name: string }>`
    ${sql.join(asked.map(of), sql` union all `)} order by 1, 2
  `.execute(db)
  return rows
}
