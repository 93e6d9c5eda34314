import type { Permission } from '../../domain/permissions.ts'

/** Rights in the words of whoever hands them out. */
export const rightInWords: Record<Permission, string> = {
  'accounts:read': 'See accounts and contacts',
  'accounts:write': 'Change accounts and contacts',
  'deals:read': 'See deals',
  'deals:write': 'Change deals',
  'values:read': 'See what deals are worth',
  'tasks:read': 'See tasks',
  'tasks:write': 'Change tasks',
  'time:read': 'See recorded time',
  'time:write': 'Place and correct time',
  'time:ingest': 'Send time, as an agent does',
  'evidence:read': 'See titles that were released',
  'evidence:unlock': 'Open titles for a reason',
  'reports:read': 'See reports',
  'records:merge': 'Merge duplicates',
  'imports:write': 'Import files',
  'archives:write': 'Take everything along in a file',
  'users:read': 'See people, teams and roles',
  'users:write': 'Invite and change people',
  'roles:write': 'Make and change roles',
  'settings:write': 'Change the workspace',
  'api-keys:write': 'Make and revoke API keys',
  'audit:read': 'Read the audit',
  'audit:erase': 'Erase what the audit says',
}
