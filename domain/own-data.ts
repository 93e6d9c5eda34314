/** What belongs in a person's own copy of what is held about them: the register, table by table (GDPR articles 15 and 20). */
import { register } from './register.ts'

/** By which columns a row is the person's. `whole` where a person has few rows, in tables that have no ids. */
export const ownData: Record<string, { of: readonly string[]; whole?: true }> = {
  users: { of: ['id'] },
  notice_acknowledgements: { of: ['user_id'], whole: true },
  sessions: { of: ['user_id'] },
  passkeys: { of: ['user_id'] },
  api_keys: { of: ['created_by'] },
  saved_views: { of: ['owner_id'] },
  default_views: { of: ['user_id'], whole: true },
  time_entries: { of: ['user_id'] },
  timesheets: { of: ['user_id'] },
  former_entries: { of: ['user_id'] },
  doubts: { of: ['user_id'] },
  device_clocks: { of: ['user_id'], whole: true },
  running_timers: { of: ['user_id'], whole: true },
  exclusions: { of: ['user_id'], whole: true },
  private_times: { of: ['user_id'] },
  left_out_by_day: { of: ['user_id'], whole: true },
  snoozed_entries: { of: ['user_id'], whole: true },
  review_requests: { of: ['asked_by'], whole: true },
  dropped_by_day: { of: ['user_id'], whole: true },
  evidence_access: { of: ['person_id', 'viewer_id'] },
  tasks: { of: ['assigned_to'] },
  notes: { of: ['author_id'] },
  imports: { of: ['created_by'] },
  record_imports: { of: ['created_by'] },
  archives: { of: ['created_by'] },
  ledger_verifications: { of: ['started_by'] },
  changes: { of: ['actor_id', 'object_id'] },
}

/** Tables with data of employees that are not in the copy, and why. */
export const notInCopy: Record<string, string> = {
  productivity_users: 'given as the agent’s users that are linked to the person, by a query of its own',
  timesheet_steps: 'what happened to the weeks, which are in it; each step is in the changes',
  time_by_day: 'sums of the entries, which are in it',
  time_entry_keys: 'keys of the entries, which are in it',
  left_out_claims: 'digests that say nothing without what they are digests of',
  passkey_challenges: 'lives for five minutes',
  refresh_tokens: 'proves who somebody is and says nothing else',
  person_links: 'proves who somebody is and says nothing else',
  second_factors: 'proves who somebody is and says nothing else',
  recovery_codes: 'proves who somebody is and says nothing else',
  throttles: 'lives for minutes',
  idempotency_keys: 'answers that were given already, for 72 hours',
  demo_work: 'lives while the demo is loaded',
  accounts: 'about customers; that one is the owner is in the changes one made',
  deals: 'about customers; that one is the owner is in the changes one made',
  deal_stages: 'about customers; who moved a deal is in the changes',
  note_versions: 'earlier words of the notes, which are in it',
  mapping_rules: 'about customers; who made a rule is in the changes',
  mapping_rule_versions: 'about customers; who made a rule is in the changes',
  remaps: 'what rules moved; who asked for it is in the changes',
  remap_rows: 'where entries were before; each is in the changes',
  merges: 'about customers; who merged is in the changes',
  merge_rows: 'about customers; who merged is in the changes',
  search_entries: 'words of records, for the search',
  search_words: 'words of records, for the search',
  search_new_words: 'words of records, for the search',
  duplicate_dismissals: 'about customers; who said so is in the changes',
}

/** Columns that are not in it: what proves who somebody is. */
export const secretOf = (table: string): string[] => [...(register[table]!.credential ?? [])]
