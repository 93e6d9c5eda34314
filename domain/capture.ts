/** How much of what a person works with is kept at all: titles, addresses, apps and projects, cut at the door before anything is stored. */
import { hostOf } from './exclusions.ts'
import type { Jurisdiction } from './notice.ts'
import { CalendarDate, OneOf, Type, strict, type Static } from './shapes.ts'

/** nothing: only times · apps_and_sites: the app, and of an address its host · titles: the title too, and the address. */
export const captures = ['nothing', 'apps_and_sites', 'titles'] as const
export type Capture = (typeof captures)[number]

/** Titles say by accident what nobody may ask (GDPR article 9): where the law is strict they are a choice, not the default. */
const advised: Record<Jurisdiction, Capture> = {
  eu: 'apps_and_sites',
  germany: 'apps_and_sites',
  india: 'apps_and_sites',
  us: 'titles',
  other: 'titles',
}

/** What is kept: as the company chose, else as the place advises. */
export const captureOf = (company: { capture: Capture | null; jurisdiction: Jurisdiction }): Capture =>
  company.capture ?? advised[company.jurisdiction]

/**
 * `query`: what follows ? or # in an address. `credentials`: a name or password in it. `address`: all of it, or all but its host.
 * `project`: what an editor had open; one that was sent or typed as such is no evidence and stays.
 */
export const droppedParts = ['title', 'app', 'address', 'query', 'credentials', 'project'] as const
export type DroppedPart = (typeof droppedParts)[number]

export const Dropped = strict({
  data: Type.Array(strict({ day: CalendarDate, part: OneOf(droppedParts), entries: Type.Integer() })),
})
export type Dropped = Static<typeof Dropped>

export type Evidence = {
  title: string | null
  url: string | null
  app: string | null
  project_name: string | null
  project_from_editor: boolean
}
export type Minimised = { kept: Evidence; dropped: DroppedPart[] }

/** `editor_projects`: the person switched them on; a company that keeps times alone keeps them neither (docs/decisions/0047). */
type Settings = { capture: Capture; capture_queries: boolean; editor_projects: boolean }

/** Cuts evidence down to what is kept, and says which parts went. Names and passwords in an address always go. */
export function minimise(
  { title, url, app, project_name, project_from_editor }: Evidence,
  { capture, capture_queries, editor_projects }: Settings,
): Minimised {
  const address = capture === 'titles' ? withoutQuery(url, capture_queries) : siteIn(url, capture)
  const noProject = project_from_editor && (!editor_projects || capture === 'nothing')
  const kept = {
    title: capture === 'titles' ? title : null,
    app: capture === 'nothing' ? null : app,
    url: address.kept,
    project_name: noProject ? null : project_name,
    project_from_editor: project_from_editor && !noProject,
  }
  const gone = (part: 'title' | 'app', before: string | null) => (kept[part] === before ? [] : [part])
  const dropped = [...gone('title', title), ...gone('app', app), ...address.dropped]
  return { kept, dropped: noProject ? [...dropped, 'project'] : dropped }
}

type Address = { kept: string | null; dropped: DroppedPart[] }
const none: Address = { kept: null, dropped: [] }

/** The content itself stands in such an address, and no page. */
const isContent = (url: string) => /^\s*(data|javascript|blob):/i.test(url)
/** With a scheme or without: what stands before @ in front of the first slash. */
const credentials = /^(\s*(?:(?:[a-z][a-z0-9+.-]*:)?\/\/)?)[^/?#]*@/i

function withoutQuery(url: string | null, keepsQueries: boolean): Address {
  if (url === null) return none
  if (isContent(url)) return { kept: null, dropped: ['address'] }
  const bare = url.replace(credentials, '$1')
  const short = keepsQueries ? bare : bare.replace(/[?#].*$/s, '')
  const dropped: DroppedPart[] = []
  if (short !== bare) dropped.push('query')
  if (bare !== url) dropped.push('credentials')
  return { kept: short || null, dropped }
}

function siteIn(url: string | null, capture: Capture): Address {
  if (url === null) return none
  const host = capture === 'nothing' || isContent(url) ? null : hostOf(url)
  const scheme = /^\s*(https?):/i.exec(url)?.[1]?.toLowerCase() ?? 'https'
  const kept = host === null ? null : `${scheme}://${host}/`
  return kept === url ? { kept, dropped: [] } : { kept, dropped: ['address'] }
}
