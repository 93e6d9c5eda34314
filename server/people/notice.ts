/** The privacy notice: what it says where the company is, and who has read it. */
import { noticeOf, noticeVersion } from '#domain/notice.ts'
import type { Notice } from '#domain/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { findAcknowledgement, insertAcknowledgement, listContacts } from './notice-queries.ts'
import { findWorkspace } from './workspace-queries.ts'

export async function readNotice(db: Database, actor: Actor): Promise<Notice> {
  const workspace = await findWorkspace(db)
  const { jurisdiction } = workspace
  const version = noticeVersion(workspace)
  const acknowledged_at = await findAcknowledgement(db, actor.id!, version)
  return { version, jurisdiction, acknowledged_at, sections: noticeOf(workspace), contacts: await listContacts(db) }
}

/** Once a version: a second time changes nothing. @throws 409 where the words changed since they were shown */
export async function acknowledgeNotice(tx: Database, actor: Actor, version: string): Promise<Notice> {
  const current = noticeVersion(await findWorkspace(tx))
  if (version !== current) throw conflict('notice_changed', 'The privacy notice changed meanwhile. Read it again.')
  if (await insertAcknowledgement(tx, actor.id!, version))
    await track(tx, actor, 'user.notice_acknowledged', actor.id!, { after: { version } })
  return readNotice(tx, actor)
}
