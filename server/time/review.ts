/** The review queue: what waits, with guesses that know of everything added and decided since it arrived. */
import type { Learned } from '#domain/guess-features.ts'
import { rankGuesses } from '#domain/guess-ranking.ts'
import { mapEntry, type Catalog, type Guess } from '#domain/mapping.ts'
import { firstOwnDay } from '#domain/review.ts'
import { stakeOf, usualHours } from '#domain/stakes.ts'
import type { UnmappedEntry, UnmappedQuery } from '#domain/time.ts'
import { dayOf } from '#domain/zones.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { learn } from './learned.ts'
import type { Known, Names } from './names.ts'
import { hourlyWorth } from './hourly-worth.ts'
import { getWaiting, listWaiting, sumTurns, sumWaiting, type Turn, type WaitingRow } from './waiting-queries.ts'

/** How much waits for this actor, as the queue itself counts it, and how much for others or for later. */
export const sumReview = async (db: Database, actor: Actor, query: UnmappedQuery, now_ms: number) =>
  sumTurns(db, actor, await turnAt(db, now_ms), query)

export async function listReview(db: Database, names: Names, actor: Actor, query: UnmappedQuery, now_ms: number) {
  const known = await names(db)
  const turn = await turnAt(db, now_ms)
  const page = await listWaiting(db, actor, turn, query)
  const sums = await sumWaiting(db, actor, turn, query)
  const data = await withGuesses(db, actor, known, page.data)
  return { ...page, data: query.sort === '-stake' ? data.sort(mostAtStake) : data, ...sums }
}

export async function getReview(
  db: Database,
  names: Names,
  actor: Actor,
  id: string,
  now_ms: number,
): Promise<UnmappedEntry | undefined> {
  const known = await names(db)
  const row = await getWaiting(db, actor, await turnAt(db, now_ms), id)
  return row && (await withGuesses(db, actor, known, [row]))[0]
}

async function turnAt(db: Database, now_ms: number): Promise<Turn> {
  const { zone, team_review_days } = await findWorkspace(db)
  const today = dayOf(now_ms, zone)
  // whoever is asked gets a day for it even where a team looks at once
  const asked_from = firstOwnDay(today, Math.max(1, team_review_days))
  return { own_from: firstOwnDay(today, team_review_days), asked_from, zone }
}

/** Within a page, whose entries are the longest there are; what somebody was asked for comes first. */
const mostAtStake = (a: UnmappedEntry, b: UnmappedEntry) =>
  Number(b.asked_by_name !== null) - Number(a.asked_by_name !== null) || b.stake - a.stake

/** From what the actor may see of an entry, and of what its person decided before. */
async function withGuesses(db: Database, actor: Actor, known: Known, rows: WaitingRow[]): Promise<UnmappedEntry[]> {
  const learned = await learn(db, actor, rows)
  const guessed = rows.map((row) => ({ row, ...guess(row, actor, known, learned(row.id)) }))
  const accounts = guessed.flatMap(({ guesses }) => guesses.flatMap(({ account_id }) => account_id ?? []))
  const worth = await hourlyWorth(db, actor, [...new Set(accounts)])
  const offered = guessed.map(({ guesses, ...entry }) => ({
    ...entry,
    guesses: guesses.map((one) => ({ ...one, per_hour: worth(one) })),
  }))
  const usual = usualHours(offered.flatMap(({ guesses }) => guesses.flatMap(({ per_hour }) => per_hour ?? [])))
  return offered.map(({ row, reason, guesses }) => ({
    ...row,
    reason,
    guesses,
    stake: stakeOf(row.duration_seconds, guesses, usual),
  }))
}

function guess(row: WaitingRow, actor: Actor, { catalog, rules }: Known, learned: Learned) {
  const { tags, project_name, project_from_editor, title, url, app, user_id, activity_type, start_time, zone } = row
  const hints = { tags, project_name, project_from_editor, title, url, app, user_id, activity_type, start_time, zone }
  const found = mapEntry(hints, catalog, rules)
  const who = user_id === actor.id ? 'You' : row.user_name
  if (!('mapping' in found))
    return { reason: found.reason, guesses: rankGuesses(hints, found.guesses, learned, catalog, who) }
  const { mapping, account_id, deal_id } = found
  if (account_id === null) return { reason: mapping.reason, guesses: [] }
  const changed = mapping.rule === 'mapping_rule' ? 'a rule' : 'the accounts and deals'
  const { confidence } = mapping
  const only: Guess = {
    account_id,
    deal_id,
    ...nameOf(catalog, account_id, deal_id),
    confidence,
    reason: mapping.reason,
  }
  return { reason: `It can be placed since ${changed} changed; accept to confirm.`, guesses: [only] }
}

function nameOf(catalog: Catalog, account_id: string, deal_id: string | null): { name: string; account_name: string } {
  const account_name = catalog.account(account_id)?.name ?? ''
  return { name: (deal_id !== null && catalog.deal(deal_id)?.name) || account_name, account_name }
}
