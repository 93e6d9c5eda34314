/** From what was sent to what is believed: the shape of each item, its claim, and whom and what it names. */
import type { DroppedPart } from '#domain/capture.ts'
import { dealAndTaskAgree } from '#domain/mapping.ts'
import { judgeClock, judgeLength, type Doubt } from '#domain/plausibility.ts'
import type { DoubtKind } from '#domain/doubts.ts'
import { judgeClaim, type Fault } from '#domain/time-claims.ts'
import { TimeEntryInput, type EntryResult } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import { scopeOf } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { compileBody, fieldErrors } from '#server/platform/validation.ts'
import { rejected, rowFor, type EntryRow } from './entry-row.ts'
import { findDealAccounts, findPeople, findTasks, type PersonRow, type TaskRow } from './queries.ts'

/** A claim that may be stored, with the task it names, what of it is not kept and whether it is believed; or why it is refused. */
export type Read =
  | { row: EntryRow; task: TaskRow | null; dropped: DroppedPart[]; doubt: DoubtKind | null }
  | { refused: EntryResult }

type Item = { input: TimeEntryInput; doubt: Doubt | null } | { refused: EntryResult }

const isInput = compileBody(TimeEntryInput)
const externalIdOf = (item: unknown) => {
  const id = (item as { external_id?: unknown } | null)?.external_id
  return typeof id === 'string' ? id.slice(0, 200) : null
}

function readItem(item: unknown, now_ms: number, removed_before: string | null): Item {
  if (!isInput(item)) return { refused: rejected(externalIdOf(item), 'invalid', fieldErrors(isInput.errors)) }
  const input = item as TimeEntryInput
  const { verdict, fault } = judgeClaim(input, now_ms, removed_before)
  if (verdict === 'refused') return { refused: rejected(externalIdOf(item), fault!.code, [fault!]) }
  return { input, doubt: verdict === 'doubted' ? { kind: 'clock', reason: fault!.message } : null }
}

/** Reads all items, then asks the database once for all people, once for all deals and once for all tasks they name. */
export async function readClaims(
  tx: Database,
  actor: Actor,
  items: unknown[],
  { now_ms, clock_s, removed_before }: Arrived & { removed_before: string | null },
): Promise<Read[]> {
  const read = items.map((item) => readItem(item, now_ms, removed_before))
  const inputs = read.flatMap((item) => ('input' in item ? [item.input] : []))
  const known = await lookUp(tx, actor, inputs)
  return read.map((item) =>
    'refused' in item ? item : resolve(item.input, item.doubt, actor, known, { now_ms, clock_s }),
  )
}

/** When it came, by our clock, and how far ahead of it its sender's runs; null where it did not say. */
export type Arrived = { now_ms: number; clock_s: number | null }

type Known = { people: Map<string, PersonRow>; accounts: Map<string, string>; tasks: Map<string, TaskRow> }

const distinct = (values: (string | null | undefined)[]) => [...new Set(values.filter((value) => value != null))].sort()

async function lookUp(tx: Database, actor: Actor, inputs: TimeEntryInput[]): Promise<Known> {
  const people = await findPeople(tx, actor, distinct(inputs.map((input) => input.user_id ?? actor.person_id)))
  const deals = await findDealAccounts(tx, distinct(inputs.map((input) => input.deal_id)))
  const tasks = await findTasks(tx, actor, distinct(inputs.map((input) => input.task_id)))
  return {
    people: new Map(people.map((row) => [row.ref, row])),
    accounts: new Map(deals.map((row) => [row.id, row.account_id])),
    tasks: new Map(tasks.map((row) => [row.id, row])),
  }
}

function resolve(
  input: TimeEntryInput,
  fromClaim: Doubt | null,
  actor: Actor,
  known: Known,
  { now_ms, clock_s }: Arrived,
): Read {
  // a person may leave it out, and so may the program on their machine: the time is their own
  const ref = input.user_id ?? actor.person_id
  const person = ref === null ? undefined : known.people.get(ref)
  const task = input.task_id ? (known.tasks.get(input.task_id) ?? null) : null
  const fault = faultOfPerson(ref, person) ?? faultOfTarget(input, task, known)
  if (fault) return { refused: rejected(input.external_id ?? null, fault.code, [fault]) }
  const source = input.source ?? (scopeOf(actor, 'time:ingest') && actor.kind !== 'user' ? 'agent' : 'manual')
  const doubt = (source === 'agent' ? doubtOf(input, clock_s) : null) ?? fromClaim
  const whose = { user_id: person!.user_id!, zone: person!.zone }
  return {
    row: rowFor(uuidv7(now_ms), input, whose, source, doubt?.reason ?? null, now_ms),
    task,
    dropped: [],
    doubt: doubt?.kind ?? null,
  }
}

const doubtOf = ({ start_time, end_time }: TimeEntryInput, clock_s: number | null): Doubt | null =>
  judgeClock(clock_s) ?? judgeLength({ start_ms: Date.parse(start_time), end_ms: Date.parse(end_time) })

function faultOfPerson(ref: string | null, person: PersonRow | undefined): Fault | null {
  const fault = (code: string, message: string) => ({ pointer: '/user_id', code, message })
  if (ref === null) return fault('required', 'An API key must say whose time this is.')
  if (!person || (person.user_id !== null && !person.in_scope))
    return fault('unknown_user', 'There is no such person, or you may not record time for them.')
  if (person.user_id === null)
    return fault('employee_not_linked', 'The agent’s employee is known but not linked to a person in Daybook yet.')
  return null
}

function faultOfTarget({ deal_id, task_id }: TimeEntryInput, task: TaskRow | null, { accounts }: Known): Fault | null {
  if (deal_id && !accounts.has(deal_id))
    return { pointer: '/deal_id', code: 'unknown_deal', message: 'There is no such deal.' }
  if (task_id && !task) return { pointer: '/task_id', code: 'unknown_task', message: 'There is no such task.' }
  if (!deal_id || !task) return null
  if (!dealAndTaskAgree({ account_id: accounts.get(deal_id)! }, task))
    return {
      pointer: '/task_id',
      code: 'deal_and_task_differ',
      message: 'The deal and the task belong to different accounts.',
    }
  if (task.deal_id !== null && task.deal_id !== deal_id)
    return { pointer: '/task_id', code: 'deal_and_task_differ', message: 'The task belongs to another deal.' }
  return null
}
