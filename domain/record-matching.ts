/** When a row of a file is a record that is here already: by which key, and how that is said. */
import type { DraftRecord } from './import-rows.ts'
import type { ImportObject } from './import-fields.ts'
import { fold, splitLegal, wordsOf } from './name-text.ts'

/** A company's name without case, accents and legal form: "ACME Corp." and "Acme Corporation" are one. */
export function companyKey(name: string): string {
  const { core } = splitLegal(wordsOf(name))
  return core.join('') || fold(name.trim())
}

export type MatchKey = {
  /** What two rows, or a row and a record, have in common; the strongest key first. */
  key: string
  by: 'external_id' | 'email' | 'name'
  message: string
}

const text = (draft: DraftRecord, field: string) => String(draft.fields[field] ?? '').trim()

/** Every key of a row. `account_id` is the account the row was found to belong to, or its name where it would be created. */
export function matchKeys(object: ImportObject, draft: DraftRecord, account: string): MatchKey[] {
  const keys: MatchKey[] = []
  if (draft.external_id !== null)
    keys.push({ key: `id ${draft.external_id}`, by: 'external_id', message: `the same id ${draft.external_id}` })
  const email = text(draft, 'email').toLowerCase()
  if (object === 'contact' && email !== '')
    keys.push({ key: `email ${email}`, by: 'email', message: `the same e-mail ${email}` })
  const name = nameKey(object, draft, account)
  if (name !== null) keys.push({ key: `name ${name}`, by: 'name', message: 'the same name' })
  return keys
}

/** People of one name work at different companies, deals of one name belong to different accounts: the account is part of the key. */
export function nameKey(object: ImportObject, draft: DraftRecord, account: string): string | null {
  if (object === 'account') return text(draft, 'name') === '' ? null : companyKey(text(draft, 'name'))
  if (object === 'contact') {
    const person = fold(`${text(draft, 'first_name')} ${text(draft, 'last_name')}`).trim()
    return person === '' ? null : `${account}|${person}`
  }
  if (object === 'deal') return text(draft, 'name') === '' ? null : `${account}|${fold(text(draft, 'name'))}`
  return text(draft, 'title') === '' ? null : `${account}|${fold(text(draft, 'title'))}|${text(draft, 'due_date')}`
}
