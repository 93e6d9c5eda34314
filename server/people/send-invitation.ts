import { transact, type Database } from '#server/platform/database.ts'
import type { Mailer } from '#server/platform/mail.ts'
import { linkAddress, makeLink } from './links.ts'
import { lockInvited } from './queries.ts'
import { findWorkspace } from './workspace-queries.ts'

export type InvitationJob = { user_id: string; by: string }

/**
 * Job `send_invitation`. Run twice it mails two links, of which either works once. The link is made here, so that no token
 * waits in the row of the job. Who has got in or was deactivated meanwhile is not asked any more.
 */
export async function sendInvitation(
  db: Database,
  mail: Mailer,
  origin: string,
  { user_id, by }: InvitationJob,
): Promise<void> {
  const made = await transact(db, async (tx) => {
    const to = await lockInvited(tx, user_id)
    return to && { to, workspace: (await findWorkspace(tx)).name, token: await makeLink(tx, user_id, 'invitation') }
  })
  if (made) await mail({ to: made.to, ...invitation(made.workspace, by, linkAddress(origin, made.token)) })
}

const invitation = (workspace: string, by: string, link: string) => ({
  subject: `${by} invites you to ${workspace} on Daybook`,
  text: `${by} invites you to ${workspace} on Daybook.\n\nChoose your password here; the link works once, for 7 days:\n${link}\n\nIf you did not expect this, ignore it: without the link nobody can sign in as you.\n`,
})
