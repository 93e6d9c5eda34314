/** What each of many rows belongs to, and which record it is already. */
import type { CustomCell, DraftRecord } from '#domain/import-rows.ts'
import type { ImportObject } from '#domain/import-fields.ts'
import { fold } from '#domain/name-text.ts'
import type { RecordImportAnswers, RowReason } from '#domain/record-imports.ts'
import type { MatchKey } from '#domain/record-matching.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { findByEmail, findDeals, findExternal, findNamed, findPeople, type AccountBook } from './find-records.ts'

export type Target = {
  /** Fields of the record that hold ids of others. */
  links: Record<string, string>
  reasons: RowReason[]
  /** The account's id, or the name of the one to be made: part of the key by which rows are compared. */
  account_key: string
  new_account: string | null
}
type Match = { id: string; by: string; message: string }
export type Targets = { of: (index: number) => Target; match: (index: number, keys: MatchKey[]) => Match | null }

export async function findTargets(
  db: Database,
  actor: Actor,
  { object, system }: RecordImportAnswers,
  custom: readonly CustomCell[],
  drafts: DraftRecord[],
  accounts: AccountBook,
): Promise<Targets> {
  const all = (pick: (draft: DraftRecord) => string | null | undefined) => [
    ...new Set(drafts.flatMap((draft) => pick(draft) ?? [])),
  ]
  const [people, accountIds, ownIds, deals] = await Promise.all([
    findPeople(db, namedPeople(custom, drafts)),
    findExternal(
      db,
      system,
      'account',
      all(({ links }) => links.account_external_id),
    ),
    findExternal(
      db,
      system,
      object,
      all(({ external_id }) => external_id),
    ),
    findDeals(
      db,
      actor,
      all(({ links }) => links.deal?.toLowerCase()),
    ),
  ])
  drafts.forEach((draft) => settlePeople(custom, draft, people))
  const targets = drafts.map((draft) => targetOf(object, draft, people, accountIds, deals, accounts))
  const matches = await findMatches(db, system, object, drafts, targets, accounts)
  return {
    of: (index) => targets[index]!,
    match: (index, keys) => {
      const has_id = drafts[index]!.external_id !== null
      for (const { key, by, message } of keys) {
        const id = by === 'external_id' ? ownIds.get(drafts[index]!.external_id!) : matches(index, key, by, has_id)
        if (id) return { id, by, message }
      }
      return null
    },
  }
}

/** "Moses Frase (moses@crm.example)" is found by the address. */
const personIn = (text: string | undefined) => text && (/[^\s<>()]+@[^\s<>()]+/.exec(text)?.[0] ?? text)

const peopleFields = (custom: readonly CustomCell[]) =>
  custom.filter(({ type }) => type === 'user').map(({ key }) => key)

function namedPeople(custom: readonly CustomCell[], drafts: DraftRecord[]): string[] {
  const texts = drafts.flatMap(({ links, metadata }) => [
    links.owner ?? links.assignee,
    ...peopleFields(custom).map((key) => metadata[key] as string | undefined),
  ])
  return [...new Set(texts.flatMap((text) => personIn(text) ?? []))]
}

/** A custom field that holds a person holds their id; whom nobody knows is said to be unreadable. */
function settlePeople(
  custom: readonly CustomCell[],
  { metadata, faults }: DraftRecord,
  people: ReadonlyMap<string, string>,
): void {
  for (const key of peopleFields(custom)) {
    const text = metadata[key] as string | undefined
    if (text === undefined) continue
    const id = people.get(personIn(text)!)
    if (id) metadata[key] = id
    else {
      delete metadata[key]
      const message = `Nobody active here is called “${text}”.`
      faults.push({ column: null, field: `metadata.${key}`, text, code: 'unknown_person', message })
    }
  }
}

