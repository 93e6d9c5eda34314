import type { EvidenceAccess, EvidenceAccessInput } from '#domain/evidence.ts'
import { getUser } from '#server/people/queries.ts'
import { covers } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { forbidden, invalid, notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { endAccess, getAccess, insertAccess } from './queries.ts'

/** Break-glass: opens what a person has not released. They are told at once, by mail and in Settings, who and why. */
export async function unlockEvidence(tx: Database, actor: Actor, input: EvidenceAccessInput): Promise<EvidenceAccess> {
  if (actor.kind !== 'user') throw forbidden('A program cannot give a reason. Only people open evidence.')
  const person = await getUser(tx, actor, input.person_id)
  if (!person || !(await covers(tx, actor, 'evidence:unlock', person.id)))
    throw invalid('/person_id', 'unknown', 'There is no such person, or not one of yours.')
  if (person.id === actor.id) throw invalid('/person_id', 'oneself', 'Your own titles are open to you already.')
  const id = await insertAccess(tx, actor.id!, input)
  const access = (await getAccess(tx, id))!
  const { reason, expires_at } = access
  await track(tx, actor, 'evidence.unlocked', person.id, { after: { reason, expires_at } })
  await enqueue(tx, 'send_mail', { to: person.email, ...notice(actor.name, reason, expires_at) }, `mail:evidence:${id}`)
  return access
}

const notice = (viewer: string, reason: string, until: string) => ({
  subject: `${viewer} opened the titles of your recorded time`,
  text: `${viewer} can see the titles and web addresses of your recorded time until ${until}.\n\nThe reason given: ${reason}\n\nEach look is recorded. You find all of it in Daybook under Settings, Security.\n`,
})

/** @throws 404 for one that is over already or somebody else's */
export async function lockEvidence(tx: Database, actor: Actor, id: string): Promise<EvidenceAccess> {
  if (!(await endAccess(tx, actor.id!, id))) throw notFound()
  const access = (await getAccess(tx, id))!
  await track(tx, actor, 'evidence.locked', access.person_id)
  return access
}
