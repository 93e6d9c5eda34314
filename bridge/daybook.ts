/** Daybook as the bridge knows it: two addresses, and whether it makes sense to try again. */
import { setTimeout as pause } from 'node:timers/promises'
import type { DeviceRules } from '#domain/device-rules.ts'
import type { EntryResult } from '#domain/time.ts'
import type { Batch, Outbox } from './outbox.ts'

export type Daybook = { address: string; key: string }

/** Not now: the network, or Daybook itself. `wait_seconds` as it asked for. */
export class NotNow extends Error {
  readonly wait_seconds: number
  constructor(message: string, wait_seconds = 0) {
    super(message)
    this.wait_seconds = wait_seconds
  }
}
/** Not with this key. What waits to be sent is kept. */
export class NotWelcome extends Error {}
class Refused extends Error {
  readonly problem: unknown
  constructor(problem: unknown) {
    super('refused')
    this.problem = problem
  }
}

export const fetchRules = (daybook: Daybook) => ask<DeviceRules>(daybook, '/me/device-rules', { method: 'GET' })

export type Sent = Record<EntryResult['status'], number>

/**
 * Sends what waits, oldest first; each batch is forgotten once Daybook has answered for it. An entry that Daybook refuses, or does not
 * let grow, is set aside with the reason, and so is a batch it cannot read: neither holds up what comes after. @throws NotNow, NotWelcome
 */
export async function sendAll(daybook: Daybook, outbox: Outbox): Promise<Sent> {
  const sent: Sent = { created: 0, updated: 0, duplicate: 0, conflict: 0, quarantined: 0, private: 0, rejected: 0 }
  for (const batch of outbox.batches()) {
    const results = await send(daybook, batch).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error
      outbox.setAside(batch, error.problem)
      return batch.entries.map(() => ({ status: 'rejected' as const, problem: null }))
    })
    const refused = results.filter(({ problem }) => problem !== null)
    if (refused.length > 0) outbox.setAside(batch, refused)
    for (const { status } of results) sent[status] += 1
    outbox.done(batch)
  }
  return sent
}

async function send(daybook: Daybook, { entries }: Batch): Promise<Pick<EntryResult, 'status' | 'problem'>[]> {
  if (entries.length === 0) return []
  const { results } = await ask<{ results: EntryResult[] }>(daybook, '/time-entries/batch', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ entries }),
  })
  return results
}

/** Why a request came to nothing, in the words of what lies below. */
export const causeOf = ({ cause, message }: Error) => (cause instanceof Error ? cause.message : message)

async function ask<T>({ address, key }: Daybook, path: string, init: RequestInit): Promise<T> {
  const answer = await fetch(`${address}/api/v1${path}`, {
    ...init,
    headers: {
      ...init.headers,
      authorization: `Bearer ${key}`,
      'user-agent': 'daybook-bridge',
      date: new Date().toUTCString(),
    },
    signal: AbortSignal.timeout(60_000),
    redirect: 'error',
  }).catch((error: Error) => {
    throw new NotNow(`Daybook does not answer at ${address}: ${causeOf(error)}`)
  })
  const said = (await answer.json().catch(() => null)) as { detail?: string } | null
  if (answer.ok && said !== null) return said as T
  if (answer.status === 401 || answer.status === 403 || answer.status === 404)
    throw new NotWelcome(
      `Daybook does not take this key (${said?.detail ?? answer.status}). Make a new one: Settings › Security.`,
    )
  if (answer.status === 400 || answer.status === 413 || answer.status === 422) throw new Refused(said)
  const wait_seconds = Number(answer.headers.get('retry-after')) || 0
  throw new NotNow(`Daybook answers ${answer.status}${said?.detail ? `: ${said.detail}` : ''}`, wait_seconds)
}

/** Waits longer each time in a row that it did not work, at most a quarter of an hour, and never in step with others. */
export const backOff = (every_seconds: number, failures: number, asked_seconds: number, signal: AbortSignal) => {
  const wait_seconds = Math.max(asked_seconds, Math.min(900, every_seconds * 2 ** Math.min(failures, 6)))
  const jitter = failures === 0 ? 1 : 0.75 + Math.random() / 2
  return pause(wait_seconds * jitter * 1_000, undefined, { signal }).catch(() => {})
}
