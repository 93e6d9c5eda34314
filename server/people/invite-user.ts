import { covers, grantsOf } from '#domain/permissions.ts'
import type { Invitation, Invited } from '#domain/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, forbidden, invalid } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { linkAddress, makeLink } from './links.ts'
import { getUser, hasTeam, insertUser, lockUser, updateUser } from './queries.ts'
import { findRole } from './role-queries.ts'
import { findWorkspace } from './workspace-queries.ts'

/** Where mails go; without a mail server the one who invites hands the link over. */
export type Post = { origin: string; mails: boolean }

/**
 * Makes the person where there is none of this e-mail; one who has no password yet is invited (again) with what is given.
 * @throws 409 for one who can sign in already, 403 for a role with more rights than the inviter's own
 */
export async function inviteUser(
  tx: Database,
  actor: Actor,
  post: Post,
  { email, role, team_id = null, zone, name }: Invitation,
): Promise<Invited> {
  await checkRole(tx, actor, role)
  if (team_id !== null && !(await hasTeam(tx, team_id))) throw invalid('/team_id', 'unknown', 'There is no such team.')
  const known = await lockUser(tx, { email })
  if (known?.has_password || known?.disabled_at)
    throw conflict(
      'person_exists',
      `${known.name} has this e-mail and ${known.disabled_at ? 'is deactivated' : 'can sign in already'}.`,
    )
  const workspace = await findWorkspace(tx)
  const fields = { name, role, team_id, ...(zone !== undefined && { zone }) }
  const id =
    known?.id ?? (await insertUser(tx, { name, email, role, zone: zone ?? workspace.zone, password_hash: null }))
  await updateUser(tx, id, fields)
  // by it the person counts as invited from now on; the token that is mailed is made when it is mailed
  const token = await makeLink(tx, id, 'invitation')
  await track(tx, actor, 'user.invited', id, { after: { email, ...fields } })
  if (post.mails) await enqueue(tx, 'send_invitation', { user_id: id, by: actor.name }, `invitation:${id}`)
  return { user: (await getUser(tx, actor, id))!, invitation_link: post.mails ? null : linkAddress(post.origin, token) }
}

/** Nobody hands out more than they have. */
export async function checkRole(tx: Database, actor: Actor, role: string): Promise<void> {
  const grants = await findRole(tx, role)
  if (!grants) throw invalid('/role', 'unknown', 'There is no such role.')
  if (!covers(actor.grants, grantsOf(role, grants)))
    throw forbidden(`The role “${role}” has rights that you do not have yourself.`)
}
