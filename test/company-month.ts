/**
 * Some weeks of a company, as its agents send them: entries that name their deal or only hint at it, private ones, two devices
 * at once, nights, an agent that got stuck; sent while they grow, sent again, and sliced in another way the second time.
 */
import { chance, type Chance } from '#server/demo/random.ts'

export type Claim = {
  user_id: string
  external_id: string
  start_time: string
  end_time: string
  duration_seconds: number
  source: 'agent'
  deal_id?: string
  project_name?: string
  title?: string
  app?: string
  url?: string
  billable?: boolean
}
export type Deal = { id: string; name: string }
type Month = { people: string[]; deals: Deal[]; days: number; from: string; seed: number }

/** What people of this company keep out. */
export const privateApp = 'Signal'

/** The batches of each person, in the order they are sent; of two people they may go at the same time. */
export const monthOf = ({ people, deals, days, from, seed }: Month): Claim[][][] =>
  people.map((user_id, place) => {
    const chances = chance(seed + place * 7_919)
    const workdays = Array.from({ length: days }, (_, day) => Date.parse(`${from}T06:00:00Z`) + day * 86_400_000)
    return workdays.flatMap((start_ms, day) =>
      sent(dayOf(user_id, `${place}-${day}`, start_ms, deals, chances), chances),
    )
  })

const hour_ms = 3_600_000

function dayOf(user_id: string, name: string, begin_ms: number, deals: Deal[], chances: Chance): Claim[] {
  const claims: Claim[] = []
  const add = (start_ms: number, length_s: number, more: Partial<Claim>) =>
    claims.push({
      user_id,
      external_id: `month-${name}-${claims.length}`,
      start_time: new Date(start_ms).toISOString(),
      end_time: new Date(start_ms + length_s * 1_000).toISOString(),
      duration_seconds: length_s,
      source: 'agent',
      ...more,
    })
  for (let at_ms = begin_ms + chances.int(0, 90) * 60_000; at_ms < begin_ms + 9 * hour_ms;) {
    const length_s = chances.int(1, 1_800)
    add(at_ms, length_s, kindOf(deals, chances))
    // the second device: it lies over what the first just sent
    if (chances.next() < 0.08)
      add(at_ms + 500, Math.max(1, length_s - 1), { app: 'Phone', billable: chances.next() < 0.7 })
    at_ms += length_s * 1_000 + chances.pick([0, 0, 250, 90_000])
  }
  if (chances.next() < 0.15) add(begin_ms + 14.5 * hour_ms, 4 * 3_600 + 7, { title: 'Night release' })
  if (chances.next() < 0.1) add(begin_ms - 5 * hour_ms, 20 * 3_600, { title: 'Stuck', billable: false })
  return claims
}

function kindOf(deals: Deal[], chances: Chance): Partial<Claim> {
  const deal = chances.pick(deals)
  const kind = chances.next()
  if (kind < 0.45) return { deal_id: deal.id, title: `Offer ${chances.int(1, 50)}` }
  if (kind < 0.6) return { project_name: deal.name }
  if (kind < 0.7) return { app: privateApp, title: 'Private' }
  if (kind < 0.8) return { app: 'Firefox', url: `https://site${chances.int(1, 20)}.example/x?id=${chances.int(1, 9)}` }
  return { app: 'Word', title: `Draft ${chances.int(1, 30)}`, billable: chances.next() < 0.9 }
}

/** First some of it half grown, then all of it, then a part of it again. */
function sent(claims: Claim[], chances: Chance): Claim[][] {
  const young = claims.filter(() => chances.next() < 0.3).flatMap((claim) => halfOf(claim) ?? [])
  const again = claims.filter(() => chances.next() < 0.2)
  const late = young.filter(() => chances.next() < 0.1)
  return [young, claims, [...again, ...late]].flatMap((all) => sliced(all, chances.int(5, 40)))
}

function halfOf(claim: Claim): Claim | null {
  const duration_seconds = Math.floor(claim.duration_seconds / 2)
  if (duration_seconds === 0) return null
  const end_time = new Date(Date.parse(claim.start_time) + duration_seconds * 1_000).toISOString()
  return { ...claim, end_time, duration_seconds }
}

const sliced = (claims: Claim[], size: number) =>
  Array.from({ length: Math.ceil(claims.length / size) }, (_, part) => claims.slice(part * size, (part + 1) * size))
