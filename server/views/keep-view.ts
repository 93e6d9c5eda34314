import { mostViews, type View, type ViewInput } from '#domain/views.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { countViews, getView, insertView, isNameTaken } from './queries.ts'

/** 409 for a name one has already, and for one view too many. */
export async function keepView(tx: Database, actor: Actor, input: ViewInput): Promise<View> {
  const owner = actor.id!
  if ((await countViews(tx, owner, input.page)) >= mostViews)
    throw conflict('too_many_views', `You keep ${mostViews} views of this list already. Delete one first.`)
  if (await isNameTaken(tx, owner, input.page, input.name, null)) throw nameTaken(input.name)
  const id = await insertView(tx, owner, input)
  await track(tx, actor, 'view.created', id, { after: input })
  return (await getView(tx, actor, id))!
}

export const nameTaken = (name: string) => conflict('name_taken', `You have a view “${name}” of this list already.`)
