import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { auth } from '#api/auth.ts'
import { people } from '#api/people.ts'
import type { Me, Tokens } from '#domain/people.ts'
import { forbidden, unauthorized } from '#server/platform/errors.ts'
import { serve, type Door } from '#server/platform/serve.ts'
import { createApiKey } from './create-api-key.ts'
import { findUser, findWorkspace, listApiKeys, listUsers } from './queries.ts'
import { refresh } from './refresh.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { refreshIdle_seconds, type TokenKeys } from './tokens.ts'

const cookie = 'daybook_refresh'

/** `origin`: where the app is reached, for cookies that are Secure and requests that come from our own page. */
export function peopleRoutes(app: FastifyInstance, door: Door, keys: TokenKeys, origin: string): void {
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

  serve(app, door, auth, {
    login: async ({ db, body, request, reply }) => {
      refuseForeignPage(request)
      return handOut(reply, await signIn(db, keys, body, deviceOf(request)))
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
    me: async ({ db, actor }): Promise<Me> => {
      const [user, workspace] = await Promise.all([
        actor.kind === 'user' ? findUser(db, actor.id!) : undefined,
        findWorkspace(db),
      ])
      if (!user) throw forbidden('An API key is not a person; it has no profile.')
      const { id, name, email, role, team_id, zone, locale } = user
      return { id, name, email, role, team_id, zone, locale, workspace, permissions: actor.grants }
    },
  })

  serve(app, door, people, {
    listUsers: ({ db, actor, query }) => listUsers(db, actor, query),
    listApiKeys: ({ db, query }) => listApiKeys(db, query),
    createApiKey: ({ db, actor, body }) => createApiKey(db, actor, body),
    revokeApiKey: ({ db, actor, params }) => revokeApiKey(db, actor, params.id),
  })
}

const deviceOf = (request: FastifyRequest) => ({
  user_agent: request.headers['user-agent']?.slice(0, 300) ?? null,
  ip: request.ip,
  request_id: request.id,
})

/** The cookie goes along with any request of the browser, so a page of another origin must not be able to use it. */
function refuseForeignPage(request: FastifyRequest): void {
  const { origin, host } = request.headers
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host))
    throw unauthorized('foreign_origin', 'This request comes from another site.')
}
