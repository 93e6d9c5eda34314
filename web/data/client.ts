/** The API, typed by the contract: paths, parameters, bodies and answers are checked by the compiler and cost no bytes. */
import type { Contract } from '../../api/contract.ts'
import type { Answer, Body, Operation, Params, Query } from '../../api/operation.ts'
import { askToConfirm } from './confirmation.ts'
import { accessToken, renew, viewedRole } from './session.ts'

type All = { [N in keyof Contract]: Contract[N][keyof Contract[N]] }[keyof Contract]
type PathsOf<M extends string> = Extract<All, { method: M }>['path']
type Find<M extends string, P extends string> = Extract<All, { method: M; path: P }>
type Given<O> = (Params<O> extends undefined ? object : { params: Params<O> }) &
  (Query<O> extends undefined ? object : { query?: Query<O> })
type Sent<O> = Given<O> & (Body<O> extends undefined ? object : { body: Body<O> }) & { version?: number; file?: Blob }

type Problem = {
  code?: string
  detail?: string
  errors?: { pointer: string; code: string; message: string }[]
  request_id?: string
  date_from?: string
}
/** An answer of the API that is no success (RFC 9457). */
export class ProblemError extends Error {
  readonly status: number
  readonly code: string
  readonly errors: { pointer: string; code: string; message: string }[]
  readonly request_id: string
  /** From this day on, what was too much is not. */
  readonly date_from: string | undefined
  constructor(status: number, problem: Problem) {
    super(problem.detail ?? 'The server did not answer as expected.')
    this.status = status
    this.code = problem.code ?? 'unknown'
    this.errors = problem.errors ?? []
    this.request_id = problem.request_id ?? ''
    this.date_from = problem.date_from
  }
}

type Loose = {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  version?: number
  file?: Blob
}

function addressOf(path: string, { params = {}, query = {} }: Loose): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const item of Array.isArray(value) ? value : [value])
      if (item !== undefined && item !== '') search.append(name, String(item))
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name]!))
  return `/api/v1${filled}${search.size > 0 ? `?${search}` : ''}`
}

async function ask(method: string, path: string, given: Loose, again = true): Promise<Response> {
  const headers: Record<string, string> = { authorization: `Bearer ${accessToken() ?? ''}` }
  const role = viewedRole()
  if (role !== null) headers['x-view-as-role'] = role
  if (given.body !== undefined) headers['content-type'] = 'application/json'
  if (given.file) headers['content-type'] = 'application/octet-stream'
  if (given.version !== undefined) headers['if-match'] = `"${given.version}"`
  const body = given.file ?? (given.body === undefined ? undefined : JSON.stringify(given.body))
  const response = await fetch(addressOf(path, given), { method, headers, ...(body !== undefined && { body }) }).catch(
    () => {
      throw new ProblemError(0, {
        code: 'unreachable',
        detail: 'The server cannot be reached. Nothing was lost; try again.',
      })
    },
  )
  if (response.status === 401 && again && (await renew())) return ask(method, path, given, false)
  if (response.ok) return response
  const problem = (await response.json().catch(() => ({}))) as Problem
  if (problem.code === 'confirmation_required') return afterConfirming(method, path, given)
  throw new ProblemError(response.status, problem)
}

async function send(method: string, path: string, given: Loose): Promise<unknown> {
  const response = await ask(method, path, given)
  return response.status === 204 ? null : response.json().catch(() => ({}))
}

/** Asks for a file and hands it to the browser under this name; of one that breaks off nothing is kept. */
export async function download(
  path: PathsOf<'GET'>,
  given: Pick<Loose, 'params' | 'query'>,
  name: string,
  onBytes: (bytes: number) => void = () => {},
): Promise<void> {
  const answer = await ask('GET', path, given)
  let bytes = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, on) {
      onBytes((bytes += part.byteLength))
      on.enqueue(part)
    },
  })
  const whole = await new Response(answer.body!.pipeThrough(counter)).blob().catch(() => {
    throw new ProblemError(0, {
      code: 'broken_off',
      detail: 'The file broke off on its way, and none of it was kept. Try again.',
    })
  })
  saveFile(name, whole)
}

/** Hands a file to the browser under this name. */
export function saveFile(name: string, content: Blob | string): void {
  const address = URL.createObjectURL(new Blob([content]))
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  URL.revokeObjectURL(address)
}

/** What was refused until the person has proven who they are goes on by itself then. */
async function afterConfirming(method: string, path: string, given: Loose): Promise<Response> {
  if (await askToConfirm()) return ask(method, path, given)
  throw new ProblemError(403, { code: 'not_confirmed', detail: 'Nothing was done, because it was not confirmed.' })
}

const call =
  <M extends Operation['method']>(method: M) =>
  <P extends PathsOf<M>>(path: P, given: Sent<Find<M, P>>) =>
    send(method, path, given as Loose) as Promise<Answer<Extract<Find<M, P>, Operation>>>

export const api = {
  get: call('GET'),
  post: call('POST'),
  put: call('PUT'),
  patch: call('PATCH'),
  delete: call('DELETE'),
}
