import type { DefaultView } from '#domain/views.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { notFound } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { getView, setDefault } from './queries.ts'

/** For the person alone. 404 for a view of another page, or one they do not see. */
export async function chooseDefault(tx: Database, actor: Actor, { page, view_id }: DefaultView): Promise<void> {
  if (view_id !== null && (await getView(tx, actor, view_id))?.page !== page) throw notFound()
  await setDefault(tx, actor.id!, page, view_id)
  await track(tx, actor, 'user.default_view_chosen', actor.id!, { after: { page, view_id } })
}
