/** What a mapping rule makes of an entry, and whether a person said the same. */
import { Id, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'

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

/** Whether two rules would do different things with one entry. A mark and a place go together. */
export function contradict(a: RuleTarget, b: RuleTarget): boolean {
  if ((a.kind === 'billable') !== (b.kind === 'billable')) return false
  return placeIn(a) !== placeIn(b) || (a.billable !== null && b.billable !== null && a.billable !== b.billable)
}

/** What a target is about; a deal also brings its account, which says nothing more. */
const placeIn = ({ kind, account_id, deal_id, task_id }: RuleTarget) =>
  kind === 'deal' ? deal_id : kind === 'task' ? task_id : kind === 'account' ? account_id : kind
