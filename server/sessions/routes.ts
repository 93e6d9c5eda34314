import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { auth } from '#api/auth.ts'
import type { Me } from '#domain/people.ts'
import type { Tokens } from '#domain/sessions.ts'
import { noticeVersion } from '#domain/notice.ts'
import { isNoticeDue } from '#server/people/notice-queries.ts'
import { findUser } from '#server/people/queries.ts'
import { findWorkspace } from '#server/people/workspace-queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { unauthorized } from '#server/platform/errors.ts'
import type { Sealer } from '#server/platform/sealed.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { attempt } from '#server/platform/throttle.ts'
import { changeMe } from './change-me.ts'
import { endOtherSessions, endOwnSession } from './end-sessions.ts'
import { changePassword, requestReset, setPassword } from './passwords.ts'
import { countRecoveryCodes, findSecondFactor, listSessions } from './queries.ts'
import { refresh } from './refresh.ts'
import type { Device } from './sessions.ts'
import { confirmSecondFactor, removeSecondFactor, startSecondFactor } from './set-up-second-factor.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { refreshIdle_seconds, type TokenKeys } from './tokens.ts'

const cookie = 'daybook_refresh'
type Needs = { keys: TokenKeys; sealer: Sealer; origin: string }

/** `origin`: where the app is reached, for cookies that are Secure and requests that come from our own page. */
export function sessionRoutes(app: FastifyInstance, door: Door, { keys, sealer, origin }: Needs): void {
  const options = {
    path: '/api/v1/auth',
    httpOnly: true,
    sameSite: 'strict',
    secure: origin.startsWith('https:'),
  } as const

  const handOut = (reply: FastifyReply, tokens: Tokens) => {
    reply.setCookie(cookie, tokens.refresh_token, { ...options, maxAge: refreshIdle_seconds })
    return tokens
  }
  const presented = (request: FastifyRequest, body: { refresh_token?: string } | undefined) =>
    body?.refresh_token ?? request.cookies[cookie]
  const guessing = (actor: Actor) => attempt(door.db, [{ key: `code ${actor.id}`, most: 10, window_seconds: 15 * 60 }])

  serve(app, door, auth, {
    login: async ({ db, body, request, reply }) => {
      refuseForeignPage(request)
      return handOut(reply, await signIn(db, keys, sealer, body, deviceOf(request)))
    },
    refresh: async ({ db, body, request, reply }) => {
      refuseForeignPage(request)
      return handOut(reply, await refresh(db, keys, presented(request, body), deviceOf(request)))
    },
    logout: async ({ db, body, request, reply }) => {
      refuseForeignPage(request)
      await signOut(db, presented(request, body), deviceOf(request))
      reply.clearCookie(cookie, options)
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
    notice_due: !looksThrough && (await isNoticeDue(db, id, noticeVersion(workspace.jurisdiction))),
    workspace,
    permissions: actor.grants,
  }
}

const deviceOf = (request: FastifyRequest): Device => ({
  user_agent: request.headers['user-agent']?.slice(0, 300) ?? null,
  ip: request.ip,
  request_id: request.id,
  source: isBrowser(request) ? 'ui' : 'api',
})

/** Scripts cannot set these in a browser, and programs do not; Node’s own fetch sends Sec-Fetch-Mode, which therefore tells nothing. */
const isBrowser = ({ headers }: FastifyRequest) =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined

/** The cookie goes along with any request of the browser, so a page of another origin must not be able to use it. */
function refuseForeignPage(request: FastifyRequest): void {
  const { origin, host } = request.headers
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host))
    throw unauthorized('foreign_origin', 'This request comes from another site.')
}
