import type { Me } from '../../domain/people.ts'
import type { Permission } from '../../domain/permissions.ts'

const tabs: { to: string; title: string; permission: Permission | null }[] = [
  { to: '/settings/profile', title: 'Profile', permission: null },
  { to: '/settings/preferences', title: 'Preferences', permission: null },
  { to: '/settings/security', title: 'Security', permission: null },
  { to: '/settings/members', title: 'Members', permission: 'users:read' },
  { to: '/settings/agent-users', title: 'Agent users', permission: 'users:write' },
  { to: '/settings/teams', title: 'Teams', permission: 'users:read' },
  { to: '/settings/roles', title: 'Roles', permission: 'users:read' },
  { to: '/settings/api-keys', title: 'API keys', permission: 'api-keys:write' },
  { to: '/settings/custom-fields', title: 'Custom fields', permission: 'settings:write' },
  { to: '/settings/import', title: 'Import and export', permission: 'imports:write' },
  { to: '/settings/workspace', title: 'Workspace', permission: 'settings:write' },
  { to: '/settings/audit', title: 'Audit', permission: 'audit:read' },
]

/** What a person may open; a page without the right is not there. */
export const settingsTabs = (permissions: Me['permissions']) =>
  tabs.filter(({ permission }) => permission === null || permissions[permission])
