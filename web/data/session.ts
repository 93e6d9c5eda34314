/** Who is signed in. The access token lives in memory only; the refresh token in a cookie that scripts cannot read. */
import type { RequestOptions } from '../../domain/passkeys.ts'
import { askPasskey } from './passkeys.ts'

type Tokens = { access_token: string; expires_in: number }
type Listener = () => void

let token: string | null = null
let role: string | null = null
let renewal: Promise<boolean> | null = null
const listeners = new Set<Listener>()

export const accessToken = () => token
/** The role an admin looks through, until the page is loaded anew. */
export const viewedRole = () => role
export const lookThrough = (name: string | null) => void (role = name)
export const isSignedIn = () => token !== null
export function onSession(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What `index.html` asked before this script was here: each answer is good for the first who wants it. */
declare global {
  interface Window {
    asked?: { tokens: Promise<Response>; me: Promise<Response> } | undefined
  }
}
let askedMe: Promise<Response> | null = null
/** The answer to `GET /me` for whoever was here when the page was opened. Null when it was taken, or somebody else signed in. */
export function takeAskedMe(): Promise<Response> | null {
  const answer = askedMe
  askedMe = null
  return answer
}
function askTokens(): Promise<Response> {
  const { asked } = window
  if (!asked) return post('refresh', {})
  window.asked = undefined
  askedMe = asked.me
  return asked.tokens
}

function set(next: string | null): void {
  token = next
  // tokens of whoever was here before are of no use to the next
  window.asked = undefined
  for (const listener of listeners) listener()
}

const post = (path: string, body: object) =>
  fetch(`/api/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** For those who cannot sign in yet or any more. Null when it worked, else what to say. */
export async function askPublicly(path: 'request-reset' | 'set-password', body: object): Promise<string | null> {
  const response = await post(path, body)
  if (response.ok) return null
  const { detail, errors } = (await response.json()) as { detail?: string; errors?: { message: string }[] }
  return errors?.[0]?.message ?? detail ?? 'This did not work.'
}

/** One renewal at a time, however many calls ask: a refresh token works once. */
export function renew(): Promise<boolean> {
  renewal ??= askTokens()
    .then(async (response) => {
      // a server that is down or busy says nothing about who is signed in
      if (!response.ok && response.status !== 401) throw new Error('The server does not answer as expected. Try again.')
      set(response.ok ? ((await response.json()) as Tokens).access_token : null)
      return response.ok
    })
    .finally(() => {
      renewal = null
    })
  return renewal
}

export type Refusal = { code: string; detail: string }

/** With whichever passkey the person chooses. Null when it worked, else what to say. */
export async function signInWithPasskey(): Promise<Refusal | null> {
  const started = await post('passkey/start', {})
  if (!started.ok) return refusalIn(await started.json())
  const response = await post('passkey', await askPasskey((await started.json()) as RequestOptions))
  if (response.status === 401)
    return { code: 'invalid_credentials', detail: 'This passkey is not known here. Sign in with your password.' }
  if (!response.ok) return refusalIn(await response.json())
  set(((await response.json()) as Tokens).access_token)
  return null
}

const refusalIn = ({ code = 'unknown', detail = 'Signing in failed.' }: Partial<Refusal>): Refusal => ({ code, detail })

/** Null when it worked, else what to say. `code` is of the second factor, where one was asked for. */
export async function signIn(email: string, password: string, code?: string): Promise<Refusal | null> {
  const response = await post('login', { email, password, ...(code && { code }) })
  const answer = (await response.json()) as Tokens & Partial<Refusal>
  if (!response.ok) return refusalIn(answer)
  set(answer.access_token)
  return null
}

export async function signOut(): Promise<void> {
  await post('logout', {})
  role = null
  set(null)
}
