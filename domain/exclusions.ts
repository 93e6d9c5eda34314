/** What a person keeps out of Daybook: apps, sites, hours of their day, and everything while they are private. */
import { CalendarDate, Instant, Name, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'
import { overlap_ms, type Span } from './spans.ts'
import { instantsOf } from './zones.ts'

/** By which of the person's rules something was left out. `hidden`: it was recorded, and they took it out again. */
export const leftOutReasons = ['private_mode', 'hours', 'app', 'site', 'hidden'] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', examples: ['12:30'] })

/** On these weekdays (1 is Monday), from a time up to another on the person's own clock. An earlier or equal `to` is of the next day. */
export const ExcludedHours = strict({
  days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
  from: Clock,
  to: Clock,
})
export type ExcludedHours = Static<typeof ExcludedHours>

export const ExclusionsInput = strict({
  apps: Type.Array(Name(300), { maxItems: 200 }),
  /** Host names or web addresses; each stands for everything below it. */
  sites: Type.Array(Name(500), { maxItems: 200 }),
  hours: Type.Array(ExcludedHours, { maxItems: 20 }),
  editor_projects: Type.Optional(
    Type.Boolean({ description: 'the project an editor has open is sent and kept; left out it is not' }),
  ),
})
export type ExclusionsInput = Static<typeof ExclusionsInput>

/** Version 0: the person has not said anything yet. */
export const Exclusions = strict({
  ...ExclusionsInput.properties,
  editor_projects: Type.Boolean({ description: 'the project an editor has open is sent and kept' }),
  /** Null: not private now. `ends_at` null: until the person ends it. */
  private_mode: Nullable(strict({ started_at: Instant, ends_at: Nullable(Instant) })),
  version: Type.Integer({ minimum: 0 }),
})
export type Exclusions = Static<typeof Exclusions>

/** `until` null: until the person ends it. */
export const PrivateModeInput = strict({ until: Nullable(Instant) })

/** At most a quarter at once. */
export const LeftOutQuery = strict({ date_from: CalendarDate, date_to: CalendarDate })
export const mostLeftOutDays = 92
export const LeftOut = strict({
  data: Type.Array(
    strict({ day: CalendarDate, reason: OneOf(leftOutReasons), entries: Type.Integer(), seconds: Type.Integer() }),
  ),
})
export type LeftOut = Static<typeof LeftOut>

/** Apps are called the same with and without the ending their file has. */
export const appKey = (name: string) =>
  name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/\.(exe|app)$/, '')

/** A page that is shown by way of another address: as its source, as a blob, or in the reader of Firefox or Edge. */
function shownIn(url: string): string {
  const text = url.trim().replace(/^(?:view-source:|blob:|filesystem:)+/i, '')
  const read = /^about:reader\?url=([^&]*)/i.exec(text)?.[1]
  if (read === undefined) return text.replace(/^read:\/\/https?_/i, 'https://')
  try {
    return decodeURIComponent(read)
  } catch {
    return read
  }
}

const address = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#]*@)?(\[[0-9a-f:.]+\]|[^\s/?#:@[\]]+)(?::\d+)?(?:[/?#]|$)/i

/** The host of a web address, or of what people type for one; null where there is none. Lower case, without a last dot. */
export function hostOf(url: string): string | null {
  const host = address.exec(shownIn(url))?.[1]?.toLowerCase().replace(/\.$/, '')
  return host || null
}

/** What is kept out for a site somebody typed: its host, without the `www.` and `*.` that stand for the same. */
export function siteOf(typed: string): string | null {
  const site = hostOf(typed)?.replace(/^(\*\.)?(www\.)?/, '')
  return site && !site.includes('*') ? site : null
}

/** The host and every name above it: of a.b.example these are a.b.example, b.example and example. */
function isBelow(host: string, sites: ReadonlySet<string>): boolean {
  for (let name = host; ; name = name.slice(name.indexOf('.') + 1)) {
    if (sites.has(name)) return true
    if (!name.includes('.')) return false
  }
}

const day_ms = 24 * 3_600_000
/** 1 is Monday. Day 0, the first of 1970, was a Thursday. */
const weekdayOf = (day: number) => ((day + 3) % 7) + 1
const dateOf = (day: number) => new Date(day * day_ms).toISOString().slice(0, 10)

/** Where the clock is turned back, the hours last from the first time it shows their beginning to the last time it shows their end. */
function hoursOn(day: number, hours: ExcludedHours[], zone: string): Span[] {
  const weekday = weekdayOf(day)
  return hours
    .filter(({ days }) => days.includes(weekday))
    .map(({ from, to }) => ({
      start_ms: instantsOf({ date: dateOf(day), time: `${from}:00` }, zone)[0]!,
      end_ms: instantsOf({ date: dateOf(to > from ? day : day + 1), time: `${to}:00` }, zone).at(-1)!,
    }))
}

/** Days are worked out once, however many entries fall on them. */
function createHours(hours: ExcludedHours[], zone: string): (span: Span) => boolean {
  const known = new Map<number, Span[]>()
  const on = (day: number) => {
    const spans = known.get(day) ?? hoursOn(day, hours, zone)
    known.set(day, spans)
    return spans
  }
  return (span) => {
    if (hours.length === 0) return false
    // the person's day may be the one before or after that of UTC, and hours reach into the next
    const last = Math.floor(span.end_ms / day_ms) + 1
    for (let day = Math.floor(span.start_ms / day_ms) - 2; day <= last; day++)
      if (on(day).some((other) => overlap_ms(span, other) > 0)) return true
    return false
  }
}

type Kept = { apps: string[]; sites: string[]; hours: ExcludedHours[]; private_times: Span[]; zone: string }
export type Sensed = { app: string | null; url: string | null; span: Span }

/**
 * Says of an entry by which rule of the person it is left out, or null. As a whole, also where only a part of it lies in
 * private time: rather too little is recorded than too much. `toAscii` writes a host as addresses do (UTS #46).
 */
export function createExclusion(
  { apps, sites, hours, private_times, zone }: Kept,
  toAscii: (host: string) => string,
): (entry: Sensed) => LeftOutReason | null {
  const excludedApps = new Set(apps.map(appKey))
  const excludedSites = new Set(sites)
  const isInHours = createHours(hours, zone)
  return ({ app, url, span }) => {
    if (private_times.some((other) => overlap_ms(span, other) > 0)) return 'private_mode'
    if (isInHours(span)) return 'hours'
    if (app !== null && excludedApps.has(appKey(app))) return 'app'
    const host = url !== null && sites.length > 0 ? hostOf(url) : null
    return host !== null && isBelow(toAscii(host), excludedSites) ? 'site' : null
  }
}
