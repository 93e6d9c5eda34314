/** Generated from the migrations by bin/table-types.ts; do not edit. */
import type { Generated, GeneratedAlways } from 'kysely'

type Json = Record<string, unknown>

export interface Accounts {
  id: Generated<string>
  name: string
  industry: string | null
  address: string | null
  phone: string | null
  website: string | null
  primary_contact_id: string | null
  owner_id: string | null
  tags: Generated<string[]>
  metadata: Generated<Json>
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
  deleted_at: string | null
  deleted_by: string | null
  merged_into_id: string | null
  duplicate_keys: GeneratedAlways<string[] | null>
}

export interface ApiKeyUsage {
  api_key_id: string
  day: string
  requests: Generated<number>
  refused: Generated<number>
}

export interface ApiKeys {
  id: Generated<string>
  name: string
  prefix: string
  key_hash: Buffer
  scopes: string[]
  created_by: string | null
  expires_at: string | null
  last_used_at: string | null
  revoked_at: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
  allowed_addresses: Generated<string[]>
  per_minute: Generated<number>
  per_day: number | null
  replaces_id: string | null
  person_id: string | null
}

export interface Archives {
  id: Generated<string>
  status: string
  file_key: string | null
  file_bytes: number | null
  rows: Generated<Json>
  created_by: string | null
  finished_at: string | null
  expires_at: string
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface Changes {
  id: Generated<string>
  deed_id: string
  xid: Generated<string>
  sequence: GeneratedAlways<number>
  action: string
  object_type: string
  object_id: string
  before: Json | null
  after: Json | null
  actor_kind: string
  actor_id: string | null
  source: string
  ip: string | null
  request_id: string | null
  occurred_at: Generated<string>
  erased_at: string | null
  leads: Generated<boolean>
}

export interface Contacts {
  id: Generated<string>
  account_id: string | null
  first_name: string | null
  last_name: string
  email: string | null
  phone: string | null
  job_title: string | null
  owner_id: string | null
  tags: Generated<string[]>
  metadata: Generated<Json>
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
  deleted_at: string | null
  deleted_by: string | null
  merged_into_id: string | null
  duplicate_keys: GeneratedAlways<string[] | null>
}

export interface CustomFields {
  id: Generated<string>
  object: string
  key: string
  type: string
  label: string
  options: Generated<string[]>
  required: Generated<boolean>
  position: Generated<number>
  archived: Generated<boolean>
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface DealStages {
  id: Generated<string>
  deal_id: string
  from_stage: string | null
  to_stage: string
  entered_at: Generated<string>
  left_at: string | null
  actor_id: string | null
  value: string | null
  currency: string | null
  probability: number
  end_date: string | null
}

export interface Deals {
  id: Generated<string>
  account_id: string
  name: string
  description: string | null
  value: string | null
  currency: string | null
  stage: Generated<string>
  probability: number | null
  owner_id: string | null
  start_date: string | null
  end_date: string | null
  closed_at: string | null
  closed_by: string | null
  closed_reason: string | null
  budget_hours: string | null
  budget_money: string | null
  budget_currency: string | null
  metadata: Generated<Json>
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
  position: Generated<string>
  deleted_at: string | null
  deleted_by: string | null
}

export interface DefaultViews {
  user_id: string
  page: string
  view_id: string
}

export interface DemoRows {
  table_name: string
  row_id: string
}

export interface DemoWork {
  only_row: Generated<boolean>
  doing: string
  user_id: string
  percent: Generated<number>
  failed: Generated<boolean>
  started_at: Generated<string>
}

export interface DeviceClocks {
  key_id: string
  user_id: string
  day: string
  lowest_seconds: number
  highest_seconds: number
}

export interface Doubts {
  id: string
  user_id: string
  kind: string
  key_id: string | null
  clock_seconds: number | null
  created_at: Generated<string>
  deal_id: string | null
  task_id: string | null
}

export interface DroppedByDay {
  user_id: string
  day: string
  part: string
  entries: number
}

export interface DuplicateChanges {
  object: string
  id: string
}

export interface DuplicateDismissals {
  one_id: string
  other_id: string
  dismissed_by: string | null
  created_at: Generated<string>
}

export interface DuplicatePairs {
  id: GeneratedAlways<string>
  object: string
  one_id: string
  other_id: string
  score: number
}

export interface DuplicateScans {
  object: string
  judge: Generated<number>
  behind_id: string | null
  checked: Generated<number>
  total: Generated<number>
  finished_at: string | null
}

export interface EvidenceAccess {
  id: Generated<string>
  viewer_id: string
  person_id: string
  reason: string
  expires_at: string
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface ExchangeRates {
  id: Generated<string>
  day: string
  base: string
  currency: string
  rate: string
  source: string
  created_by: string | null
  created_at: Generated<string>
  replaced_at: string | null
}

export interface Exclusions {
  user_id: string
  apps: Generated<string[]>
  sites: Generated<string[]>
  hours: Generated<Json>
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
  editor_projects: Generated<boolean>
}

export interface ExternalIds {
  system: string
  object_type: string
  external_id: string
  object_id: string
  created_at: Generated<string>
  import_id: string | null
}

export interface FormerEntries {
  id: string
  user_id: string
  account_id: string | null
  deal_id: string | null
  task_id: string | null
  start_time: string
  end_time: string
  duration_seconds: number
  zone: string
  day: GeneratedAlways<string>
  activity_type: string
  productivity_score: number | null
  source: string
  external_id: string | null
  billable: boolean
  project_name: string | null
  tags: Generated<string[]>
  title: string | null
  url: string | null
  app: string | null
  mapping: Json | null
  status: string
  quarantine_reason: string | null
  discarded_at: string | null
  released_at: string | null
  synced_at: string | null
  made_in: string | null
  created_at: string
  updated_at: Generated<string>
  version: number
  ended_as: string
  ended_in: string
  ended_by: string | null
  ended_at: Generated<string>
  evidence_erased_at: string | null
  recorded_start: string | null
  recorded_end: string | null
  project_from_editor: Generated<boolean>
}

export interface IdempotencyKeys {
  credential: string
  operation: string
  key: string
  fingerprint: Buffer
  status: number | null
  body: Json | null
  created_at: Generated<string>
}

export interface ImportMemories {
  header_key: string
  answers: Json
  updated_at: Generated<string>
}

export interface Imports {
  id: Generated<string>
  kind: string
  file_name: string
  file_bytes: number
  file_key: string | null
  status: string
  answers: Json
  report: Json | null
  processed: Generated<number>
  failure: string | null
  created_by: string | null
  finished_at: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
  undo_until: string | null
  kept: Generated<number>
}

export interface LedgerCheckpoints {
  position: number
  hash: Buffer
  last_xid: string
  last_sequence: number
  key_id: string
  signature: Buffer
  sealed_at: Generated<string>
}

export interface LedgerVerifications {
  id: Generated<string>
  status: string
  checked: Generated<number>
  total: number
  checkpoints: Generated<number>
  head: string | null
  fault: Json | null
  started_by: string | null
  finished_at: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface LeftOutByDay {
  user_id: string
  day: string
  reason: string
  entries: number
  seconds: number
}

export interface LeftOutClaims {
  fingerprint: Buffer
  user_id: string
  reason: string
  seconds: number
}

export interface MappingRuleVersions {
  id: Generated<string>
  rule_id: string
  number: number
  condition: string
  target: Json
  proof: Json | null
  made_by: string | null
  created_at: Generated<string>
}

export interface MappingRules {
  id: Generated<string>
  name: string
  state: Generated<string>
  state_reason: string | null
  state_since: Generated<string>
  priority: Generated<number>
  number: Generated<number>
  condition: string
  kind: string
  account_id: string | null
  deal_id: string | null
  task_id: string | null
  billable: boolean | null
  proof: Json | null
  created_by: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface MergeRows {
  merge_id: string
  kind: string
  row_id: string
  before: string | null
}

export interface Merges {
  id: Generated<string>
  object: string
  survivor_id: string
  other_id: string
  before: Json
  after: Json
  carried: Json
  merged_by: string | null
  undone_at: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface NameCatalog {
  only_row: Generated<boolean>
  revision: Generated<number>
}

export interface NoteVersions {
  note_id: string
  version: number
  text: string
  written_at: string
}

export interface Notes {
  id: Generated<string>
  account_id: string | null
  contact_id: string | null
  deal_id: string | null
  task_id: string | null
  author_id: string | null
  text: string
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
  deleted_at: string | null
  deleted_by: string | null
}

export interface NoticeAcknowledgements {
  user_id: string
  version: string
  acknowledged_at: Generated<string>
}

export interface PasskeyChallenges {
  challenge: Buffer
  purpose: string
  user_id: string | null
  expires_at: string
}

export interface Passkeys {
  id: Generated<string>
  user_id: string
  name: string
  credential_id: Buffer
  public_key: Buffer
  sign_count: number
  transports: string[]
  synced: boolean
  last_used_at: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface PersonLinks {
  token_hash: Buffer
  user_id: string
  purpose: string
  created_at: Generated<string>
  expires_at: string
  used_at: string | null
}

export interface PlacedByDay {
  day: string
  user_id: string
  way: string
  rule_id: string | null
  entries: number
  seconds: number
  corrected: Generated<number>
  confirmed: Generated<number>
}

export interface PlacedByMonth {
  month: string
  user_id: string
  way: string
  rule_id: string | null
  entries: number
  seconds: number
  corrected: number
  confirmed: number
}

export interface PrivacyRequests {
  id: Generated<string>
  user_id: string
  kind: string
  about: string
  entry_id: string | null
  date_from: string | null
  date_to: string | null
  reason: string
  state: string
  due_on: string
  answer: string | null
  decided_by: string | null
  decided_at: string | null
  outcome: Json | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface PrivateTimes {
  id: Generated<string>
  user_id: string
  started_at: string
  ends_at: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface ProductivityUsers {
  id: Generated<string>
  external_id: string
  name: string
  email: string | null
  devices: Generated<Json>
  zone: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface RecordImportAccounts {
  import_id: string
  account_id: string
}

export interface RecordImportRows {
  id: Generated<string>
  import_id: string
  line: number
  cells: string[]
  action: string | null
  reasons: Generated<Json>
  object_id: string | null
  before: Json | null
  version: number | null
  written: Generated<boolean>
  note_id: string | null
}

export interface RecordImports {
  id: Generated<string>
  file_name: string
  file_bytes: number
  file_key: string
  status: string
  format: Json | null
  columns: Generated<Json>
  answers: Json | null
  rows: Generated<number>
  processed: Generated<number>
  accounts_created: Generated<number>
  unknown_values: Generated<Json>
  questions: Generated<Json>
  kept: Generated<number>
  failure: string | null
  created_by: string | null
  finished_at: string | null
  undo_until: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface RecoveryCodes {
  code_hash: Buffer
  user_id: string
  used_at: string | null
}

export interface RefreshTokens {
  token_hash: Buffer
  session_id: string
  created_at: Generated<string>
  expires_at: string
  used_at: string | null
  successor_hash: Buffer | null
}

export interface RemapRows {
  remap_id: string
  entry_id: string
  state: Generated<string>
  before: Json | null
  left_version: number | null
}

export interface Remaps {
  id: Generated<string>
  rule_id: string
  rule_number: number
  date_from: string
  asked_by: string
  status: Generated<string>
  total: Generated<number>
  looked_at: Generated<number>
  counts: Generated<Json>
  moved: Generated<number>
  kept: Generated<number>
  undo_until: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface RetentionNotices {
  user_id: string
  class: string
  told_at: Generated<string>
}

export interface RetentionTerms {
  id: Generated<string>
  class: string
  keep: number | null
  also_approved: Generated<boolean>
  done_through: string | null
  removed_before: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface ReviewRequests {
  entry_id: string
  asked_by: string
  asked_at: Generated<string>
}

export interface Roles {
  id: Generated<string>
  name: string
  grants: Json | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface RuleSet {
  only_row: Generated<boolean>
  revision: Generated<number>
}

export interface RunningTimers {
  user_id: string
  id: Generated<string>
  started_at: string
  account_id: string | null
  deal_id: string | null
  task_id: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface SavedViews {
  id: Generated<string>
  page: string
  name: string
  owner_id: string
  shared: Generated<string>
  address: string
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface SealedChanges {
  position: number
  change_id: string
  salt: Buffer | null
  payload_digest: Buffer
  hash: Buffer
}

export interface SearchEntries {
  id: string
  kind: string
  owner_id: string | null
  account_id: string | null
  folded: string
  terms: string
  changed_at: string
}

export interface SearchNewWords {
  word: string
  rows: number
}

export interface SearchWords {
  word: string
  rows: number
  counted_at: Generated<string>
}

export interface SecondFactors {
  user_id: string
  secret: string
  confirmed_at: string | null
  last_step: Generated<number>
  created_at: Generated<string>
}

export interface Sessions {
  id: Generated<string>
  user_id: string
  user_agent: string | null
  ip: string | null
  created_at: Generated<string>
  expires_at: string
  ended_at: string | null
  last_used_at: Generated<string>
  confirmed_at: Generated<string>
  source: Generated<string>
}

export interface SnoozedEntries {
  user_id: string
  entry_id: string
  until: string
}

export interface TaskTimeByDay {
  day: string
  user_id: string
  task_id: string
  account_id: string | null
  deal_id: string | null
  entries: number
  seconds: number
  billable_seconds: number
}

export interface TaskTimeByMonth {
  month: string
  user_id: string
  task_id: string
  account_id: string | null
  deal_id: string | null
  entries: number
  seconds: number
  billable_seconds: number
}

export interface Tasks {
  id: Generated<string>
  deal_id: string | null
  account_id: string | null
  title: string
  description: string | null
  assigned_to: string | null
  status: Generated<string>
  priority: Generated<string>
  due_date: string | null
  estimated_hours: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
  metadata: Generated<Json>
  done_at: string | null
  deleted_at: string | null
  deleted_by: string | null
  done_by: string | null
}

export interface Teams {
  id: Generated<string>
  name: string
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface Throttles {
  key: string
  attempts: number
  resets_at: string
}

export interface TimeByDay {
  day: string
  user_id: string
  account_id: string | null
  deal_id: string | null
  status: string
  entries: number
  seconds: number
  billable_seconds: number
}

export interface TimeByDeal {
  deal_id: string
  user_id: string
  entries: number
  seconds: number
}

export interface TimeByMonth {
  month: string
  user_id: string
  account_id: string | null
  deal_id: string | null
  status: string
  entries: number
  seconds: number
  billable_seconds: number
  days: number
}

export interface TimeEntries {
  id: Generated<string>
  user_id: string
  account_id: string | null
  deal_id: string | null
  task_id: string | null
  start_time: string
  end_time: string
  duration_seconds: number
  zone: string
  day: GeneratedAlways<string>
  activity_type: string
  productivity_score: number | null
  source: string
  external_id: string | null
  billable: boolean
  project_name: string | null
  tags: Generated<string[]>
  title: string | null
  url: string | null
  app: string | null
  mapping: Json | null
  status: string
  quarantine_reason: string | null
  synced_at: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
  released_at: string | null
  discarded_at: string | null
  made_in: string | null
  evidence_erased_at: string | null
  recorded_start: string | null
  recorded_end: string | null
  project_from_editor: Generated<boolean>
}

export interface TimeEntryKeys {
  id: string
  user_id: string
  start_time: string
  end_time: string
  source: string
  external_id: string | null
  billable: boolean
}

export interface TimesheetSteps {
  id: Generated<string>
  timesheet_id: string
  step: string
  actor_id: string | null
  reason: string | null
  seconds: number
  happened_at: Generated<string>
}

export interface Timesheets {
  id: Generated<string>
  user_id: string
  week: string
  state: string
  submitted_print: string | null
  submitted_at: string | null
  decided_at: string | null
  decided_by: string | null
  reason: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
}

export interface Users {
  id: Generated<string>
  name: string
  email: string
  role: string
  team_id: string | null
  zone: Generated<string>
  locale: Generated<string>
  linked_employee_id: string | null
  password_hash: string | null
  disabled_at: string | null
  created_at: Generated<string>
  updated_at: Generated<string>
  version: Generated<number>
  preferences: Generated<Json>
}

export interface Workspace {
  only_row: Generated<boolean>
  name: string
  base_currency: Generated<string>
  demo: Generated<boolean>
  created_at: Generated<string>
  zone: Generated<string>
  week_start: Generated<string>
  jurisdiction: Generated<string>
  welcome: Json | null
  updated_at: Generated<string>
  version: Generated<number>
  rotting_days: Json | null
  locked_through: string | null
  lock_after_days: number | null
  team_review_days: Generated<number>
  capture: string | null
  capture_queries: Generated<boolean>
}

export interface Tables {
  accounts: Accounts
  api_key_usage: ApiKeyUsage
  api_keys: ApiKeys
  archives: Archives
  changes: Changes
  contacts: Contacts
  custom_fields: CustomFields
  deal_stages: DealStages
  deals: Deals
  default_views: DefaultViews
  demo_rows: DemoRows
  demo_work: DemoWork
  device_clocks: DeviceClocks
  doubts: Doubts
  dropped_by_day: DroppedByDay
  duplicate_changes: DuplicateChanges
  duplicate_dismissals: DuplicateDismissals
  duplicate_pairs: DuplicatePairs
  duplicate_scans: DuplicateScans
  evidence_access: EvidenceAccess
  exchange_rates: ExchangeRates
  exclusions: Exclusions
  external_ids: ExternalIds
  former_entries: FormerEntries
  idempotency_keys: IdempotencyKeys
  import_memories: ImportMemories
  imports: Imports
  ledger_checkpoints: LedgerCheckpoints
  ledger_verifications: LedgerVerifications
  left_out_by_day: LeftOutByDay
  left_out_claims: LeftOutClaims
  mapping_rule_versions: MappingRuleVersions
  mapping_rules: MappingRules
  merge_rows: MergeRows
  merges: Merges
  name_catalog: NameCatalog
  note_versions: NoteVersions
  notes: Notes
  notice_acknowledgements: NoticeAcknowledgements
  passkey_challenges: PasskeyChallenges
  passkeys: Passkeys
  person_links: PersonLinks
  placed_by_day: PlacedByDay
  placed_by_month: PlacedByMonth
  privacy_requests: PrivacyRequests
  private_times: PrivateTimes
  productivity_users: ProductivityUsers
  record_import_accounts: RecordImportAccounts
  record_import_rows: RecordImportRows
  record_imports: RecordImports
  recovery_codes: RecoveryCodes
  refresh_tokens: RefreshTokens
  remap_rows: RemapRows
  remaps: Remaps
  retention_notices: RetentionNotices
  retention_terms: RetentionTerms
  review_requests: ReviewRequests
  roles: Roles
  rule_set: RuleSet
  running_timers: RunningTimers
  saved_views: SavedViews
  sealed_changes: SealedChanges
  search_entries: SearchEntries
  search_new_words: SearchNewWords
  search_words: SearchWords
  second_factors: SecondFactors
  sessions: Sessions
  snoozed_entries: SnoozedEntries
  task_time_by_day: TaskTimeByDay
  task_time_by_month: TaskTimeByMonth
  tasks: Tasks
  teams: Teams
  throttles: Throttles
  time_by_day: TimeByDay
  time_by_deal: TimeByDeal
  time_by_month: TimeByMonth
  time_entries: TimeEntries
  time_entry_keys: TimeEntryKeys
  timesheet_steps: TimesheetSteps
  timesheets: Timesheets
  users: Users
  workspace: Workspace
}
