/** What a browser does by itself: it keeps the refresh token in a cookie, and says where a request comes from. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Tokens } from '#domain/sessions.ts'
import { unauthorized } from '#server/platform/errors.ts'
import type { Device } from './sessions.ts'
import { refreshIdle_seconds } from './tokens.ts'

/**
 * `origin`: where the app is reached. Over https the name begins with `__Host-`: a browser takes such a cookie only when it is
 * Secure, has the path / and names no domain, so that no neighbouring host can plant one (RFC 6265bis §4.1.3.2).
 */
export function refreshCookie(origin: string) {
  const secure = origin.startsWith('https:')
  const name = secure ? '__Host-daybook_refresh' : 'daybook_refresh'
  const options = { path: secure ? '/' : '/api/v1/auth', httpOnly: true, sameSite: 'strict', secure } as const
  return {
    give: (reply: FastifyReply, tokens: Tokens) => {
      reply.setCookie(name, tokens.refresh_token, { ...options, maxAge: refreshIdle_seconds })
      return tokens
    },
    read: (request: FastifyRequest) => request.cookies[name],
    forget: (reply: FastifyReply) => void reply.clearCookie(name, options),
  }
}

export const deviceOf = (request: FastifyRequest): Device => ({
  user_agent: request.headers['user-agent']?.slice(0, 300) ?? null,
  ip: request.ip,
  request_id: request.id,
  source: isBrowser(request) ? 'ui' : 'api',
})

/** Scripts cannot set these in a browser, and programs do not; Node’s own fetch sends Sec-Fetch-Mode, which therefore tells nothing. */
const isBrowser = ({ headers }: FastifyRequest) =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined

/**
 * The cookie goes along with any request of the browser, so a page of another origin must not be able to use it. Behind a
 * proxy the Host may be another than the one in the address bar; then it is the origin people are told.
 */
export function refuseForeignPage({ headers }: FastifyRequest, ours: string): void {
  const { origin, host } = headers
  const foreign = origin !== undefined && origin !== ours && (!URL.canParse(origin) || new URL(origin).host !== host)
  if (foreign || /^(cross|same)-site$/.test(String(headers['sec-fetch-site'])))
    throw unauthorized('foreign_origin', 'This request comes from another site.')
}
