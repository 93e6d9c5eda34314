/** How mapping rules prove themselves on what people placed, and what a back-test answers. */
import { limits } from './rule-conditions.ts'
import { RuleTargetInput } from './rule-targets.ts'
import { CalendarDate, Id, Instant, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'

/** Below this share of right placements no rule goes live. */
export const precisionFloor = 0.9
/** With fewer reviewed entries nothing is proved: it may go live only as unproven, and says so. */
export const fewestReviewed = 10

export const ConditionText = Type.String({
  minLength: 1,
  maxLength: limits.text,
  description: 'see docs/rules.md',
  examples: ['app is Figma and (site is acme.com or title contains "acme redesign")'],
})

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

export const BackTestOrder = strict({
  condition: ConditionText,
  target: RuleTargetInput,
  rule_id: Type.Optional(Id),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 730, default: 90 })),
})
export type BackTestOrder = Static<typeof BackTestOrder>

/** What a rule that looks at the screen tells of lengths, up to the next quarter of an hour: by its seconds, an entry is found in the list. */
export const roughly = (seconds: number): number => Math.ceil(seconds / 900) * 900

/** An entry a back-test names. What rests on another person’s screen is shown without whose it is and when, and with its length `roughly`. */
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
