import type { FastifyInstance, FastifyRequest } from 'fastify'
import { auth } from '#api/auth.ts'
import { passkeys } from '#api/passkeys.ts'
import type { Me } from '#domain/people.ts'
import { noticeVersion } from '#domain/notice.ts'
import { isNoticeDue } from '#server/people/notice-queries.ts'
import { findUser } from '#server/people/queries.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import type { Sealer } from '#server/platform/sealed.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { attempt } from '#server/platform/throttle.ts'
import { deviceOf, refreshCookie, refuseForeignPage } from './browser.ts'
import { changeMe } from './change-me.ts'
import { confirmSession, startConfirming } from './confirm-session.ts'
import { endOtherSessions, endOwnSession } from './end-sessions.ts'
import { addPasskey, removePasskey, renamePasskey } from './keep-passkeys.ts'
import { startAddingPasskey, startPasskeySignIn } from './passkey-challenges.ts'
import { siteOf } from './passkey-proof.ts'
import { listPasskeys } from './passkey-queries.ts'
import { changePassword, requestReset, setPassword } from './passwords.ts'
import { countRecoveryCodes, findSecondFactor, listSessions } from './queries.ts'
import { refresh } from './refresh.ts'
import { confirmSecondFactor, removeSecondFactor, startSecondFactor } from './set-up-second-factor.ts'
import { signIn } from './sign-in.ts'
import { signInWithPasskey } from './sign-in-with-passkey.ts'
import { signOut } from './sign-out.ts'
import type { TokenKeys } from './tokens.ts'

type Needs = { keys: TokenKeys; sealer: Sealer; origin: string }

/** `origin`: where the app is reached, for the cookie and for passkeys. */
export function sessionRoutes(app: FastifyInstance, door: Door, { keys, sealer, origin }: Needs): void {
  const cookie = refreshCookie(origin)
  const site = siteOf(origin)
  const presented = (request: FastifyRequest, body: { refresh_token?: string } | undefined) =>
    body?.refresh_token ?? cookie.read(request)
  const guessing = (actor: Actor) => attempt(door.db, [{ key: `code ${actor.id}`, most: 10, window_seconds: 15 * 60 }])

  serve(app, door, auth, {
    login: async ({ db, body, request, reply }) => {
      refuseForeignPage(request, origin)
      return cookie.give(reply, await signIn(db, keys, sealer, body, deviceOf(request)))
    },
    refresh: async ({ db, body, request, reply }) => {
      refuseForeignPage(request, origin)
      return cookie.give(reply, await refresh(db, keys, presented(request, body), deviceOf(request)))
    },
    logout: async ({ db, body, request, reply }) => {
      refuseForeignPage(request, origin)
      await signOut(db, presented(request, body), deviceOf(request))
      cookie.forget(reply)
      return undefined
    },
    requestReset: async ({ db, body, request }) => {
      await requestReset(db, body.email, deviceOf(request))
      return undefined
    },
    setPassword: async ({ db, body, request }) => {
      await setPassword(db, body, deviceOf(request))
      return undefined
    },
    me: ({ db, actor }) => meOf(db, actor),
    changeMe: async ({ db, actor, body }) => {
      await changeMe(db, actor, body)
      return meOf(db, actor)
    },
    capabilities: async ({ actor }) => ({
      role: actor.role,
      permissions: actor.grants,
      viewing_as: actor.viewing_as,
    }),
    changePassword: async ({ db, actor, body }) => {
      await changePassword(door.db, db, actor, body)
      return undefined
    },
    listSessions: async ({ db, actor }) => {
      return { data: await listSessions(db, actor.id!, actor.session_id) }
    },
    endSession: async ({ db, actor, params }) => {
      await endOwnSession(db, actor, params.id)
      return undefined
    },
    endOtherSessions: async ({ db, actor }) => {
      await endOtherSessions(db, actor)
      return undefined
    },
    secondFactor: async ({ db, actor }) => {
      const [factor, left] = await Promise.all([findSecondFactor(db, actor.id!), countRecoveryCodes(db, actor.id!)])
      return { enabled: factor?.confirmed ?? false, recovery_codes_left: left }
    },
    startSecondFactor: ({ db, actor }) => {
      return startSecondFactor(db, sealer, actor)
    },
    confirmSecondFactor: async ({ db, actor, body }) => {
      await guessing(actor)
      return confirmSecondFactor(db, sealer, actor, body.code)
    },
    removeSecondFactor: async ({ db, actor, body }) => {
      await guessing(actor)
      await removeSecondFactor(db, sealer, actor, body.code)
      return undefined
    },
    startConfirming: ({ db, actor }) => startConfirming(db, site, actor),
    confirm: async ({ db, actor, body }) => {
      await confirmSession(door.db, db, { site, sealer }, actor, body)
      return undefined
    },
  })
  serve(app, door, passkeys, {
    startSignIn: ({ db, request }) => startPasskeySignIn(db, site, deviceOf(request)),
    signIn: async ({ db, body, request, reply }) => {
      refuseForeignPage(request, origin)
      return cookie.give(reply, await signInWithPasskey(db, keys, site, body, deviceOf(request)))
    },
    list: async ({ db, actor }) => ({ data: await listPasskeys(db, actor.id!) }),
    startAdding: ({ db, actor }) => startAddingPasskey(db, site, actor),
    add: ({ db, actor, body }) => addPasskey(db, site, actor, body),
    rename: async ({ db, actor, params, body, if_match }) => renamePasskey(db, actor, params.id, if_match, body.name!),
    remove: async ({ db, actor, params }) => {
      await removePasskey(db, actor, params.id)
      return undefined
    },
  })
}

async function meOf(db: Database, actor: Actor): Promise<Me> {
  const [user, workspace] = await Promise.all([findUser(db, actor.id!), findWorkspace(db)])
  const { id, name, email, team_id, zone, locale, preferences, role } = user!
  const { week_start = 'workspace' } = preferences
  const looksThrough = actor.viewing_as !== null
  return {
    id,
    name,
    email,
    role: actor.role ?? role,
    team_id,
    zone,
    locale,
    preferences,
    week_start: week_start === 'workspace' ? workspace.week_start : week_start,
    notice_due: !looksThrough && (await isNoticeDue(db, id, noticeVersion(workspace))),
    workspace,
    permissions: actor.grants,
  }
}
