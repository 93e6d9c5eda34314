/** Rules people already follow: mined from what they placed, each with how right it would have been. */
import { habitsIn } from '#domain/rule-mining.ts'
import type { RuleSuggestions } from '#domain/rules.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { mostReviewed, usualDays } from './back-test.ts'
import { loadRules } from './live-rules.ts'
import { findPlaces } from './queries.ts'
import { findReviewed } from './reviewed-queries.ts'

export async function suggestRules(db: Database, actor: Actor): Promise<RuleSuggestions> {
  const known = await loadRules(db, ['draft', 'shadow', 'active', 'suggest'])
  const fields = ['project', 'tag', 'site', 'person'] as const
  const decided = await findReviewed(db, actor, fields, usualDays, mostReviewed, { mined: true })
  const habits = habitsIn(decided, (facts) => known.matching(facts).length > 0)
  const places = await findPlaces(
    db,
    habits.flatMap(({ deal_id, account_id }) => deal_id ?? account_id ?? []),
  )
  return {
    data: habits.flatMap(({ condition, deal_id, account_id, precision, seconds }) => {
      const id = deal_id ?? account_id
      const name = id === null ? null : places.get(id)
      // where people put it cannot take time any more
      if (name === undefined) return []
      const kind = deal_id ? ('deal' as const) : account_id ? ('account' as const) : ('ignore' as const)
      return [{ condition, target: { kind, deal_id, account_id, name }, precision, seconds }]
    }),
  }
}
