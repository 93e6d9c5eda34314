/** Everything the company keeps, as one file of lines: what is in it follows from the register. */
import { register } from './register.ts'
import { Id, Instant, Nullable, OneOf, Page, Type, listFields, rowFields, strict, type Static } from './shapes.ts'

/** In an order in which each row comes after those it refers to. The ledger has an export of its own. */
export const archivedTables = [
  'workspace',
  'teams',
  'roles',
  'productivity_users',
  'users',
  'custom_fields',
  'accounts',
  'contacts',
  'deals',
  'deal_stages',
  'tasks',
  'notes',
  'note_versions',
  'time_entries',
  'timesheets',
  'timesheet_steps',
  'former_entries',
  'external_ids',
  'saved_views',
  'exchange_rates',
] as const

/** Columns that leave the house with nobody: what proves who somebody is, and the titles and addresses that are the person's own. */
export const withheld = (table: string): string[] => {
  const { credential = [], evidence = [] } = register[table]!
  return [...credential, ...evidence]
}

/** Tables in which what a project is called may be what an editor had open: then it stays too. */
export const holdsSeenProjects = (table: string): boolean =>
  register[table]!.technical?.includes('project_from_editor') ?? false

/** How long the file is kept. */
export const archiveDays = 7

export const Archive = strict({
  ...rowFields,
  status: OneOf(['writing', 'done', 'failed'] as const),
  file_bytes: Nullable(Type.Integer()),
  rows: Type.Unsafe<Record<string, number>>({ type: 'object', additionalProperties: { type: 'integer' } }),
  created_by: Nullable(Id),
  finished_at: Nullable(Instant),
  expires_at: Instant,
})
export type Archive = Static<typeof Archive>
export const ArchivePage = Page(Archive)
export const ArchiveQuery = strict(listFields(['created_at']))
export type ArchiveQuery = Static<typeof ArchiveQuery>