function targetOf(
  object: ImportObject,
  draft: DraftRecord,
  people: ReadonlyMap<string, string>,
  accountIds: ReadonlyMap<string, string>,
  deals: ReadonlyMap<string, string>,
  accounts: AccountBook,
): Target {
  const target: Target = { links: {}, reasons: [], account_key: '', new_account: null }
  const { owner, assignee, deal } = draft.links
  const say = (field: string, code: string, message: string) =>
    target.reasons.push({ column: null, field, code, message })
  const person = people.get(personIn(owner ?? assignee) ?? '')
  if (person) target.links[assignee ? 'assigned_to' : 'owner_id'] = person
  else if (owner ?? assignee)
    say(
      owner ? 'owner' : 'assignee',
      'unknown_person',
      `Nobody active here is called “${owner ?? assignee}”; it goes to whoever imports.`,
    )
  if (deal) {
    const id = deals.get(deal.toLowerCase())
    if (id) target.links['deal_id'] = id
    else say('deal', 'unknown_deal', `No one deal is called “${deal}”.`)
  }
  if (object !== 'account') placeAt(object, draft, target, accountIds, accounts, say)
  return target
}

function placeAt(
  object: ImportObject,
  { links: { account, account_external_id } }: DraftRecord,
  target: Target,
  accountIds: ReadonlyMap<string, string>,
  accounts: AccountBook,
  say: (field: string, code: string, message: string) => void,
): void {
  // several companies in one cell, as HubSpot writes them: the first is the primary one
  const [name = '', ...others] = (account ?? '').split(';').map((part) => part.trim())
  if (others.length > 0) say('account', 'several_accounts', `Of “${account}” the first is taken.`)
  const id = accountIds.get(account_external_id ?? '') ?? (name === '' ? null : accounts.find(name))
  if (id) {
    target.links['account_id'] = id
    target.account_key = id
  } else if (name !== '') {
    target.new_account = name.slice(0, 200)
    target.account_key = fold(name)
  } else if (object === 'deal')
    say(
      'account',
      account_external_id ? 'unknown_account' : 'no_account',
      account_external_id
        ? `No account with the id ${account_external_id} came from this system. Import its accounts first.`
        : 'A deal needs an account, and this row names none.',
    )
}

type Finder = (index: number, key: string, by: MatchKey['by'], has_id: boolean) => string | null

/** By e-mail, and by name within the account. A record with an id of its own is not a row that has another. */
async function findMatches(
  db: Database,
  system: string,
  object: ImportObject,
  drafts: DraftRecord[],
  targets: Target[],
  accounts: AccountBook,
): Promise<Finder> {
  const field = (index: number, name: string) => String(drafts[index]!.fields[name] ?? '')
  if (object === 'account') return (index, _, by) => (by === 'name' ? accounts.find(field(index, 'name')) : null)
  if (object === 'task') return () => null
  const emails = [...new Set(drafts.map((_, index) => field(index, 'email').toLowerCase()))].filter(
    (email) => email !== '',
  )
  const nameField = object === 'contact' ? 'last_name' : 'name'
  const ids = [...new Set(targets.flatMap(({ links }) => links['account_id'] ?? []))]
  const [byEmail, named] = await Promise.all([
    emails.length > 0 ? findByEmail(db, system, emails) : [],
    ids.length > 0
      ? findNamed(
          db,
          system,
          object,
          ids,
          drafts.map((_, index) => field(index, nameField).toLowerCase()),
        )
      : [],
  ])
  const emailOf = new Map(byEmail.map(({ key, id }) => [key, id]))
  const nameOf = new Map(named.map((row) => [`${row.account_id}|${fold(`${row.first} ${row.name}`).trim()}`, row]))
  return (index, key, by, has_id) => {
    if (by === 'email') return emailOf.get(field(index, 'email').toLowerCase()) ?? null
    const found = nameOf.get(key.replace(/^name /, ''))
    return found && !(has_id && found.has_id) ? found.id : null
  }
}
