/** A row's draft as the input of its record, by the same shapes as at the door; every fault is named with its column. */
import type { ValidateFunction } from 'ajv'
import { AccountInput } from '#domain/accounts.ts'
import { shapeOf } from '#domain/custom-fields.ts'
import { ContactInput } from '#domain/contacts.ts'
import { DealInput, isOpen, type Stage } from '#domain/deals.ts'
import type { ImportObject } from '#domain/import-fields.ts'
import type { CustomCell, DraftRecord, RowPlan } from '#domain/import-rows.ts'
import { normalizeMoney } from '#domain/money.ts'
import type { RecordImportAnswers, RowReason } from '#domain/record-imports.ts'
import { strict, type Money } from '#domain/shapes.ts'
import { TaskInput } from '#domain/tasks.ts'
import { compileBody, fieldErrors } from '#server/platform/validation.ts'

const fits: Record<ImportObject, ValidateFunction> = {
  account: compileBody(AccountInput),
  contact: compileBody(ContactInput),
  deal: compileBody(DealInput),
  task: compileBody(TaskInput),
}
type Checked = { input: Record<string, unknown> | null; reasons: RowReason[] }

/** `input` is null where the row cannot become a record. What is left out by the person's wish stays among the reasons. */
export function checkInput(
  plan: RowPlan,
  { object, on_unreadable }: RecordImportAnswers,
  draft: DraftRecord,
  links: Record<string, string>,
): Checked {
  const reasons: RowReason[] = draft.faults.map(({ text: _text, ...fault }) => fault)
  const input: Record<string, unknown> = { ...draft.fields, ...links }
  if (object === 'contact') nameContact(input, reasons)
  if (object === 'deal') reasons.push(...settleMoney(input))
  reasons.push(...settleCustom(plan, draft.metadata))
  if (Object.keys(draft.metadata).length > 0) input['metadata'] = draft.metadata
  const faults = faultsOf(plan, object, input)
  for (const { field } of faults) delete input[field]
  reasons.push(...faults)
  const serious = reasons.some(({ code }) => code !== 'named_after_email')
  const whole = faultsOf(plan, object, input).length === 0
  return { input: whole && (!serious || on_unreadable === 'leave_out') ? input : null, reasons }
}

/** A person needs a name to be called by; the e-mail address has one. */
function nameContact(input: Record<string, unknown>, reasons: RowReason[]): void {
  if (input['last_name'] !== undefined) return
  const email = input['email']
  if (typeof input['first_name'] === 'string') {
    input['last_name'] = input['first_name']
    delete input['first_name']
  } else if (typeof email === 'string' && email.includes('@')) {
    input['last_name'] = email.slice(0, email.indexOf('@')).slice(0, 100)
    reasons.push({
      column: null,
      field: 'last_name',
      code: 'named_after_email',
      message: 'The row has no name; the e-mail address gives one.',
    })
  }
}

/** One compiled shape a field; there are at most a hundred of a kind. */
const compiled = new WeakMap<CustomCell, ValidateFunction>()
function fitsCustom(cell: CustomCell): ValidateFunction {
  const known = compiled.get(cell) ?? compileBody(strict({ [cell.key]: shapeOf(cell) }))
  compiled.set(cell, known)
  return known
}

/** Values that do not fit their definition are taken out and named. Money gets its currency's digits. */
function settleCustom({ columns, custom }: RowPlan, metadata: Record<string, unknown>): RowReason[] {
  return Object.entries(metadata).flatMap(([key, value]) => {
    const cell = custom.find((one) => one.key === key)!
    const field = `metadata.${key}`
    const column = [...columns].find(([, name]) => name === field)?.[0] ?? null
    const money = cell.type === 'money' ? normalizeMoney(value as Money) : null
    if (money && 'money' in money) metadata[key] = money.money
    const valid = fitsCustom(cell)
    const faults =
      money && 'fault' in money ? [money.fault] : valid({ [key]: metadata[key] }) ? [] : fieldErrors(valid.errors)
    if (faults.length > 0) delete metadata[key]
    return faults.slice(0, 1).map(({ code, message }) => ({ column, field, code, message }))
  })
}

function settleMoney(input: Record<string, unknown>): RowReason[] {
  if (input['value'] === undefined) return []
  const result = normalizeMoney(input['value'] as Money)
  if ('fault' in result) {
    delete input['value']
    return [{ column: null, field: 'value', ...result.fault }]
  }
  input['value'] = result.money
  return []
}

/**
 * The door's own words, and its tidying of names. A deal that is closed already is made by the import and not by a person: its
 * stage is no fault.
 */
function faultsOf({ columns }: RowPlan, object: ImportObject, input: Record<string, unknown>): RowReason[] {
  // the account may have to be made first: any id stands for it
  const complete = {
    ...input,
    ...(object === 'deal' && { account_id: input['account_id'] ?? anyId, ...openStage(input) }),
  }
  const valid = fits[object]
  const faults = valid(complete) ? [] : fieldErrors(valid.errors)
  for (const name of Object.keys(input)) if (name !== 'stage') input[name] = complete[name as keyof typeof complete]
  return faults.map(({ pointer, code, message }) => {
    const field = pointer.split('/')[1] ?? ''
    return { column: [...columns].find(([, name]) => name === field)?.[0] ?? null, field, code, message }
  })
}

const anyId = '00000000-0000-7000-8000-000000000000'
const openStage = ({ stage }: Record<string, unknown>) =>
  stage !== undefined && !isOpen(stage as Stage) ? { stage: undefined } : {}
