/** What may be one record: while one is typed, and among the pairs that were found (find-pairs.ts). */
import {
  compareAccounts,
  compareContacts,
  likely,
  type AccountCandidateQuery,
  type Candidates,
  type ContactCandidateQuery,
  type DuplicateQuery,
  type Judgement,
  type Pair,
  type Twin,
} from '#domain/duplicates.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { listPairs, type KeptPair } from './pair-queries.ts'
import { accountsAlike, accountsOf, contactsAlike, contactsOf } from './queries.ts'

const mostShown = 5

export async function accountCandidates(db: Database, actor: Actor, typed: AccountCandidateQuery): Promise<Candidates> {
  const { name = '', website = null, phone = null } = typed
  const found = await accountsAlike(db, actor, typed)
  return best(found.map((record) => ({ record, ...compareAccounts({ name, website, phone }, record) })))
}

export async function contactCandidates(db: Database, actor: Actor, typed: ContactCandidateQuery): Promise<Candidates> {
  const { first_name = null, last_name = '', email = null, phone = null, account_id = null } = typed
  const found = await contactsAlike(db, actor, typed)
  const traits = { first_name, last_name, email, phone, account_id }
  return best(found.map((record) => ({ record, ...compareContacts(traits, record) })))
}

const best = (judged: (Judgement & { record: Twin })[]): Candidates => ({
  data: judged
    .filter(({ score }) => score >= likely)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mostShown),
})

/** One page, told from the records as they are now: one that changed a moment ago may be no pair any more. */
export async function showPairs(db: Database, actor: Actor, query: DuplicateQuery) {
  const { data, ...rest } = await listPairs(db, actor, query)
  const ids = data.flatMap(({ one_id, other_id }) => [one_id, other_id])
  const pairs =
    query.object === 'account'
      ? judged(data, await accountsOf(db, ids), compareAccounts)
      : judged(data, await contactsOf(db, ids), compareContacts)
  return { ...rest, data: pairs }
}

function judged<R extends Twin>(found: KeptPair[], rows: Map<string, R>, compare: (a: R, b: R) => Judgement): Pair[] {
  return found
    .map(({ id, one_id, other_id }) => {
      const records = [rows.get(one_id)!, rows.get(other_id)!]
      return { id, ...compare(records[0]!, records[1]!), records }
    })
    .filter(({ score }) => score >= likely)
    .toSorted((a, b) => b.score - a.score)
}
