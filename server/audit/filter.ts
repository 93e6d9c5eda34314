/** The filters of the ledger as SQL. Ids are UUIDv7, so their order is the order of time, and a day is a range of them. */
import { isIP } from 'node:net'
import type { ChangeQuery } from '#domain/audit.ts'
import { inScope } from '#server/people/scope.ts'
import { maySeeValues, withoutMoneyIn } from '#server/fields/worth.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'

/** `named`: records whose name holds the text that is looked for. `common`: more than 5,000 rows say it. */
export type Filter = Omit<ChangeQuery, 'limit' | 'cursor' | 'sort'> & { named?: string[]; common?: boolean }

/** What every list, count and export of `changes c` is narrowed by. */
export const narrowed = (actor: Actor, query: Filter): RawBuilder<unknown> =>
  all(
    inScope(actor, 'audit:read', sql`c.actor_id`),
    query.object_type !== undefined && sql`c.object_type = ${query.object_type}`,
    query.object_id !== undefined && sql`c.object_id = ${query.object_id}`,
    query.actor_id !== undefined && sql`c.actor_id = ${query.actor_id}`,
    query.person_id !== undefined && sql`(c.actor_id = ${query.person_id} or c.object_id = ${query.person_id})`,
    query.deed_id !== undefined && sql`c.deed_id = ${query.deed_id}`,
    query.action !== undefined && sql`c.action = ${query.action}`,
    query.source !== undefined && sql`c.source = ${query.source}`,
    query.ip !== undefined && (isIP(query.ip) ? sql`c.ip = ${query.ip}::inet` : sql`false`),
    query.request_id !== undefined && sql`c.request_id = ${query.request_id}`,
    query.date_from !== undefined && notBefore(query.date_from, actor),
    query.date_to !== undefined && notAfter(query.date_to, actor),
  )

const day_ms = 86_400_000
/** The smallest UUIDv7 of a moment. The index is asked for a day more on each side, the column for the exact moment. */
function floorOf(date: string, days: number): string {
  const hex = Math.max(0, Date.parse(date) + days * day_ms)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
const startOf = (date: string, { zone }: Actor) => sql`${date}::date::timestamp at time zone ${zone}`
const notBefore = (date: string, actor: Actor) =>
  sql`(c.id >= ${floorOf(date, -1)} and c.occurred_at >= ${startOf(date, actor)})`
const notAfter = (date: string, actor: Actor) =>
  sql`(c.id < ${floorOf(date, 2)} and c.occurred_at < (${date}::date + 1)::timestamp at time zone ${actor.zone})`

const words = sql`change_words(m.before, m.after)`
/** Asked row by row, the index of words would gather its 100,000 rows each time. */
const unindexed = sql`(${words} || '')`

/**
 * The rows that say these words, or are about a record of this name; `key` is the column of `m` they are found by. Two
 * questions and not one with `or`: the index of words then answers alone, 0.1 s instead of 4 s for a word of 100,000 rows.
 * Whoever may not see what deals are worth cannot find it out by asking either.
 */
export const said = (
  actor: Actor,
  { q, named = [], common }: Filter,
  key: 'id' | 'deed_id',
): RawBuilder<unknown> => sql`
  select m.${sql.ref(key)} from changes m
  where m.object_type <> 'time_entry' and m.action <> 'evidence.read'
    and ${common ? unindexed : words} @@ to_tsquery('simple', ${beginnings(q ?? '')})
    ${maySeeValues(actor) ? sql`` : sql`and m.object_type <> 'deal' and m.object_type not in (${withMoney})`}
  union all
  select m.${sql.ref(key)} from changes m where m.object_id = any (${named})
  ${located(q ?? '', key)}
`

/** An id or an address was pasted: of a record, a deed, a request, or where it came from. */
function located(q: string, key: 'id' | 'deed_id'): RawBuilder<unknown> {
  if (isIP(q) && !q.includes('%'))
    return sql`union all select m.${sql.ref(key)} from changes m where m.leads and m.ip = ${q}::inet`
  if (!isId(q)) return sql``
  return sql`
    union all select m.${sql.ref(key)} from changes m where m.object_id = ${q}::uuid
    union all select m.${sql.ref(key)} from changes m where m.deed_id = ${q}::uuid
    union all select m.${sql.ref(key)} from changes m where m.leads and m.request_id = ${q}
  `
}

export const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

/** 'anna ber' finds "Anna Berg": each word from its beginning, all of them, in any order. */
const beginnings = (q: string) =>
  q
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `'${word.replaceAll(/['\\]/g, '\\$&')}':*`)
    .join(' & ')

/** Kinds of records whose free fields hold money too. */
const withMoney = sql`select f.object from custom_fields f where f.type = 'money'`
const money = ['value', 'currency', 'budget_money', 'budget_currency']
/** What deals and the money of free fields are worth stays in the ledger for those who may see it. */
export const shown = (actor: Actor, column: 'before' | 'after') => {
  const all = sql.ref(`c.${column}`)
  if (maySeeValues(actor)) return all
  return withoutMoneyIn(
    sql`(case when c.object_type = 'deal' then ${all} - ${money}::text[] else ${all} end)`,
    sql`c.object_type`,
  )
}
