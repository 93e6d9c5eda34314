/** The ledger in words a manager understands. */
import { moment, number, words } from '../ui/formats.tsx'

const special: Record<string, string> = {
  'sign_in.refused': 'Sign-in refused',
  'session.started': 'Signed in',
  'session.ended': 'Session ended',
  'evidence.read': 'Titles looked at',
  'evidence.unlocked': 'Titles opened for a reason',
  'evidence.locked': 'Titles closed again',
  'account.merged': 'Account merged',
  'account.absorbed': 'Account merged into another',
  'account.unmerged': 'Merge of accounts undone',
  'account.returned': 'Account back from a merge',
  'contact.merged': 'Contact merged',
  'contact.absorbed': 'Contact merged into another',
  'contact.unmerged': 'Merge of contacts undone',
  'contact.returned': 'Contact back from a merge',
  'time_entry.hidden': 'Own time entry taken out',
  'time_entry.erased': 'Time entry erased at its person’s request',
  'time_entry.evidence_erased': 'Title erased at its person’s request',
  'privacy_request.made': 'Privacy request made',
  'privacy_request.withdrawn': 'Privacy request taken back',
  'privacy_request.granted': 'Privacy request granted',
  'privacy_request.completed': 'Erasure ended',
  'privacy_request.refused': 'Privacy request refused',
  'time_entry.quarantined': 'Time entry kept aside',
  'time_entry.believed': 'Time entry released from quarantine',
  'time_entry.discarded': 'Quarantined time entry discarded',
  'time_entry.set_aside': 'Time entry set aside',
  'time_entry.made': 'Part of a time entry made',
  'time_entry.absorbed': 'Time entry merged into another',
  'time_entry.put_back': 'Time entry put back as it was',
  'time_entry.dissolved': 'Part of a time entry given up',
  'timesheet.submitted': 'Week submitted',
  'timesheet.withdrawn': 'Week taken back',
  'timesheet.approved': 'Week approved and locked',
  'timesheet.denied': 'Week denied',
  'timesheet.reopened': 'Week reopened',
  'time_entry.snoozed': 'Waiting time entry put off',
  'time_entry.woken': 'Waiting time entry taken up again',
  'time_entry.sent': 'Person asked to place their time entry',
  'time_entry.unsent': 'Question about a time entry taken back',
  'time_entry.marked_duplicate': 'Time entry marked as duplicate',
  'user.copied': 'Own data downloaded',
  'mapping_rule.state_changed': 'State of a mapping rule changed',
  'remap.previewed': 'Past entries looked through',
  'remap.started': 'Past entries moved by a rule',
  'remap.finished': 'Moving past entries ended',
  'remap.undo_started': 'Moved entries put back',
  'remap.undone': 'Moved entries are back',
  'deed.reverted': 'Batch reverted',
  'record_import.created': 'File uploaded',
  'record_import.started': 'File imported',
  'record_import.finished': 'Import finished',
  'record_import.undo_started': 'Import taken back',
  'record_import.undone': 'Import is back',
  'import.created': 'File of time uploaded',
  'import.answered': 'Questions about a file of time answered',
  'import.started': 'File of time imported',
  'import.finished': 'Import of time finished',
  'import.undo_started': 'Import of time taken back',
  'import.undone': 'Import of time is back',
  'user.taken_back': 'Person of an import taken back',
  'time_entry.taken_back': 'Imported time entry taken back',
  'exchange_rate.created': 'Exchange rate entered',
  'exchange_rate.replaced': 'Exchange rate replaced',
  'exchange_rate.withdrawn': 'Exchange rate used no more',
  'exchange_rates.imported': 'Exchange rates imported',
  'retention_term.changed': 'Data retention changed',
  'retention_term.announced': 'People told what will be removed',
  'retention_term.removed': 'Old data removed',
  'retention_term.month_removed': 'Old month of time entries removed',
  'ledger.verified': 'Ledger verified',
  'ledger.erased': 'Personal payloads erased',
  'api_key.created': 'API key created',
  'api_key.revoked': 'API key revoked',
  'api_key.rotated': 'API key rotated',
  'productivity_user.linked': 'Agent user linked',
  'productivity_user.unlinked': 'Agent user unlinked',
}
/** "deal.closed" is said as "Deal closed". */
export const deedOf = (action: string) => special[action] ?? words(action.replace('.', ' '))

const kinds: Record<string, string> = {
  api_key: 'API key',
  productivity_user: 'Agent user',
  sign_in: 'Sign-in',
  session: 'Session',
  deed: 'Batch',
  record_import: 'Import',
  remap: 'Rule over the past',
  import: 'Import of time',
  timesheet: 'Submitted week',
  retention_term: 'Data retention',
  privacy_request: 'Privacy request',
}
export const kindOf = (object_type: string) => kinds[object_type] ?? words(object_type)

type What = { changes: number; names: Record<string, string>; object_id: string; object_type: string }
/** What an import or a revert did is more than what leads it. */
export function recordOf({ changes, names, object_id, object_type }: What): string {
  const name = names[object_id] ?? kindOf(object_type)
  if (changes === 1) return name
  if (object_type === 'record_import' || object_type === 'deed') return `${name} · ${number(changes - 1)} changes`
  return `${number(changes)} × ${kindOf(object_type)}`
}

const sources = {
  ui: 'In the browser',
  api: 'By the API',
  import: 'By an import',
  job: 'By itself',
  command: 'On the server',
} as const
export const sourceOf = (source: keyof typeof sources) => sources[source]
export const sourceOptions = Object.entries(sources).map(([value, label]) => ({ value, label }))

type Who = { actor_name: string | null; actor_kind: string }
export const whoOf = ({ actor_name, actor_kind }: Who) =>
  actor_kind === 'anonymous' ? 'Somebody not let in' : (actor_name ?? 'Somebody who is gone')

/** "owner_id" is said as "Owner". */
export const fieldOf = (name: string) => words(name.replace(/_ids?$/, ''))

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/
/** Values that are words of ours and not somebody's text. */
const ofOurs = new Set(['stage', 'status', 'state', 'priority', 'role', 'reason', 'activity_type', 'rule', 'source'])

export function valueOf(field: string, value: unknown, names: Record<string, string>): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.map((item) => valueOf(field, item, names)).join(', ') || '–'
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, inner]) => `${fieldOf(key)}: ${valueOf(key, inner, names)}`)
      .join(', ')
  const text = String(value)
  if (names[text] !== undefined) return names[text]
  if (instant.test(text)) return moment(text)
  return ofOurs.has(field) && typeof value === 'string' ? words(text) : text
}
