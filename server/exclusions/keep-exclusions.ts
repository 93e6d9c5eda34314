import { appKey, siteOf, type Exclusions, type ExclusionsInput } from '#domain/exclusions.ts'
import { takeTurn } from '#server/people/take-turn.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { toAscii } from './leave-out.ts'
import { findExclusions, writeExclusions } from './queries.ts'

/** The person's own, and nobody else's. The ledger says that they changed, and not what is in them: that is private too. */
export async function keepExclusions(
  tx: Database,
  actor: Actor,
  if_match: number | null,
  input: ExclusionsInput,
): Promise<Exclusions> {
  await takeTurn(tx, actor.id!)
  checkVersion(if_match, (await findExclusions(tx, actor.id!)).version)
  const sites = input.sites.map((typed, index) => siteAt(typed, index))
  await writeExclusions(tx, actor.id!, {
    apps: distinct(input.apps, appKey),
    sites: distinct(sites),
    hours: input.hours,
    editor_projects: input.editor_projects ?? false,
  })
  await track(tx, actor, 'user.exclusions_changed', actor.id!)
  return findExclusions(tx, actor.id!)
}

function siteAt(typed: string, index: number): string {
  const site = siteOf(typed)
  if (site === null)
    throw invalid(`/sites/${index}`, 'no_site', `“${typed}” is no web address. Write it like bank.example.`)
  return toAscii(site)
}

/** The first of what means the same. */
const distinct = (values: string[], meaning = (value: string) => value) => {
  const meanings = values.map(meaning)
  return values.filter((_, place) => meanings.indexOf(meanings[place]!) === place)
}
