/** What of an entry rules look at, folded once and only where some rule asks for it. */
import { hostOf } from './mapping-hints.ts'
import { folded, type Field } from './rule-conditions.ts'

/** Every text is as a stranger sent it: any length, any script, empty. */
export type Facts = {
  app?: string | null
  url?: string | null
  title?: string | null
  project_name?: string | null
  /** The project was on the person's screen, as a title is. */
  project_from_editor?: boolean
  tags?: readonly string[]
  activity_type?: string
  user_id?: string
  start_time?: string
  /** The IANA zone of the person, in which weekday and hour are read. */
  zone?: string
}

export type Look = { readonly [F in Field]: readonly string[] }

/** The values of each field; a site is its host with every domain above it. */
export const lookAt = (facts: Facts, teamOf: (user_id: string) => string | undefined): Look =>
  new LazyLook(facts, teamOf)

class LazyLook implements Look {
  readonly #facts: Facts
  readonly #teamOf: (user_id: string) => string | undefined
  #app: readonly string[] | undefined
  #title: readonly string[] | undefined
  #project: readonly string[] | undefined
  #tag: readonly string[] | undefined
  #site: readonly string[] | undefined
  #clock: readonly string[] | undefined
  constructor(facts: Facts, teamOf: (user_id: string) => string | undefined) {
    this.#facts = facts
    this.#teamOf = teamOf
  }
  get app() {
    return (this.#app ??= texts(this.#facts.app))
  }
  get title() {
    return (this.#title ??= texts(this.#facts.title))
  }
  get project() {
    return (this.#project ??= texts(this.#facts.project_name))
  }
  get tag() {
    return (this.#tag ??= (this.#facts.tags ?? []).map((tag) => folded(tag).trim()))
  }
  get site() {
    return (this.#site ??= this.#facts.url ? domainsOf(hostOf(this.#facts.url)) : [])
  }
  get activity() {
    return some(this.#facts.activity_type)
  }
  get person() {
    return some(this.#facts.user_id)
  }
  get team() {
    return some(this.#facts.user_id === undefined ? undefined : this.#teamOf(this.#facts.user_id))
  }
  get weekday() {
    return (this.#clock ??= clockOf(this.#facts)).slice(0, 1)
  }
  get hour() {
    return (this.#clock ??= clockOf(this.#facts)).slice(1)
  }
}

const texts = (value: string | null | undefined) => (value ? [folded(value).trim()] : [])
const some = (value: string | undefined) => (value === undefined ? [] : [value])

/** `a.b.acme.com` → itself, b.acme.com, acme.com, com. */
function domainsOf(host: string): string[] {
  const found: string[] = []
  for (let at = 0; host !== '' && at >= 0; at = host.indexOf('.', at + 1)) found.push(host.slice(at === 0 ? 0 : at + 1))
  return found
}

const formats = new Map<string, Intl.DateTimeFormat>()
/** What the clocks of a zone show in a quarter of an hour: no zone changes within one, and formatting is what takes time. */
const clocks = new Map<string, readonly string[]>()
const quarter_ms = 900_000
const mostClocks = 50_000

/** Weekday and hour at the start, as the person's clock showed them. */
function clockOf({ start_time, zone }: Facts): readonly string[] {
  if (start_time === undefined || zone === undefined) return []
  const slot = Math.floor(Date.parse(start_time) / quarter_ms)
  const known = clocks.get(`${slot} ${zone}`)
  if (known) return known
  // "Mon 09"
  const [weekday, hour] = formatOf(zone)
    .format(slot * quarter_ms)
    .split(/,? /) as [string, string]
  const read = [weekday.toLowerCase(), String(Number(hour))]
  if (clocks.size >= mostClocks) clocks.clear()
  clocks.set(`${slot} ${zone}`, read)
  return read
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' })
  formats.set(zone, made)
  return made
}
