/** Errors a client may see: RFC 9457 problem details. Everything else that is thrown is a defect and answers 500. */
import { STATUS_CODES } from 'node:http'
import type { ProblemDetail } from '#domain/shapes.ts'

export type FieldError = { pointer: string; code: string; message: string }

/** Thrown anywhere below a route; `code` is stable and documented, `detail` is for people. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly errors: FieldError[]
  readonly headers: Record<string, string>
  /** Members beside the standard ones (RFC 9457 §3.2). */
  readonly members: Pick<ProblemDetail, 'version' | 'date_from'>

  constructor(
    status: number,
    code: string,
    detail: string,
    extra: Partial<Pick<Problem, 'errors' | 'headers' | 'members'>> = {},
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.errors = extra.errors ?? []
    this.headers = extra.headers ?? {}
    this.members = extra.members ?? {}
  }

  toDetail(request_id: string): ProblemDetail {
    return {
      type: `/api/docs/problems#${this.code}`,
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      code: this.code,
      detail: this.message,
      errors: this.errors,
      request_id,
      ...this.members,
    }
  }
}

/** What does not exist, and what one may not see, are the same answer. */
export const notFound = () => new Problem(404, 'not_found', 'There is nothing here, or you may not see it.')

export const forbidden = (detail: string) => new Problem(403, 'forbidden', detail)

export const unauthorized = (code = 'unauthorized', detail = 'Sign in first.') =>
  new Problem(401, code, detail, { headers: { 'www-authenticate': 'Bearer' } })

/** Whoever waited is answered; what was begun is taken back when it comes to its end. A body still on its way is not waited for. */
export const tooSlow = () =>
  new Problem(503, 'too_slow', 'This took too long and was given up. Nothing was changed; try again shortly.', {
    headers: { 'retry-after': '5', connection: 'close' },
  })

/** One field of a body is wrong; the pointer names it (RFC 6901). */
export const invalid = (pointer: string, code: string, message: string) =>
  new Problem(422, 'invalid', message, { errors: [{ pointer, code, message }] })

export const conflict = (code: string, detail: string) => new Problem(409, code, detail)

/** The row changed since the client read it. */
export const stale = (version: number) =>
  new Problem(412, 'stale', `The record changed meanwhile; it is at version ${version} now.`, {
    headers: { etag: `"${version}"` },
    members: { version },
  })

/** The record was merged into another: a client that follows `location` has it. */
export const moved = (location: string) =>
  new Problem(308, 'merged', 'The record was merged into another one.', { headers: { location } })

/** A deleted record is read and restored, nothing else. */
export const deleted = () => conflict('deleted', 'The record is deleted. Restore it first.')

/** What was merged into another record does not come back by itself. */
export const merged = () => conflict('merged', 'The record was merged into another one. Take the merge back instead.')
