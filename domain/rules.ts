/** Mapping rules: what they are, how they prove themselves, and what is told of them. */
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
import { limits, type Condition } from './rule-conditions.ts'

/**
 * draft: does nothing · shadow: is watched without doing anything · active: places time · suggest: only guesses in the review
 * queue, as a rule that proved wrong does · retired: kept for what it once placed.
 */
export const ruleStates = ['draft', 'shadow', 'active', 'suggest', 'retired'] as const
export type RuleState = (typeof ruleStates)[number]

/** Below this share of right placements no rule goes live. */
export const precisionFloor = 0.9
/** With fewer reviewed entries nothing is proved: it may go live only as unproven, and says so. */
export const fewestReviewed = 10

/**
 * What becomes of an entry. billable: only the mark is set, the place is found as if the rule were not there · private: no
 * customer, not billable, and its title, address, app, project name and tags are not kept · ignore: no customer, not billable.
 */
export const targetKinds = ['deal', 'task', 'account', 'billable', 'private', 'ignore'] as const
export type TargetKind = (typeof targetKinds)[number]

const target = {
  kind: OneOf(targetKinds),
  account_id: Type.Optional(Nullable(Id)),
  deal_id: Type.Optional(Nullable(Id)),
  task_id: Type.Optional(Nullable(Id)),
  billable: Type.Optional(Nullable(Type.Boolean({ description: 'null leaves it as it was sent' }))),
}
export const RuleTargetInput = strict(target)
export type RuleTargetInput = Static<typeof RuleTargetInput>

/** The parts of a target, each null where it does not count. */
export type RuleTarget = {
  kind: TargetKind
  account_id: string | null
  deal_id: string | null
  task_id: string | null
  billable: boolean | null
}

const Share = Type.Number({ minimum: 0, maximum: 1 })
/** How often what a rule says is what a person said. `low` and `high`: Wilson’s interval at 95 %. All null without entries. */
export const Precision = strict({
  reviewed: Type.Integer({ description: 'entries a person placed, that the rule would have placed' }),
  right: Type.Integer(),
  share: Nullable(Share),
  low: Nullable(Share),
  high: Nullable(Share),
})
export type Precision = Static<typeof Precision>

const ConditionText = Type.String({
  minLength: 1,
  maxLength: limits.text,
  description: 'see docs/rules.md',
  examples: ['app is Figma and (site is acme.com or title contains "acme redesign")'],
})

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

export const BackTestOrder = strict({
  condition: ConditionText,
  target: RuleTargetInput,
  rule_id: Type.Optional(Id),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 730, default: 90 })),
})
export type BackTestOrder = Static<typeof BackTestOrder>

/** An entry a back-test names. What rests on another person’s screen is shown without whose it is, and when. */
export const RuleSample = strict({
  id: Nullable(Id),
  user_name: Nullable(Type.String()),
  start_time: Nullable(Instant),
  duration_seconds: Type.Integer(),
  title: Nullable(Type.String()),
  project_name: Nullable(Type.String()),
  app: Nullable(Type.String()),
  /** Where the person put it. */
  placed_on: Type.String(),
})
export type RuleSample = Static<typeof RuleSample>
const Samples = Type.Array(RuleSample, { maxItems: 10 })

export const BackTest = strict({
  days: Type.Integer(),
  date_from: CalendarDate,
  /** Entries a person placed in that time, at most 100,000 of them, the newest. */
  reviewed: Type.Integer(),
  cut_off: Type.Boolean(),
  precision: Precision,
  /** Of all reviewed entries, the share the rule would have placed. */
  coverage: Share,
  matched_seconds: Type.Integer(),
  /** Waiting entries the rule would place now. */
  waiting: Type.Integer(),
  waiting_seconds: Type.Integer(),
  conflicts: Type.Array(
    strict({
      rule_id: Id,
      name: Type.String(),
      entries: Type.Integer(),
      comes_first: OneOf(['this', 'that'] as const),
    }),
    { maxItems: 20 },
  ),
  wrong: Samples,
  right: Samples,
  /** Against the version that is stored, where `rule_id` names one. */
  gained: strict({ entries: Type.Integer(), samples: Samples }),
  lost: strict({ entries: Type.Integer(), samples: Samples }),
  may_activate: Type.Boolean(),
  /** Why not, or with which reservation. */
  verdict: Type.String(),
})
export type BackTest = Static<typeof BackTest>

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

/** Where an entry was put, or is. */
export type Placed = {
  account_id: string | null
  deal_id: string | null
  task_id: string | null
  billable: boolean
}

/** Whether a person put an entry where the rule would have put it. */
export function agrees(target: RuleTarget, placed: Placed): boolean {
  if (target.billable !== null && target.billable !== placed.billable) return false
  if (target.kind === 'billable') return true
  if (target.kind === 'deal') return placed.deal_id === target.deal_id
  if (target.kind === 'task') return placed.task_id === target.task_id
  return placed.account_id === target.account_id
}

/** Whether two rules would do different things with one entry. */
export const contradict = (a: RuleTarget, b: RuleTarget) =>
  (a.kind === 'billable') === (b.kind === 'billable') &&
  (a.kind !== b.kind ||
    a.deal_id !== b.deal_id ||
    a.task_id !== b.task_id ||
    a.account_id !== b.account_id ||
    (a.billable !== null && b.billable !== null && a.billable !== b.billable))

/** Wilson’s score interval at 95 %: honest also where all or none of a few were right. */
export function precisionOf(right: number, reviewed: number): Precision {
  if (reviewed === 0) return { reviewed, right, share: null, low: null, high: null }
  const z = 1.959964
  const share = right / reviewed
  const denominator = 1 + (z * z) / reviewed
  const middle = (share + (z * z) / (2 * reviewed)) / denominator
  const reach = (z / denominator) * Math.sqrt((share * (1 - share)) / reviewed + (z * z) / (4 * reviewed * reviewed))
  const rounded = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1_000) / 1_000
  return { reviewed, right, share: rounded(share), low: rounded(middle - reach), high: rounded(middle + reach) }
}

/** What a placement by the rule claims to be sure of: Laplace’s rule of succession, so that three of three are not certain. */
export const confidenceAfter = ({ right, reviewed }: Pick<Precision, 'right' | 'reviewed'>) =>
  Math.round(((right + 1) / (reviewed + 2)) * 100) / 100

/** Whether a rule may go live, and the sentence that says so. */
export function judgeProof({ right, reviewed }: Precision): { may: boolean; proven: boolean; says: string } {
  const percent = (share: number) => `${Math.floor(share * 1_000) / 10} %`
  const counted = `${right} of ${reviewed} reviewed entries`
  if (reviewed > 0 && right / reviewed < precisionFloor)
    return {
      may: false,
      proven: false,
      says: `It would have been right with ${counted}, ${percent(right / reviewed)}; at least ${percent(precisionFloor)} is needed.`,
    }
  if (reviewed < fewestReviewed) {
    const fit =
      reviewed === 0
        ? 'No reviewed entry fits'
        : reviewed === 1
          ? 'Only one reviewed entry fits'
          : `Only ${reviewed} reviewed entries fit`
    return {
      may: true,
      proven: false,
      says: `${fit} it; ${fewestReviewed} are needed to tell. It can go live as unproven.`,
    }
  }
  return { may: true, proven: true, says: `It would have been right with ${counted}, ${percent(right / reviewed)}.` }
}
