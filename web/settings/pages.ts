import type { Me } from '../../domain/people.ts'
import type { Permission } from '../../domain/permissions.ts'

export const settingsGroups = ['You', 'People', 'Company'] as const
type Page = { to: string; title: string; group: (typeof settingsGroups)[number]; permission: Permission | null }

const pages: Page[] = [
  { to: '/settings/profile', title: 'Profile', group: 'You', permission: null },
  { to: '/settings/preferences', title: 'Preferences', group: 'You', permission: null },
  { to: '/settings/security', title: 'Security', group: 'You', permission: null },
  { to: '/settings/members', title: 'Members', group: 'People', permission: 'users:read' },
  { to: '/settings/teams', title: 'Teams', group: 'People', permission: 'users:read' },
  { to: '/settings/roles', title: 'Roles', group: 'People', permission: 'users:read' },
  { to: '/settings/agent-users', title: 'Agent users', group: 'People', permission: 'users:write' },
  { to: '/settings/workspace', title: 'Workspace', group: 'Company', permission: 'settings:write' },
  { to: '/settings/custom-fields', title: 'Custom fields', group: 'Company', permission: 'settings:write' },
  {
    to: '/settings/exchange-rates',
    title: 'Exchange rates',
    group: 'Company',
    permission: 'exchange-rates:write',
  },
  { to: '/settings/api-keys', title: 'API keys', group: 'Company', permission: 'api-keys:write' },
  { to: '/settings/import', title: 'Import and export', group: 'Company', permission: 'imports:write' },
  { to: '/settings/duplicates', title: 'Duplicates', group: 'Company', permission: 'records:merge' },
  { to: '/settings/retention', title: 'Data retention', group: 'Company', permission: 'settings:write' },
  {
    to: '/settings/privacy-requests',
    title: 'Privacy requests',
    group: 'Company',
    permission: 'privacy-requests:write',
  },
  { to: '/settings/audit', title: 'Audit', group: 'Company', permission: 'audit:read' },
]

/** What a person may open; a page without the right is not there. */
export const settingsPages = (permissions: Me['permissions']) =>
  pages.filter(({ permission }) => permission === null || permissions[permission])
