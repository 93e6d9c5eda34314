/** Mapping rules: what they are, and what is told of them. */
import {
  CalendarDate,
  Id,
  Instant,
  Name,
  Nullable,
  OneOf,
  Page,
  Type,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'
import type { Condition } from './rule-conditions.ts'
import { ConditionText, Precision } from './rule-proof.ts'
import { RuleTargetInput, targetKinds, type RuleTarget } from './rule-targets.ts'

/**
 * draft: does nothing · shadow: is watched without doing anything · active: places time · suggest: only guesses in the review
 * queue, as a rule that proved wrong does · retired: kept for what it once placed.
 */
export const ruleStates = ['draft', 'shadow', 'active', 'suggest', 'retired'] as const
export type RuleState = (typeof ruleStates)[number]

export const MappingRule = strict({
  ...rowFields,
  name: Type.String(),
  state: OneOf(ruleStates),
  state_reason: Nullable(Type.String()),
  priority: Type.Integer(),
  /** Counts up when the condition or the target changes; entries say which one placed them. */
  number: Type.Integer(),
  condition: Type.String({ description: 'people and teams by their ids' }),
  target: strict({
    kind: OneOf(targetKinds),
    account_id: Nullable(Id),
    deal_id: Nullable(Id),
    task_id: Nullable(Id),
    billable: Nullable(Type.Boolean()),
    name: Nullable(Type.String({ description: 'of the deal, task or account' })),
    /** What it points to can take time: neither lost nor deleted. Otherwise the rule rests. */
    open: Type.Boolean(),
  }),
  /** As measured when it went live; what it has placed since, and how much of that people corrected. */
  proof: Nullable(Precision),
  placed: Type.Integer(),
  placed_seconds: Type.Integer(),
  created_by_name: Nullable(Type.String()),
})
export type MappingRule = Static<typeof MappingRule>
export const MappingRulePage = Page(MappingRule)
export const MappingRuleQuery = strict({
  ...listFields(['priority', 'name', 'updated_at']),
  state: Type.Optional(Type.Array(OneOf(ruleStates), { maxItems: ruleStates.length })),
})
export type MappingRuleQuery = Static<typeof MappingRuleQuery>

const Priority = Type.Integer({
  minimum: 1,
  maximum: 10_000,
  description: 'of two that hold, the smaller number comes first',
})
export const MappingRuleInput = strict({
  name: Name(),
  condition: ConditionText,
  target: RuleTargetInput,
  priority: Type.Optional(Priority),
})
export type MappingRuleInput = Static<typeof MappingRuleInput>

export const MappingRulePatch = strict(
  {
    name: Type.Optional(Name()),
    condition: Type.Optional(ConditionText),
    target: Type.Optional(RuleTargetInput),
    priority: Type.Optional(Priority),
  },
  { minProperties: 1 },
)
export type MappingRulePatch = Static<typeof MappingRulePatch>

export const RuleStateChange = strict({
  state: OneOf(ruleStates),
  reason: Type.Optional(Name(500)),
  unproven: Type.Optional(Type.Boolean({ description: 'goes live although too few entries were reviewed to tell' })),
})
export type RuleStateChange = Static<typeof RuleStateChange>

export const RuleVersion = strict({
  id: Id,
  number: Type.Integer(),
  condition: Type.String(),
  target: strict({
    kind: OneOf(targetKinds),
    account_id: Nullable(Id),
    deal_id: Nullable(Id),
    task_id: Nullable(Id),
    billable: Nullable(Type.Boolean()),
  }),
  proof: Nullable(Precision),
  made_by_name: Nullable(Type.String()),
  created_at: Instant,
})
export const RuleVersionPage = Page(RuleVersion)
export const RuleVersionQuery = strict(listFields(['number']))
export type RuleVersionQuery = Static<typeof RuleVersionQuery>

/** What people already do, as a rule somebody may write. */
export const RuleSuggestions = strict({
  data: Type.Array(
    strict({
      condition: Type.String(),
      target: strict({
        kind: OneOf(['deal', 'account', 'ignore'] as const),
        deal_id: Nullable(Id),
        account_id: Nullable(Id),
        name: Nullable(Type.String()),
      }),
      precision: Precision,
      seconds: Type.Integer({ description: 'of the entries people placed so' }),
    }),
    { maxItems: 20 },
  ),
})
export type RuleSuggestions = Static<typeof RuleSuggestions>

/** One day of a rule, on the clocks of those who worked: what fits, and where that is now. */
export const RuleDay = strict({
  date: CalendarDate,
  entries: Type.Integer(),
  seconds: Type.Integer(),
  same: Type.Integer({ description: 'are where the rule says' }),
  waiting: Type.Integer({ description: 'wait, and would be placed' }),
  other: Type.Integer({ description: 'are elsewhere' }),
})
export type RuleDay = Static<typeof RuleDay>
export const RuleDays = strict({ data: Type.Array(RuleDay, { maxItems: 62 }), cut_off: Type.Boolean() })
export type RuleDays = Static<typeof RuleDays>
export const RuleDaysQuery = strict({
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, default: 14 })),
})

/** A rule as it is applied. `confidence`: how often it was right, as far as that was measured. */
export type LiveRule = {
  id: string
  name: string
  number: number
  priority: number
  suggests: boolean
  condition: Condition
  target: RuleTarget
  confidence: number
}
