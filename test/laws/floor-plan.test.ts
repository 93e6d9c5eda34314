/** Who may import whom (ARCHITECTURE.md), as a test. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
/** The order of rooms: a room may use those before it, never those behind it. */
const street = [
  'people',
  'views',
  'keys',
  'sessions',
  'evidence',
  'exclusions',
  'fields',
  'accounts',
  'contacts',
  'deals',
  'tasks',
  'rules',
  'locks',
  'time',
  'sheets',
  'calendar',
  'timers',
  'timesheets',
  'notes',
  'duplicates',
  'exchange',
  'billing',
  'reports',
  'forecasts',
  'search',
  'imports',
  'record-imports',
  'alerts',
  'webhooks',
  'integrations',
  'privacy',
  'members',
  'welcome',
  'archives',
  'audit',
  'retention',
  'requests',
  'demo',
]
/** Which room writes a table. */
const owners: Record<string, string> = {
  users: 'people',
  teams: 'people',
  workspace: 'people',
  notice_acknowledgements: 'people',
  roles: 'people',
  person_links: 'people',
  saved_views: 'views',
  default_views: 'views',
  sessions: 'sessions',
  refresh_tokens: 'sessions',
  second_factors: 'sessions',
  recovery_codes: 'sessions',
  passkeys: 'sessions',
  passkey_challenges: 'sessions',
  evidence_access: 'evidence',
  exclusions: 'exclusions',
  private_times: 'exclusions',
  left_out_by_day: 'exclusions',
  left_out_claims: 'exclusions',
  api_keys: 'keys',
  api_key_usage: 'keys',
  productivity_users: 'people',
  custom_fields: 'fields',
  accounts: 'accounts',
  contacts: 'contacts',
  deals: 'deals',
  deal_stages: 'deals',
  tasks: 'tasks',
  mapping_rules: 'rules',
  mapping_rule_versions: 'rules',
  rule_set: 'rules',
  time_entries: 'time',
  former_entries: 'time',
  time_entry_keys: 'time',
  running_timers: 'timers',
  retention_terms: 'retention',
  retention_notices: 'retention',
  remaps: 'time',
  remap_rows: 'time',
  timesheets: 'timesheets',
  timesheet_steps: 'timesheets',
  search_words: 'search',
  search_new_words: 'search',
  notes: 'notes',
  note_versions: 'notes',
  exchange_rates: 'exchange',
  merges: 'duplicates',
  merge_rows: 'duplicates',
  duplicate_dismissals: 'duplicates',
  privacy_requests: 'requests',
  imports: 'imports',
  archives: 'archives',
  record_imports: 'record-imports',
  record_import_rows: 'record-imports',
  record_import_accounts: 'record-imports',
  import_memories: 'record-imports',
  external_ids: 'record-imports',
  sealed_changes: 'audit',
  ledger_checkpoints: 'audit',
  ledger_verifications: 'audit',
}

type Source = { file: string; text: string }

