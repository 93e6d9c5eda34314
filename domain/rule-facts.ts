/** What of an entry rules look at, folded once and only where some rule asks for it. */
import { hostOf } from './mapping-hints.ts'
import { folded, type Field } from './rule-conditions.ts'

/** Every text is as a stranger sent it: any length, any script, empty. */
export type Facts = {
  app?: string | null
  url?: string | null
  title?: string | null
  project_name?: string | null
  tags?: readonly string[]
  activity_type?: string
  user_id?: string
  start_time?: string
  /** The IANA zone of the person, in which weekday and hour are read. */
  zone?: string
}

export type Look = { readonly [F in Field]: readonly string[] }

/** The values of each field; a site is its host with every domain above it. */
export function lookAt(facts: Facts, teamOf: (user_id: string) => string | undefined): Look {
  const once = <T>(make: () => T) => {
    let made: T | undefined
    return () => (made ??= make())
  }
  const text = (value: string | null | undefined) => once(() => (value ? [folded(value).trim()] : []))
  const [app, title, project] = [text(facts.app), text(facts.title), text(facts.project_name)]
  const tag = once(() => (facts.tags ?? []).map((one) => folded(one).trim()))
  const site = once(() => (facts.url ? domainsOf(hostOf(facts.url)) : []))
  const clock = once(() => clockOf(facts))
  const team = () => (facts.user_id === undefined ? undefined : teamOf(facts.user_id))
  return {
    get app() {
      return app()
    },
    get title() {
      return title()
    },
    get project() {
      return project()
    },
    get tag() {
      return tag()
    },
    get site() {
      return site()
    },
    get activity() {
      return some(facts.activity_type)
    },
    get person() {
      return some(facts.user_id)
    },
    get team() {
      return some(team())
    },
    get weekday() {
      return some(clock()?.[0])
    },
    get hour() {
      return some(clock()?.[1])
    },
  }
}

const some = (value: string | undefined) => (value === undefined ? [] : [value])

/** `a.b.acme.com` → itself, b.acme.com, acme.com, com. */
function domainsOf(host: string): string[] {
  const found: string[] = []
  for (let at = 0; host !== '' && at >= 0; at = host.indexOf('.', at + 1)) found.push(host.slice(at === 0 ? 0 : at + 1))
  return found
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Weekday and hour at the start, as the person's clock showed them. */
function clockOf({ start_time, zone }: Facts): [weekday: string, hour: string] | null {
  if (start_time === undefined || zone === undefined) return null
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' })
    formats.set(zone, format)
  }
  // "Mon 09"
  const [weekday, hour] = format.format(Date.parse(start_time)).split(/,? /) as [string, string]
  return [weekday.toLowerCase(), String(Number(hour))]
}
