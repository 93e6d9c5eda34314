import { isCrowded, isOpen, type Deal, type Move } from '#domain/deals.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { checkLive } from '#server/platform/deletion.ts'
import { conflict, invalid, notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { closeDeal } from './close-deal.ts'
import { editDeal } from './edit-deal.ts'
import { getDeal, lockDeal } from './queries.ts'
import { holdColumn, placeCard, spreadColumn } from './stage-queries.ts'

/**
 * A card to its place on the board. Into another stage it is that stage's deed, recorded as such; within one it only changes
 * the order, which is nobody's edit: the version stays. 409 where the card it should stand beside has left the column.
 */
export async function moveDeal(
  tx: Database,
  actor: Actor,
  id: string,
  move: Move,
  if_match: number | null,
): Promise<Deal> {
  if (move.after_id && move.before_id)
    throw invalid('/before_id', 'one_of_two', 'Name the card before it or the card after it, not both.')
  // before the card itself: whoever spreads the column holds it too, and waits for cards
  await holdColumn(tx, move.stage)
  const before = await lockDeal(tx, actor, id)
  if (!before) throw notFound()
  checkLive(if_match, before)
  if (before.stage !== move.stage) await enterStage(tx, actor, id, move)
  const position = await placeCard(tx, actor, id, move)
  if (position === undefined)
    throw conflict('place_gone', 'The card it should stand beside is not in this stage any more.')
  if (before.stage === move.stage)
    await track(tx, actor, 'deal.moved', id, { before: { position: before.position }, after: { position } })
  if (isCrowded(position)) await spreadColumn(tx, move.stage)
  return (await getDeal(tx, actor, id))!
}

const enterStage = (tx: Database, actor: Actor, id: string, { stage, reason, closed_on }: Move) =>
  isOpen(stage)
    ? editDeal(tx, actor, id, { stage }, null)
    : closeDeal(tx, actor, id, { stage, reason: reason ?? null, ...(closed_on !== undefined && { closed_on }) }, null)
