/** How a rule would have done: against what people decided, beside the other rules, and against its stored version. */
import { fieldsIn, isEvidence, type Condition, type Field } from '#domain/rule-conditions.ts'
import { matcher } from '#domain/rule-set.ts'
import { type LiveRule } from '#domain/rules.ts'
import { agrees, contradict, type RuleTarget } from '#domain/rule-targets.ts'
import { judgeProof, precisionOf, roughly, type BackTest, type BackTestOrder } from '#domain/rule-proof.ts'
import { noteReads } from '#server/evidence/note-reads.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { conditionOf, loadRules, peopleIn } from './live-rules.ts'
import { lookThrough } from './look-through.ts'
import { getRule } from './queries.ts'
import { readRule, readTarget } from './read-rule.ts'
import { findFacts, findReviewed, findSamples, findWaiting, type Measured } from './reviewed-queries.ts'

export const usualDays = 90
/** The newest count. */
export const mostReviewed = 100_000
const mostWaiting = 10_000
const mostSamples = 10
/** With as many of the newest the other rules are compared. */
const mostCompared = 5_000

export async function backTest(db: Database, actor: Actor, order: BackTestOrder, now_ms: number): Promise<BackTest> {
  const { condition } = await readRule(db, order.condition)
  const target = await readTarget(db, order.target)
  const stored = order.rule_id === undefined ? null : await getRule(db, order.rule_id)
  if (stored === undefined) throw invalid('/rule_id', 'unknown_rule', 'There is no such rule.')
  const before = stored && conditionOf(stored.condition)
  const days = order.days ?? usualDays
  const fields = new Set([...fieldsIn(condition), ...(before ? fieldsIn(before) : [])])
  const measured = await measure(db, actor, { condition, target, before, fields, days })
  const conflicts = await conflictsOf(db, measured.matched, target, order.rule_id ?? null, stored?.priority ?? 100)
  const waiting: Measured[] = []
  await lookThrough(await findWaiting(db, actor, fieldsIn(condition), mostWaiting), (row) => {
    if (measured.holds(row)) waiting.push(row)
  })
  const samples = await findSamples(db, actor, measured.named, fields)
  const told = (rows: Measured[]) => (isOnScreen(fields, rows) ? roughly(secondsOf(rows)) : secondsOf(rows))
  await noteReads(
    db,
    actor,
    [...samples].map(
      ([
        id,
        {
          user_id,
          project_from_editor,
          sample: { title, app, project_name },
        },
      ]) => ({
        id,
        user_id,
        title,
        app,
        url: null,
        project_name,
        project_from_editor,
      }),
    ),
  )
  const show = (rows: Measured[]) => rows.slice(0, mostSamples).flatMap(({ id }) => samples.get(id)?.sample ?? [])
  const counted = (rows: Measured[]) => ({ entries: rows.length, samples: show(rows) })
  const { reviewed, matched, right, wrong, gained, lost } = measured
  const precision = precisionOf(right.length, matched.length)
  const { may, says } = judgeProof(precision)
  return {
    days,
    date_from: new Date(now_ms - days * 86_400_000).toISOString().slice(0, 10),
    reviewed,
    cut_off: reviewed === mostReviewed,
    precision,
    coverage: reviewed === 0 ? 0 : Math.round((matched.length / reviewed) * 10_000) / 10_000,
    matched_seconds: told(matched),
    waiting: waiting.length,
    waiting_seconds: told(waiting),
    conflicts,
    wrong: show(wrong),
    right: show(right),
    gained: counted(gained),
    lost: counted(lost),
    may_activate: may,
    verdict: says,
  }
}

/** The rule looks at screens, or at projects that some of these have from an editor. */
const isOnScreen = (fields: Set<Field>, rows: Measured[]) =>
  [...fields].some(isEvidence) || rows.some(({ project_from_editor }) => project_from_editor)
const secondsOf = (rows: Measured[]) => rows.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)

type Asked = {
  condition: Condition
  target: RuleTarget
  before: Condition | null
  fields: Set<Field>
  days: number
  /** Only what people decided since then. */
  since?: string
}

/** Which entries it would have placed, and what people had said of them. */
export async function measure(db: Database, actor: Actor, { condition, target, before, fields, days, since }: Asked) {
  const people = await peopleIn(db, before ? [condition, before] : [condition])
  const holds = matcher(condition, people)
  const held = before ? matcher(before, people) : () => false
  const rows = await findReviewed(db, actor, fields, days, mostReviewed, { since: since ?? null })
  const matched: Measured[] = []
  const gained: Measured[] = []
  const lost: Measured[] = []
  await lookThrough(
    rows,
    (row) => {
      const now = holds(row)
      if (now) matched.push(row)
      if (!before) return
      const then = held(row)
      if (now && !then) gained.push(row)
      if (then && !now) lost.push(row)
    },
    patienceOf(actor),
  )
  const right = matched.filter((row) => agrees(target, row))
  const wrong = matched.filter((row) => !agrees(target, row))
  const named = [wrong, right, gained, lost].flatMap((list) => list.slice(0, mostSamples).map(({ id }) => id))
  return { reviewed: rows.length, holds, matched, right, wrong, gained, lost, named: [...new Set(named)] }
}

/** Nobody waits for a job. */
const patienceOf = ({ kind }: Actor) => (kind === 'system' ? Infinity : undefined)

/** Other rules that would do something else with the same entries. */
async function conflictsOf(
  db: Database,
  matched: Measured[],
  target: RuleTarget,
  rule_id: string | null,
  priority: number,
): Promise<BackTest['conflicts']> {
  const others = await loadRules(db, ['shadow', 'active', 'suggest'])
  const counts = new Map<LiveRule, number>()
  const facts = await findFacts(
    db,
    matched.slice(0, mostCompared).map(({ id }) => id),
    others.fields,
  )
  await lookThrough(facts, (row) => {
    for (const rule of others.matching(row))
      if (rule.id !== rule_id && contradict(rule.target, target)) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  })
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 20)
    .map(([rule, entries]) => ({
      rule_id: rule.id,
      name: rule.name,
      entries,
      comes_first:
        rule.priority < priority || (rule.priority === priority && rule_id !== null && rule.id < rule_id)
          ? 'that'
          : 'this',
    }))
}
