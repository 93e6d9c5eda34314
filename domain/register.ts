/**
 * The register of what is stored: of every table whose data it holds and who may see it, of every column its class. A column
 * that is missing here fails the build (test/laws/register.test.ts). Source: reliability §7.2 and §11.1.
 */
import type { Permission } from './permissions.ts'
import { searchRegister } from './register-search.ts'
import type { Class } from './register-classes.ts'
import { customerTables } from './register-customers.ts'
import { viewsRegister } from './register-views.ts'

/** In every table the same, and technical. */
export const everywhere = ['id', 'created_at', 'updated_at', 'version']

export type Entry = {
  holds: string
  /** Whose data the personal columns are. */
  of: 'employees' | 'customers' | 'employees and customers' | 'nobody'
  /** The right that shows rows, within its scope; a person always sees their own. */
  seen_by: Permission | 'everybody' | 'the person' | 'nobody'
  /** What the running application may do, where that is not everything; migrations run as the owner. */
  written?: 'only added to' | 'by migrations'
  /** It shows what is in tables and holds nothing itself. */
  view?: true
} & Partial<Record<Class, string[]>>

export const register: Record<string, Entry> = {
  workspace: {
    holds: 'the company itself',
    of: 'nobody',
    seen_by: 'everybody',
    business: ['name', 'base_currency', 'rotting_days', 'zone', 'week_start', 'jurisdiction'],
    technical: ['only_row', 'demo', 'welcome'],
  },
  notice_acknowledgements: {
    holds: 'who read which version of the privacy notice',
    of: 'employees',
    seen_by: 'the person',
    identity: ['user_id'],
    work: ['acknowledged_at'],
  },
  demo_rows: {
    holds: 'which rows the demo brought',
    of: 'nobody',
    seen_by: 'nobody',
    technical: ['table_name', 'row_id'],
  },
  demo_work: {
    holds: 'how far loading or removing the demo got',
    of: 'employees',
    seen_by: 'settings:write',
    identity: ['user_id'],
    technical: ['only_row', 'doing', 'percent', 'failed', 'started_at'],
  },
  teams: { holds: 'teams', of: 'nobody', seen_by: 'users:read', business: ['name'] },
  roles: { holds: 'roles and what they may', of: 'nobody', seen_by: 'users:read', business: ['name', 'grants'] },
  users: {
    holds: 'people who sign in',
    of: 'employees',
    seen_by: 'users:read',
    identity: ['name', 'linked_employee_id'],
    contact: ['email'],
    work: ['role', 'team_id', 'zone', 'locale', 'preferences', 'disabled_at'],
    credential: ['password_hash'],
  },
  productivity_users: {
    holds: 'people as the activity agent knows them',
    of: 'employees',
    seen_by: 'users:write',
    identity: ['external_id', 'name'],
    contact: ['email'],
    trace: ['devices', 'zone'],
  },
  sessions: {
    holds: 'sign-ins, one a device',
    of: 'employees',
    seen_by: 'the person',
    identity: ['user_id'],
    trace: ['user_agent', 'ip', 'source', 'last_used_at', 'expires_at', 'ended_at', 'confirmed_at'],
  },
  passkeys: {
    holds: 'passkeys: their public keys, and what their owners call them',
    of: 'employees',
    seen_by: 'the person',
    identity: ['user_id'],
    words: ['name'],
    trace: ['last_used_at', 'transports', 'synced'],
    credential: ['credential_id', 'public_key', 'sign_count'],
  },
  passkey_challenges: {
    holds: 'what a passkey is asked to sign, for five minutes',
    of: 'employees',
    seen_by: 'nobody',
    identity: ['user_id'],
    credential: ['challenge'],
    technical: ['purpose', 'expires_at'],
  },
  refresh_tokens: {
    holds: 'what keeps a device signed in',
    of: 'employees',
    seen_by: 'nobody',
    credential: ['token_hash', 'successor_hash'],
    technical: ['session_id', 'expires_at', 'used_at'],
  },
  person_links: {
    holds: 'invitations and links to a new password',
    of: 'employees',
    seen_by: 'nobody',
    identity: ['user_id'],
    credential: ['token_hash'],
    technical: ['purpose', 'expires_at', 'used_at'],
  },
  second_factors: {
    holds: 'authenticators',
    of: 'employees',
    seen_by: 'nobody',
    identity: ['user_id'],
    credential: ['secret', 'last_step'],
    technical: ['confirmed_at'],
  },
  recovery_codes: {
    holds: 'codes for a lost authenticator',
    of: 'employees',
    seen_by: 'nobody',
    identity: ['user_id'],
    credential: ['code_hash'],
    technical: ['used_at'],
  },
  throttles: {
    holds: 'how often something was tried; the key names an e-mail or an address, for minutes',
    of: 'employees',
    seen_by: 'nobody',
    trace: ['key'],
    technical: ['attempts', 'resets_at'],
  },
  api_keys: {
    holds: 'keys of programs',
    of: 'employees',
    seen_by: 'api-keys:write',
    work: ['created_by', 'person_id'],
    credential: ['key_hash'],
    business: ['name', 'scopes', 'allowed_addresses', 'per_minute', 'per_day'],
    technical: ['prefix', 'expires_at', 'last_used_at', 'revoked_at', 'replaces_id'],
  },
  api_key_usage: {
    holds: 'how much a key is used',
    of: 'nobody',
    seen_by: 'api-keys:write',
    technical: ['api_key_id', 'day', 'requests', 'refused'],
  },
  custom_fields: {
    holds: 'fields an admin added to a kind of record',
    of: 'nobody',
    seen_by: 'everybody',
    business: ['object', 'key', 'type', 'label', 'options', 'required', 'position', 'archived'],
  },
  ...customerTables,
  time_entries: {
    holds: 'recorded time',
    of: 'employees',
    seen_by: 'time:read',
    identity: ['user_id'],
    work: ['start_time', 'end_time', 'duration_seconds', 'zone', 'day', 'activity_type', 'productivity_score', 'tags'],
    evidence: ['title', 'url', 'app'],
    business: ['account_id', 'deal_id', 'task_id', 'billable', 'project_name'],
    words: ['mapping'],
    technical: ['source', 'external_id', 'status', 'quarantine_reason', 'synced_at', 'released_at'],
  },
  time_by_day: {
    holds: 'sums of recorded time by day, for reports',
    of: 'employees',
    seen_by: 'reports:read',
    identity: ['user_id'],
    work: ['day', 'entries', 'seconds', 'billable_seconds'],
    business: ['account_id', 'deal_id', 'status'],
  },
  evidence_access: {
    holds: 'who opened whose titles, until when and why',
    of: 'employees',
    seen_by: 'the person',
    identity: ['viewer_id', 'person_id'],
    words: ['reason'],
    technical: ['expires_at'],
  },
  exclusions: {
    holds: 'what a person keeps out of Daybook',
    of: 'employees',
    seen_by: 'the person',
    identity: ['user_id'],
    evidence: ['apps', 'sites', 'hours'],
  },
  private_times: {
    holds: 'when a person was private',
    of: 'employees',
    seen_by: 'the person',
    identity: ['user_id'],
    evidence: ['started_at', 'ends_at'],
  },
  left_out_by_day: {
    holds: 'how much of a person’s time was left out',
    of: 'employees',
    seen_by: 'the person',
    identity: ['user_id'],
    evidence: ['day', 'reason', 'entries', 'seconds'],
  },
  left_out_claims: {
    holds: 'digests of the senders’ ids of what was left out, so that each counts once',
    of: 'employees',
    seen_by: 'nobody',
    identity: ['user_id'],
    evidence: ['reason', 'seconds'],
    technical: ['fingerprint'],
  },
  imports: {
    holds: 'files of time, what was answered about them and what came of it',
    of: 'employees',
    seen_by: 'imports:write',
    work: ['created_by'],
    words: ['file_name', 'answers', 'report', 'failure'],
    technical: ['kind', 'file_bytes', 'file_key', 'status', 'processed', 'finished_at'],
  },
  archives: {
    holds: 'copies of everything that were made',
    of: 'employees',
    seen_by: 'archives:write',
    work: ['created_by'],
    technical: ['status', 'file_key', 'file_bytes', 'rows', 'finished_at', 'expires_at'],
  },
  record_imports: {
    holds: 'files of accounts, contacts, deals and tasks, and what was said about them',
    of: 'employees and customers',
    seen_by: 'imports:write',
    work: ['created_by'],
    words: ['file_name', 'columns', 'answers', 'unknown_values', 'questions', 'failure'],
    technical: [
      'file_bytes',
      'file_key',
      'status',
      'format',
      'rows',
      'processed',
      'accounts_created',
      'kept',
      'finished_at',
      'undo_until',
    ],
  },
  record_import_rows: {
    holds: 'the rows of such a file and what became of each',
    of: 'customers',
    seen_by: 'imports:write',
    words: ['cells', 'reasons', 'before'],
    technical: ['import_id', 'line', 'action', 'object_id', 'note_id', 'written'],
  },
  record_import_accounts: {
    holds: 'the accounts that were made because rows named them',
    of: 'nobody',
    seen_by: 'nobody',
    technical: ['import_id', 'account_id'],
  },
  import_memories: {
    holds: 'what was said about files with the same columns',
    of: 'nobody',
    seen_by: 'imports:write',
    technical: ['header_key', 'answers'],
  },
  external_ids: {
    holds: 'what records are called in the systems they came from',
    of: 'nobody',
    seen_by: 'nobody',
    technical: ['system', 'object_type', 'external_id', 'object_id'],
  },
  changes: {
    holds: 'the ledger: every change, by whom and from where',
    of: 'employees and customers',
    seen_by: 'audit:read',
    written: 'only added to',
    identity: ['actor_kind', 'actor_id'],
    words: ['before', 'after'],
    trace: ['source', 'ip', 'request_id', 'occurred_at'],
    technical: ['deed_id', 'xid', 'sequence', 'action', 'object_type', 'object_id', 'erased_at', 'leads'],
  },
  sealed_changes: {
    holds: 'the chain of hashes over the ledger',
    of: 'nobody',
    seen_by: 'nobody',
    written: 'only added to',
    technical: ['position', 'change_id', 'salt', 'payload_digest', 'hash'],
  },
  ledger_checkpoints: {
    holds: 'signatures under the chain',
    of: 'nobody',
    seen_by: 'nobody',
    written: 'only added to',
    technical: ['position', 'hash', 'last_xid', 'last_sequence', 'key_id', 'signature', 'sealed_at'],
  },
  ledger_verifications: {
    holds: 'proofs of the chain that were asked for, and what came out',
    of: 'employees',
    seen_by: 'audit:read',
    work: ['started_by'],
    technical: ['status', 'checked', 'total', 'checkpoints', 'head', 'fault', 'finished_at'],
  },
  idempotency_keys: {
    holds: 'answers kept 72 hours for requests that are repeated',
    of: 'employees and customers',
    seen_by: 'nobody',
    identity: ['credential'],
    words: ['body'],
    technical: ['operation', 'key', 'fingerprint', 'status'],
  },
  name_catalog: {
    holds: 'when names last changed',
    of: 'nobody',
    seen_by: 'nobody',
    technical: ['only_row', 'revision'],
  },
  ...searchRegister,
  ...viewsRegister,
  migrations: {
    holds: 'which migrations were applied',
    of: 'nobody',
    seen_by: 'nobody',
    written: 'by migrations',
    technical: ['name', 'checksum', 'applied_at'],
  },
}
