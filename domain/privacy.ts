/** What is held about a person, as they see it: who can look, who did, and what was done with their time by itself. */
import { mappingRules } from './mapping.ts'
import { CalendarDate, Id, Instant, Nullable, OneOf, Page, Type, listFields, strict, type Static } from './shapes.ts'

/** Who may see somebody's time: a person by their role, or a program by its key. */
export const Viewer = strict({
  id: Id,
  kind: OneOf(['person', 'program'] as const),
  name: Type.String(),
  role: Nullable(Type.String()),
  /** Titles, addresses and apps: never, those that were released, or any of them with a reason and the person told. */
  titles: OneOf(['never', 'released', 'with_a_reason'] as const),
})
export type Viewer = Static<typeof Viewer>
/** `more`: there are others beyond the first 200. */
export const Viewers = strict({ data: Type.Array(Viewer), more: Type.Boolean() })

/** Somebody read titles. `reason` null: the person had released them. */
export const Look = strict({
  id: Id,
  viewer_name: Type.String(),
  occurred_at: Instant,
  entries: Type.Integer(),
  reason: Nullable(Type.String()),
})
export type Look = Static<typeof Look>
export const LookPage = Page(Look)
export const LookQuery = strict(listFields(['occurred_at']))
export type LookQuery = Static<typeof LookQuery>

export const DaysQuery = strict({ date_from: CalendarDate, date_to: CalendarDate })
/** As others see one's entries: a page like any list of entries. */
export const AsSeenQuery = strict({ ...listFields(['start_time', 'duration_seconds']), ...DaysQuery.properties })
export type AsSeenQuery = Static<typeof AsSeenQuery>

/** From when on what waits is the team's to place as well: until then it stands in nobody else's review queue. */
export const Turns = strict({
  data: Type.Array(strict({ entry_id: Id, team_from: Instant })),
  more: Type.Boolean({ description: 'there are others beyond the first 1,000' }),
})
export type Turns = Static<typeof Turns>

/** By what one's entries came where they are. `person`: somebody put them there. `rule_name`: of a mapping rule. */
export const Placements = strict({
  data: Type.Array(
    strict({
      rule: OneOf(mappingRules),
      rule_name: Nullable(Type.String()),
      entries: Type.Integer(),
      seconds: Type.Integer(),
    }),
  ),
})
export type Placements = Static<typeof Placements>
