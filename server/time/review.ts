/** The review queue: what waits, with guesses that know of everything added and decided since it arrived. */
import type { Learned } from '#domain/guess-features.ts'
import { rankGuesses } from '#domain/guess-ranking.ts'
import { mapEntry, type Catalog, type Guess } from '#domain/mapping.ts'
import type { UnmappedEntry, UnmappedQuery } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { learn } from './learned.ts'
import type { Known, Names } from './names.ts'
import { getWaiting, listWaiting, sumWaiting, type WaitingRow } from './queries.ts'

export async function listReview(db: Database, names: Names, actor: Actor, query: UnmappedQuery) {
  const known = await names(db)
  const page = await listWaiting(db, actor, query)
  const sums = await sumWaiting(db, actor, query)
  return { ...page, data: await withGuesses(db, actor, known, page.data), ...sums }
}

export async function getReview(
  db: Database,
  names: Names,
  actor: Actor,
  id: string,
): Promise<UnmappedEntry | undefined> {
  const known = await names(db)
  const row = await getWaiting(db, actor, id)
  return row && (await withGuesses(db, actor, known, [row]))[0]
}

/** From what the actor may see of an entry, and of what its person decided before. */
async function withGuesses(db: Database, actor: Actor, known: Known, rows: WaitingRow[]): Promise<UnmappedEntry[]> {
  const learned = await learn(db, actor, rows)
  return rows.map((row) => ({ ...row, ...guessed(row, actor, known, learned(row.id)) }))
}

function guessed(row: WaitingRow, actor: Actor, { catalog, rules }: Known, learned: Learned) {
  const { tags, project_name, title, url, app, user_id, activity_type, start_time, zone } = row
  const hints = { tags, project_name, title, url, app, user_id, activity_type, start_time, zone }
  const found = mapEntry(hints, catalog, rules)
  const who = user_id === actor.id ? 'You' : row.user_name
  if (!('mapping' in found))
    return { reason: found.reason, guesses: rankGuesses(hints, found.guesses, learned, catalog, who) }
  const { mapping, account_id, deal_id } = found
  if (account_id === null) return { reason: mapping.reason, guesses: [] }
  const changed = mapping.rule === 'mapping_rule' ? 'a rule' : 'the accounts and deals'
  const { confidence } = mapping
  const guess: Guess = {
    account_id,
    deal_id,
    ...nameOf(catalog, account_id, deal_id),
    confidence,
    reason: mapping.reason,
  }
  return { reason: `It can be placed since ${changed} changed; accept to confirm.`, guesses: [guess] }
}

function nameOf(catalog: Catalog, account_id: string, deal_id: string | null): { name: string; account_name: string } {
  const account_name = catalog.account(account_id)?.name ?? ''
  return { name: (deal_id !== null && catalog.deal(deal_id)?.name) || account_name, account_name }
}