/** What a file imports, as paths from the root; packages keep their names. */
function importsOf({ file, text }: Source): { target: string; typeOnly: boolean }[] {
  const statements = text.matchAll(/(?:^|\n)(?:import|export)( type)?\b[^'"`=]*?from\s+'([^']+)'/g)
  const others = text.matchAll(/\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import '([^']+)'/g)
  return [
    ...[...statements].map(([, type, from]) => ({ target: resolve(file, from!), typeOnly: type !== undefined })),
    ...[...others].map(([, dynamic, bare]) => ({ target: resolve(file, (dynamic ?? bare)!), typeOnly: false })),
  ]
}
const resolve = (file: string, name: string) =>
  name.startsWith('#') ? name.slice(1) : name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name

const roomOf = (file: string) => /^server\/([\w-]+)\//.exec(file)?.[1] ?? null

export function faultsOf(source: Source): string[] {
  const { file, text } = source
  const top = file.split('/')[0]!
  const room = roomOf(file)
  const faults: string[] = []
  const refuse = (rule: string, target: string) => faults.push(`${file}: ${rule} (${target})`)
  for (const { target, typeOnly } of importsOf(source)) {
    const ours = /^(domain|api|server|web)\//.test(target)
    if (top === 'domain' && !target.startsWith('domain/') && target !== 'typebox' && target !== 'temporal-polyfill')
      refuse('domain imports domain alone', target)
    if (top === 'api' && !/^(domain|api)\//.test(target)) refuse('api imports domain alone', target)
    if (top === 'bridge' && /^(api|server|web)\//.test(target)) refuse('the bridge knows the domain alone', target)
    if (top === 'server' && target.startsWith('web/')) refuse('server does not know the web', target)
    if (top === 'web' && target.startsWith('server/')) refuse('the web does not know the server', target)
    if (top === 'web' && target.startsWith('api/') && !typeOnly) refuse('the web takes types only from api', target)
    if (file.startsWith('web/ui/') && (/router|query/.test(target) || (ours && !target.startsWith('web/ui/'))))
      refuse('ui knows no router, no server, no CRM', target)
    if (room === 'platform' && target.startsWith('server/') && roomOf(target) !== 'platform')
      refuse('platform knows no room', target)
    const other = roomOf(target)
    if (room && other && room !== 'platform' && other !== 'platform' && street.indexOf(other) > street.indexOf(room))
      refuse('no room looks back along the street', target)
    if (/^server\/[\w-]+\/routes\.ts$/.test(target) && file !== 'server/app.ts')
      refuse('only app.ts opens routes', target)
    if (/^web\/\w+\/\w+Page\.tsx$/.test(target) && !target.startsWith('web/layout/') && file !== 'web/routes.tsx')
      refuse('only routes.tsx opens a page', target)
  }
  if (room && room !== 'platform' && !street.includes(room))
    faults.push(`${file}: the room ${room} is not on the street`)
  if (top === 'domain' && /\bDate\.now\(|new Date\(\)|Math\.random\(|performance\./.test(text))
    faults.push(`${file}: domain has no clock and no luck`)
  if (top === 'server') faults.push(...writesOf(source, room))
  // tables.ts is written by a program, the register is one table of what is stored
  if (text.split('\n').length > 300 && !/platform\/tables\.ts$|domain\/register\.ts$/.test(file))
    faults.push(`${file}: more than 300 lines`)
  return faults
}

function writesOf({ file, text }: Source, room: string | null): string[] {
  if (room === 'demo' || room === 'platform' || room === null) return []
  const tables = [
    ...text.matchAll(
      /(?:insert into|delete from|(?<!for )update|insertInto\('|updateTable\('|deleteFrom\(')\s*([a-z_]+)\b/g,
    ),
  ]
    .map((match) => match[1]!)
    .filter((table) => table in owners)
  return tables.flatMap((table) =>
    owners[table] === room && /\/(\w+-)?queries\.ts$/.test(file)
      ? []
      : [`${file}: only server/${owners[table]}/queries.ts writes ${table}`],
  )
}

const sources = globSync('{domain,api,bridge,server,web}/**/*.{ts,tsx}', { cwd: root })
  .filter((file) => !/\.test\.tsx?$|vite\.config\.ts$/.test(file))
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(path.join(root, file), 'utf8') }))

test('the whole house keeps the floor plan', () => {
  expect(sources.length).toBeGreaterThan(100)
  expect(sources.flatMap(faultsOf)).toEqual([])
})

test.each([
  ['domain/x.ts', "import fs from 'node:fs'"],
  ['domain/x.ts', 'const now = Date.now()'],
  ['api/x.ts', "import { x } from '#server/app.ts'"],
  ['bridge/x.ts', "import { x } from '#server/platform/ids.ts'"],
  ['server/time/x.ts', "import { x } from '#web/main.tsx'"],
  ['web/time/x.ts', "import { x } from '../../server/app.ts'"],
  ['web/time/x.ts', "import { contract } from '../../api/contract.ts'"],
  ['web/ui/x.tsx', "import { Link } from '@tanstack/react-router'"],
  ['web/ui/x.tsx', "import { api } from '../data/client.ts'"],
  ['web/time/x.tsx', "import Page from '../deals/DealsPage.tsx'"],
  ['server/platform/x.ts', "import { x } from '../people/queries.ts'"],
  ['server/deals/x.ts', "import { x } from '#server/time/queries.ts'"],
  ['server/deals/x.ts', "import { x } from './routes.ts'"],
  ['server/gadgets/x.ts', ''],
  ['server/deals/queries.ts', 'sql`update tasks set a = 1`'],
  ['server/deals/close.ts', "tx.insertInto('deals')"],
  ['server/time/x.ts', '\n'.repeat(301)],
])('the law bites: %s with %s', (file, text) => {
  expect(faultsOf({ file, text })).not.toEqual([])
})
