import type { ProfileChange } from '#domain/people.ts'
import { findUser, updateUser } from '#server/people/queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { difference, track } from '#server/platform/track.ts'

export async function changeMe(tx: Database, actor: Actor, { preferences, ...fields }: ProfileChange): Promise<void> {
  const before = (await findUser(tx, actor.id!))!
  const wanted = { ...fields, ...(preferences && { preferences: { ...before.preferences, ...preferences } }) }
  const change = difference<object>(before, wanted)
  if (Object.keys(change.after).length === 0) return
  await updateUser(tx, actor.id!, {
    ...fields,
    ...(preferences && { preferences: JSON.stringify({ ...before.preferences, ...preferences }) }),
  })
  await track(tx, actor, 'user.changed', actor.id!, change)
}
