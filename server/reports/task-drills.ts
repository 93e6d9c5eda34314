/** Where the tasks behind a figure are listed. */
import { both } from '#domain/drills.ts'
import type { Drill, Filters } from '#domain/report-tables.ts'
import { scopeOf, type Actor } from '#server/platform/actor.ts'
import type { Asked } from './kind.ts'

/** So many people one question may name. */
const most = 50

/** Open tasks of the people whose load the reader may see; null where they are too many to be named. */
export function tasksBehind({ actor, query }: Asked, own: Filters): Drill | null {
  const { account_id, deal_id, team_id, user_id } = query
  const people = peopleOf(actor)
  if (people && people.length > most) return null
  const filters = both(
    {
      status: ['open', 'in_progress', 'blocked'],
      with: ['assignee'],
      ...(account_id && { account_id }),
      ...(deal_id && { deal_id }),
      ...(team_id && { team_id }),
      ...(user_id && { assigned_to: user_id }),
      ...own,
    },
    people ? { assigned_to: [...people] } : {},
  )
  return filters && { by: 'tasks', list: 'tasks', filters }
}

/** Null: everybody. */
function peopleOf(actor: Actor): readonly string[] | null {
  const scope = scopeOf(actor, 'reports:read')
  if (scope === 'all') return null
  return scope === 'team' ? actor.team : actor.person_id === null ? [] : [actor.person_id]
}
