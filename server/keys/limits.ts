/**
 * Requests counted per credential, a window of a minute and one of a day (UTC). One Daybook works on a database, so the
 * windows live in memory; the days are written down every few seconds, and a restart reads them again.
 */
import { BlockList, isIPv6 } from 'node:net'
import type { FastifyReply } from 'fastify'
import type { Database } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import { addUsage } from './queries.ts'

type Limited = { id: string | null; per_minute: number; per_day: number | null }
type Key = Limited & { allowed_addresses: string[]; used_today: number }
type Counter = { minute: number; requests: number; day: number; today: number }

export type Limits = ReturnType<typeof createLimits>
const minute_ms = 60_000
const day_ms = 86_400_000
const writeEvery_ms = 5_000

export function createLimits(db: Database) {
  const counters = new Map<string, Counter>()
  const unwritten = new Map<string, { requests: number; refused: number }>()
  let timer: NodeJS.Timeout | null = null

  const write = async () => {
    timer = null
    const batch = [...unwritten]
    unwritten.clear()
    if (batch.length > 0) await addUsage(db, batch).catch(() => {})
  }
  const note = (id: string, what: 'requests' | 'refused') => {
    const usage = unwritten.get(id) ?? { requests: 0, refused: 0 }
    usage[what] += 1
    unwritten.set(id, usage)
    timer ??= setTimeout(() => void write(), writeEvery_ms).unref()
  }

  return {
    isAllowedFrom: ({ allowed_addresses }: Key, ip: string): boolean =>
      allowed_addresses.length === 0 || listOf(allowed_addresses).check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4'),

    /** Counts one request and says in headers what is left (draft-ietf-httpapi-ratelimit-headers). @throws 429 with Retry-After */
    count(owner: string, limited: Limited & { used_today?: number }, reply: FastifyReply, now_ms = Date.now()): void {
      const minute = Math.floor(now_ms / minute_ms)
      const day = Math.floor(now_ms / day_ms)
      const counter = counters.get(owner) ?? { minute, requests: 0, day, today: limited.used_today ?? 0 }
      if (counter.minute !== minute) Object.assign(counter, { minute, requests: 0 })
      if (counter.day !== day) Object.assign(counter, { day, today: 0 })
      counters.set(owner, counter)
      const reset_seconds = Math.ceil(((minute + 1) * minute_ms - now_ms) / 1_000)
      const left = limited.per_minute - counter.requests - 1
      reply.header('ratelimit-policy', policyOf(limited))
      reply.header('ratelimit', `"minute";r=${Math.max(0, left)};t=${reset_seconds}`)
      const overDay = limited.per_day !== null && counter.today >= limited.per_day
      if (left < 0 || overDay) {
        if (limited.id) note(limited.id, 'refused')
        throw tooMany(overDay ? Math.ceil(((day + 1) * day_ms - now_ms) / 1_000) : reset_seconds, overDay)
      }
      counter.requests += 1
      counter.today += 1
      if (limited.id) note(limited.id, 'requests')
    },
    flush: write,
  }
}

const policyOf = ({ per_minute, per_day }: Limited) =>
  `"minute";q=${per_minute};w=60${per_day === null ? '' : `, "day";q=${per_day};w=86400`}`

const tooMany = (wait_seconds: number, isDay: boolean) =>
  new Problem(
    429,
    isDay ? 'quota_used_up' : 'too_many_requests',
    isDay ? 'The requests of this day are used up.' : 'Too many requests in this minute.',
    { headers: { 'retry-after': String(wait_seconds) } },
  )

const lists = new Map<string, BlockList>()
function listOf(ranges: string[]): BlockList {
  const name = ranges.join(' ')
  const known = lists.get(name)
  if (known) return known
  const list = new BlockList()
  for (const range of ranges) {
    const [address, bits] = range.split('/') as [string, string]
    list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  if (lists.size > 1_000) lists.clear()
  lists.set(name, list)
  return list
}
