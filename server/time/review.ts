/** The review queue: what waits, with guesses that know of everything added since it arrived. */
import { mapEntry, type Catalog } from '#domain/mapping.ts'
import type { UnmappedEntry, UnmappedQuery } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import type { Known, Names } from './names.ts'
import { getWaiting, listWaiting, sumWaiting, type WaitingRow } from './queries.ts'

export async function listReview(db: Database, names: Names, actor: Actor, query: UnmappedQuery) {
  const [known, page, sums] = await Promise.all([
    names(db),
    listWaiting(db, actor, query),
    sumWaiting(db, actor, query),
  ])
  return { ...page, data: page.data.map((row) => withGuesses(row, actor, known)), ...sums }
}

export async function getReview(
  db: Database,
  names: Names,
  actor: Actor,
  id: string,
): Promise<UnmappedEntry | undefined> {
  const [known, row] = await Promise.all([names(db), getWaiting(db, actor, id)])
  return row && withGuesses(row, actor, known)
}

/** Guesses may come from a title that only the person may see: others get them without the evidence in the reason. */
function withGuesses({ hints, ...row }: WaitingRow, actor: Actor, { catalog, rules }: Known): UnmappedEntry {
  const own = row.user_id === actor.id
  const { tags, project_name, user_id, activity_type, start_time, zone } = row
  const shown = { tags, project_name, user_id, activity_type, start_time, zone, ...(own ? hints : {}) }
  const found = mapEntry(shown, catalog, rules)
  if (!('mapping' in found)) return { ...row, reason: found.reason, guesses: found.guesses }
  const { mapping, account_id, deal_id } = found
  if (account_id === null) return { ...row, reason: mapping.reason, guesses: [] }
  const { name, account_name } = nameOf(catalog, account_id, deal_id)
  const { confidence } = mapping
  const changed = mapping.rule === 'mapping_rule' ? 'a rule' : 'the accounts and deals'
  return {
    ...row,
    reason: `It can be placed since ${changed} changed; accept to confirm.`,
    guesses: [{ account_id, deal_id, name, account_name, confidence, reason: mapping.reason }],
  }
}

function nameOf(catalog: Catalog, account_id: string, deal_id: string | null): { name: string; account_name: string } {
  const account_name = catalog.account(account_id)?.name ?? ''
  return { name: (deal_id !== null && catalog.deal(deal_id)?.name) || account_name, account_name }
}
