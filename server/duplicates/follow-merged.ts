/**
 * Old ids lead on: wherever a question or a body names an account or a contact that was merged, the one it became is meant. Done at
 * the door, for every operation alike; what comes back shows the id it has now. Rights are asked afterwards, of that one.
 */
import type { Operation } from '#api/operation.ts'
import { sql, type Database } from '#server/platform/database.ts'

const tables = { account_id: 'accounts', primary_contact_id: 'contacts', contact_id: 'contacts' } as const
type Field = keyof typeof tables
const fields = Object.keys(tables) as Field[]
const isField = (name: string): name is Field => Object.hasOwn(tables, name)
const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)

export type Given = { query: unknown; body: unknown }

/** Null for an operation that takes no such field: it costs nothing there, and one look-up by key where one is named. */
export function followMerged(operation: Operation): ((db: Database, given: Given) => Promise<Given>) | null {
  const shapes = JSON.stringify([operation.query ?? {}, operation.accepts ? {} : (operation.body ?? {})])
  if (!fields.some((name) => shapes.includes(`"${name}"`))) return null
  return async (db, { query, body }) => {
    const named: Named = { accounts: new Set(), contacts: new Set() }
    walk({ query, body }, (table, id) => {
      named[table].add(id)
      return id
    })
    const now = await survivors(db, named)
    return now.size === 0 ? { query, body } : (walk({ query, body }, (_, id) => now.get(id) ?? id) as Given)
  }
}

type Named = Record<(typeof tables)[Field], Set<string>>

async function survivors(db: Database, { accounts, contacts }: Named): Promise<Map<string, string>> {
  if (accounts.size + contacts.size === 0) return new Map()
  const { rows } = await sql<{ old_id: string; id: string }>`
    select a.id as old_id, account_survivor(a.id) as id from accounts a
    where a.id = any (${[...accounts]}) and a.merged_into_id is not null
    union all
    select c.id, contact_survivor(c.id) from contacts c
    where c.id = any (${[...contacts]}) and c.merged_into_id is not null
  `.execute(db)
  return new Map(rows.map(({ old_id, id }) => [old_id, id]))
}

type Visit = (table: (typeof tables)[Field], id: string) => string
/** A copy in which each id that such a field holds, alone or in a list, is what `visit` makes of it. Free fields are nobody's to read. */
function walk(value: unknown, visit: Visit): unknown {
  if (Array.isArray(value)) return value.map((each) => walk(each, visit))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => {
      if (name === 'metadata') return [name, held]
      if (!isField(name)) return [name, walk(held, visit)]
      const one = (id: unknown) => (isId(id) ? visit(tables[name], id) : id)
      return [name, Array.isArray(held) ? held.map(one) : one(held)]
    }),
  )
}
