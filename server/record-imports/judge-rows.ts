/**
 * What becomes of rows: created, updated, skipped or failed, and why. The dry run and the run ask the same judge, so that they
 * cannot disagree; it reads the database and writes nothing.
 */
import { readRow, type DraftRecord, type RowPlan } from '#domain/import-rows.ts'
import { matchKeys, type MatchKey } from '#domain/record-matching.ts'
import type { RecordImportAnswers, RowAction, RowReason } from '#domain/record-imports.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { findTargets, type Targets } from './find-targets.ts'
import type { AccountBook } from './find-records.ts'
import { checkInput } from './check-input.ts'
import { isBlank } from './rows-of-table.ts'
import { openSeenKeys } from './seen-keys.ts'
import type { StagedRow } from './row-queries.ts'

export type Judged = {
  row: StagedRow
  action: RowAction
  reasons: RowReason[]
  draft: DraftRecord
  /** The record's own input, checked; null where the row fails. */
  input: Record<string, unknown> | null
  match_id: string | null
  /** The company the row names and nobody has yet. */
  new_account: string | null
}
export type Judge = (db: Database, rows: StagedRow[]) => Promise<Judged[]>

export function createJudge(actor: Actor, plan: RowPlan, answers: RecordImportAnswers, accounts: AccountBook): Judge {
  const seen = openSeenKeys()
  return async (db, rows) => {
    const drafts = rows.map(({ cells }) => readRow(plan, cells))
    const targets = await findTargets(db, actor, answers, plan.custom, drafts, accounts)
    return rows.map((row, index) => judge(row, drafts[index]!, targets, index))
  }

  function judge(row: StagedRow, draft: DraftRecord, targets: Targets, index: number): Judged {
    if (isBlank(row)) return { ...nothing, row, draft }
    const { links, reasons: found, account_key, new_account } = targets.of(index)
    const { input, reasons: faults } = checkInput(plan, answers, draft, links)
    const judged = { row, draft, input, match_id: null, new_account, reasons: [...faults, ...found] }
    if (input === null || found.some(({ code }) => fatal.has(code))) return { ...judged, input: null, action: 'fail' }
    const keys = matchKeys(answers.object, draft, account_key)
    const repeated = repeats(keys, draft, row.line)
    if (repeated) return { ...judged, action: 'skip', reasons: [...judged.reasons, repeated] }
    const match = targets.match(index, keys)
    if (!match || answers.on_match === 'create') return made(plan, judged)
    const reason = { column: null, field: match.by, code: 'is_here', message: `It is here already: ${match.message}.` }
    return { ...judged, match_id: match.id, reasons: [...judged.reasons, reason], action: answers.on_match }
  }

  function repeats(keys: MatchKey[], draft: DraftRecord, line: number): RowReason | null {
    const has_id = draft.external_id !== null
    for (const { key, by, message } of keys) {
      const earlier = seen.get(key)
      if (!earlier || earlier.line === line || (by === 'name' && has_id && earlier.has_id)) continue
      if (by !== 'external_id' && answers.on_match === 'create') continue
      return { column: null, field: by, code: 'repeated', message: `Line ${earlier.line} of the file has ${message}.` }
    }
    for (const { key } of keys) if (!seen.get(key)) seen.set(key, { line, has_id })
    return null
  }
}

/** A new record needs what every new record needs. */
function made({ custom }: RowPlan, judged: Omit<Judged, 'action'>): Judged {
  const missing = custom.filter(({ key, required }) => required && !(key in judged.draft.metadata))
  if (missing.length === 0) return { ...judged, action: 'create' }
  const reasons = missing.map(({ key, label }) => ({
    column: null,
    field: `metadata.${key}`,
    code: 'required',
    message: `“${label}” is required.`,
  }))
  return { ...judged, action: 'fail', reasons: [...judged.reasons, ...reasons] }
}

/** Spreadsheets leave rows of empty cells behind. */
const nothing: Omit<Judged, 'row' | 'draft'> = {
  action: 'skip',
  reasons: [{ column: null, field: '', code: 'empty', message: 'The row is empty.' }],
  input: null,
  match_id: null,
  new_account: null,
}

/** What a row cannot do without. */
const fatal = new Set(['no_account', 'unknown_account', 'no_right'])
