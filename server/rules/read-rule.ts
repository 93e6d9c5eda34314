/** From what was sent to what is stored: a condition that can be read, of people that exist, and a target that is there. */
import { fieldsIn, isEvidence, testsIn, withValues, type Condition, type Field } from '#domain/rule-conditions.ts'
import { printCondition, readCondition } from '#domain/rule-text.ts'
import type { RuleTarget, RuleTargetInput } from '#domain/rule-targets.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import { findMembers, findPeople, findTeams, isThere, type Named } from './queries.ts'

/** 422 naming the place of a fault; the text comes back with ids for people and teams. */
export async function readRule(tx: Database, text: string): Promise<{ condition: Condition; text: string }> {
  const read = readCondition(text)
  if ('fault' in read)
    throw invalid('/condition', 'invalid_condition', `At ${read.fault.at + 1}: ${read.fault.message}`)
  mustNotJoin(read.condition)
  const condition = await withIds(tx, read.condition)
  await mustNotSingleOut(tx, condition)
  return { condition, text: printCondition(condition) }
}

/** Whoever asks how often a rule holds would learn from it what one person’s titles say (docs/decisions/0015). */
function mustNotJoin(condition: Condition): void {
  const fields = fieldsIn(condition)
  if (fields.has('person') && [...fields].some(isEvidence))
    throw invalid(
      '/condition',
      'person_and_evidence',
      'A rule asks who worked, or what was on the screen (app, site, title), not both: it would tell what one person’s titles say.',
    )
}

const fewestInTeam = 3

/** A team of two is a person for whoever is the other one. */
async function mustNotSingleOut(tx: Database, condition: Condition): Promise<void> {
  const tests = testsIn(condition)
  if (!tests.some(({ field }) => isEvidence(field))) return
  const teams = new Set(tests.flatMap(({ field, values }) => (field === 'team' ? values : [])))
  const members = Map.groupBy(await findMembers(tx, [...teams]), ({ team_id }) => team_id)
  if ([...teams].some((id) => (members.get(id)?.length ?? 0) < fewestInTeam))
    throw invalid(
      '/condition',
      'team_too_small',
      `Together with app, site or title a team needs ${fewestInTeam} people: of fewer it would tell what one person’s titles say.`,
    )
}

async function withIds(tx: Database, condition: Condition): Promise<Condition> {
  const tests = testsIn(condition)
  const called = (field: Field) => [
    ...new Set(
      tests.filter((test) => test.field === field).flatMap(({ values }) => values.map((one) => one.toLowerCase())),
    ),
  ]
  const people = await findPeople(tx, called('person'))
  const teams = await findTeams(tx, called('team'))
  return withValues(condition, (field, value) =>
    field === 'person' ? theOne(people, field, value) : field === 'team' ? theOne(teams, field, value) : value,
  )
}

function theOne(known: Named[], field: Field, called: string): string {
  const wanted = called.toLowerCase()
  const byKey = known.find(({ id, email }) => id === wanted || email?.toLowerCase() === wanted)
  const named = byKey ? [byKey] : known.filter(({ name }) => name.toLowerCase() === wanted)
  if (named.length === 1) return named[0]!.id
  const what = field === 'person' ? 'person' : 'team'
  throw invalid(
    '/condition',
    `unknown_${what}`,
    named.length === 0
      ? `There is no ${what} “${called}”.`
      : `${named.length} people are called “${called}”: give the e-mail address.`,
  )
}

/** 422 where a target names nothing, too much, or what cannot take time. */
export async function readTarget(tx: Database, input: RuleTargetInput): Promise<RuleTarget> {
  const { kind } = input
  const target: RuleTarget = {
    kind,
    account_id: input.account_id ?? null,
    deal_id: input.deal_id ?? null,
    task_id: input.task_id ?? null,
    billable: input.billable ?? null,
  }
  for (const part of ['account', 'deal', 'task'] as const) {
    const id = target[`${part}_id`]
    if (part === kind && id === null) throw invalid(`/target/${part}_id`, 'required', `Say which ${part}.`)
    if (part !== kind && id !== null)
      throw invalid(`/target/${part}_id`, 'not_of_this_kind', `A target of the kind “${kind}” names no ${part}.`)
  }
  if (kind === 'billable' && target.billable === null)
    throw invalid('/target/billable', 'required', 'Say whether it is billable.')
  if ((kind === 'private' || kind === 'ignore') && target.billable === true)
    throw invalid('/target/billable', 'not_of_this_kind', 'What belongs to no customer is not billable.')
  if (!(await isThere(tx, target)))
    throw invalid(`/target/${kind}_id`, `unknown_${kind}`, `There is no such ${kind} that can take time.`)
  return target
}
