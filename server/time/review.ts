/** The review queue: what waits, with guesses that know of everything added since it arrived. */
import { mapEntry, type Catalog } from '#domain/mapping.ts'
import type { UnmappedEntry, UnmappedQuery } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import type { Names } from './names.ts'
import { getWaiting, listWaiting, sumWaiting, type WaitingRow } from './queries.ts'

export async function listReview(db: Database, names: Names, actor: Actor, query: UnmappedQuery) {
  const [catalog, page, sums] = await Promise.all([
    names(db),
    listWaiting(db, actor, query),
    sumWaiting(db, actor, query),
  ])
  return { ...page, data: page.data.map((row) => withGuesses(row, actor, catalog)), ...sums }
}

export async function getReview(
  db: Database,
  names: Names,
  actor: Actor,
  id: string,
): Promise<UnmappedEntry | undefined> {
  const [catalog, row] = await Promise.all([names(db), getWaiting(db, actor, id)])
  return row && withGuesses(row, actor, catalog)
}

/** Guesses may come from a title that only the person may see: others get them without the evidence in the reason. */
function withGuesses({ hints, ...row }: WaitingRow, actor: Actor, catalog: Catalog): UnmappedEntry {
  const own = row.user_id === actor.id
  const found = mapEntry({ tags: row.tags, project_name: row.project_name, ...(own ? hints : {}) }, catalog)
  if (!('mapping' in found)) return { ...row, reason: found.reason, guesses: found.guesses }
  const { mapping, account_id, deal_id } = found
  const { name, account_name } = nameOf(catalog, account_id!, deal_id)
  const guess = {
    account_id: account_id!,
    deal_id,
    name,
    account_name,
    confidence: mapping.confidence,
    reason: mapping.reason,
  }
  return {
    ...row,
    reason: 'It can be placed since the accounts and deals changed; accept to confirm.',
    guesses: [guess],
  }
}

function nameOf(catalog: Catalog, account_id: string, deal_id: string | null): { name: string; account_name: string } {
  const account_name = catalog.account(account_id)?.name ?? ''
  return { name: (deal_id !== null && catalog.deal(deal_id)?.name) || account_name, account_name }
}
