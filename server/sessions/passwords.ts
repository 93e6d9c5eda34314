/** Passwords are chosen by the token of a mailed link, changed by their owner, and asked to be reset by anybody. */
import type { NewPassword, PasswordChange } from '#domain/sessions.ts'
import { linkAddress, makeLink, spendLink } from '#server/people/links.ts'
import { hashPassword, isPassword } from '#server/people/passwords.ts'
import { findUser, updateUser } from '#server/people/queries.ts'
import { refuseWeak } from '#server/people/weak-passwords.ts'
import type { Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { invalid, unauthorized } from '#server/platform/errors.ts'
import type { Mailer } from '#server/platform/mail.ts'
import { attempt, forgive } from '#server/platform/throttle.ts'
import { track } from '#server/platform/track.ts'
import { enqueue } from '#server/platform/worker.ts'
import { endSessions, findByEmail, findPasswordHash } from './queries.ts'
import { sessionActor, type Device } from './sessions.ts'

const window_seconds = 15 * 60

/**
 * Only enqueues: whether anybody has the address is found out by the job, so neither the answer nor its time tells.
 * At most 5 for one address and 20 from one place in 15 minutes; beyond that 429, whoever it is.
 */
export async function requestReset(db: Database, email: string, device: Device): Promise<void> {
  const address = email.toLowerCase()
  await attempt(db, [
    { key: `reset ${address}`, most: 5, window_seconds },
    { key: `reset from ${device.ip}`, most: 20, window_seconds },
  ])
  await enqueue(db, 'send_reset', { ...device, email: address }, `reset:${address}`)
}

/** Job `send_reset`. Run twice it mails two links, of which either works once. */
export async function sendReset(
  db: Database,
  mail: Mailer,
  origin: string,
  { email, ...device }: Device & { email: string },
): Promise<void> {
  const user = await findByEmail(db, email)
  if (!user) return
  const token = await transact(db, async (tx) => {
    await track(tx, sessionActor(user.id, device), 'password.reset_requested', user.id)
    return makeLink(tx, user.id, 'password_reset')
  })
  await mail({
    to: email,
    subject: 'Set a new password for Daybook',
    text: `Somebody, probably you, asked to set a new password for Daybook.\n\nThe link works once, for an hour:\n${linkAddress(origin, token)}\n\nIf it was not you, ignore this: your password stays as it is.\n`,
  })
}

/** With the token of an invitation or a reset. @throws 422 for a password that is guessed first; the link still works then. Whoever was signed in under the old password is signed out. */
export async function setPassword(db: Database, { token, password }: NewPassword, device: Device): Promise<void> {
  // before the link is used up: whoever chose badly chooses again
  await refuseWeak('/password', password, null)
  const password_hash = await hashPassword(password)
  const done = await transact(db, async (tx) => {
    const user_id = await spendLink(tx, token)
    if (!user_id) return false
    await refuseWeak('/password', password, (await findUser(tx, user_id))!)
    await updateUser(tx, user_id, { password_hash })
    const ended = await endSessions(tx, user_id, { but: null })
    await track(tx, sessionActor(user_id, device), 'password.set', user_id, { after: { sessions_ended: ended.length } })
    return true
  })
  if (!done) throw unauthorized('invalid_link', 'This link was used already or has expired. Ask for a new one.')
}

/** `db` counts the attempts, which must outlive a deed that is taken back. */
export async function changePassword(
  db: Database,
  tx: Database,
  actor: Actor,
  { current_password, new_password }: PasswordChange,
): Promise<void> {
  const user_id = actor.id!
  const limit = `password ${user_id}`
  await attempt(db, [{ key: limit, most: 10, window_seconds }])
  if (!(await isPassword(current_password, await findPasswordHash(tx, user_id))))
    throw invalid('/current_password', 'wrong', 'This is not your current password.')
  await forgive(db, { proven: [limit] })
  await refuseWeak('/new_password', new_password, (await findUser(tx, user_id))!)
  await updateUser(tx, user_id, { password_hash: await hashPassword(new_password) })
  const ended = await endSessions(tx, user_id, { but: actor.session_id })
  await track(tx, actor, 'password.changed', user_id, { after: { sessions_ended: ended.length } })
}
