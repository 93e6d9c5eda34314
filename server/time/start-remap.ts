import { countedNothing, type Remap } from '#domain/remaps.ts'
import { personOf, scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, forbidden, notFound } from '#server/platform/errors.ts'
import { trackDeed } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { getRule } from '#server/rules/queries.ts'
import { mustRule } from '#server/rules/write-rule.ts'
import { getRemap, insertRemap, isUnderWay, lockRemap, setRemap } from './remap-queries.ts'

/** Looks through everybody's past, and later moves it. */
function mustMovePast(actor: Actor): string {
  mustRule(actor)
  const person = personOf(actor)
  if (scopeOf(actor, 'time:write') !== 'all' || person === null)
    throw forbidden('Past entries are moved by those who may correct everybody’s time.')
  return person
}

/** 404; 409 unless the rule is active and puts entries somewhere, and while another one of it is under way. */
export async function previewRemap(tx: Database, actor: Actor, rule_id: string, date_from: string): Promise<Remap> {
  const asked_by = mustMovePast(actor)
  const rule = await getRule(tx, rule_id)
  if (!rule) throw notFound()
  if (rule.state !== 'active') throw conflict('not_active', 'Only an active rule moves past entries.')
  if (rule.target.kind === 'private' || rule.target.kind === 'billable')
    throw conflict(
      'not_for_past',
      'Past entries are only moved: what a private rule removed could not be given back, and marks stay as they are.',
    )
  if (await isUnderWay(tx, rule_id)) throw conflict('under_way', 'This rule is looking at past entries already.')
  const id = await insertRemap(tx, { rule_id, rule_number: rule.number, date_from, asked_by, counts: countedNothing })
  await trackDeed(tx, actor, [{ action: 'remap.previewed', id, after: { rule_id, date_from } }])
  await enqueue(tx, 'preview_remap', { id }, `remap:${id}`)
  return (await getRemap(tx, id))!
}

/** 409 unless it was looked through and the rule still says the same. */
export async function startRemap(tx: Database, actor: Actor, id: string): Promise<Remap> {
  mustMovePast(actor)
  const found = await lockRemap(tx, id)
  if (!found) throw notFound()
  if (found.status !== 'previewed')
    throw conflict('not_previewed', 'It has not been looked through, or is done already.')
  const rule = (await getRule(tx, found.rule_id))!
  if (rule.state !== 'active' || rule.number !== found.rule_number)
    throw conflict('rule_changed', 'The rule was changed meanwhile. Look through the past entries again.')
  await setRemap(tx, id, { status: 'running', looked_at: 0, total: found.counts.moves })
  // leads all that the job will write
  await trackDeed(tx, actor, [{ action: 'remap.started', id, after: { rule_id: found.rule_id } }], id)
  await enqueue(tx, 'run_remap', { id }, `remap:${id}`)
  return (await getRemap(tx, id))!
}

/** 409 when it is too late, or nothing was moved. */
export async function startRemapUndo(tx: Database, actor: Actor, id: string, now_ms: number): Promise<Remap> {
  mustMovePast(actor)
  const found = await lockRemap(tx, id)
  if (!found) throw notFound()
  if (found.status !== 'done') throw conflict('not_done', 'Only what was moved can be put back.')
  if (Date.parse(found.undo_until!) < now_ms)
    throw conflict('too_late', 'Moved entries can be put back for seven days.')
  await setRemap(tx, id, { status: 'undoing', looked_at: 0, total: found.moved, kept: 0 })
  const deed_id = await trackDeed(tx, actor, [{ action: 'remap.undo_started', id }])
  await enqueue(tx, 'undo_remap', { id, deed_id }, `remap:${id}`)
  return (await getRemap(tx, id))!
}
