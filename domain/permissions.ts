/** Who may do what: the one table. Rows are roles, columns permissions, cells the scope of rows it covers. */

export const roles = ['admin', 'manager', 'sales', 'support', 'finance', 'employee'] as const
export type Role = (typeof roles)[number]

export const permissions = [
  'accounts:read',
  'accounts:write',
  // makes two accounts or contacts one, with everything that hangs on them, whoever's it is
  'records:merge',
  'deals:read',
  'deals:write',
  // what deals are worth: value, money of the budget, and every sum of them
  'values:read',
  'tasks:read',
  'tasks:write',
  'time:read',
  'time:write',
  'time:ingest',
  // decides about weeks that were submitted: approves and locks, denies, reopens; nobody about their own but an admin
  'time:approve',
  // writes in the period that is closed (Settings); an approved week stays locked to it too
  'locked-time:write',
  // what a person released of their titles and web addresses, in rows one may read anyway
  'evidence:read',
  // opens what was not released: with a reason, an end, and the person is told
  'evidence:unlock',
  'rules:read',
  // for one's team: rules that only watch · for all: those that place everybody's time
  'rules:write',
  'reports:read',
  // what one currency is worth in another, by which sums of several are made one
  'exchange-rates:write',
  'imports:write',
  'users:read',
  'users:write',
  'roles:write',
  'settings:write',
  'api-keys:write',
  'audit:read',
  // takes a copy of everything out of the house
  'archives:write',
  // answers what people ask to correct or erase of what is held about them
  'privacy-requests:write',
  // empties what the ledger says about a person or a record
  'audit:erase',
] as const
export type Permission = (typeof permissions)[number]

/** own: rows that belong to the person · team: rows of anybody in the person's team · all: every row. */
export type Scope = 'own' | 'team' | 'all'
export type Grants = Partial<Record<Permission, Scope>>

const everything = Object.fromEntries(permissions.map((permission) => [permission, 'all'])) as Record<Permission, Scope>

export const grants: Record<Role, Grants> = {
  admin: everything,
  manager: {
    'accounts:read': 'all',
    'accounts:write': 'all',
    'records:merge': 'all',
    'deals:read': 'all',
    'deals:write': 'all',
    'values:read': 'all',
    'tasks:read': 'all',
    'tasks:write': 'all',
    'time:read': 'team',
    'time:write': 'team',
    'time:approve': 'team',
    'evidence:read': 'team',
    'rules:read': 'all',
    'rules:write': 'team',
    'reports:read': 'team',
    'imports:write': 'team',
    'users:read': 'all',
    'audit:read': 'team',
  },
  sales: {
    'accounts:read': 'all',
    'accounts:write': 'all',
    'deals:read': 'team',
    'deals:write': 'team',
    'values:read': 'all',
    'tasks:read': 'team',
    'tasks:write': 'team',
    'time:read': 'own',
    'time:write': 'own',
    'reports:read': 'own',
    'imports:write': 'own',
    'users:read': 'all',
    'audit:read': 'own',
  },
  support: {
    'accounts:read': 'all',
    'accounts:write': 'all',
    'deals:read': 'all',
    'tasks:read': 'all',
    'tasks:write': 'team',
    'time:read': 'own',
    'time:write': 'own',
    'reports:read': 'own',
    'imports:write': 'own',
    'users:read': 'all',
    'audit:read': 'own',
  },
  finance: {
    'accounts:read': 'all',
    'deals:read': 'all',
    'values:read': 'all',
    'tasks:read': 'all',
    'time:read': 'all',
    'rules:read': 'all',
    'reports:read': 'all',
    'exchange-rates:write': 'all',
    'users:read': 'all',
    'audit:read': 'own',
  },
  employee: {
    'tasks:read': 'own',
    'tasks:write': 'own',
    'time:read': 'own',
    'time:write': 'own',
    'reports:read': 'own',
    'imports:write': 'own',
    'users:read': 'own',
    'audit:read': 'own',
  },
}

/**
 * What an API key may be made for. A key is a program, not a person: it holds these and nothing of its maker's role. It
 * never manages people, roles or keys: whoever copies one must not be able to make themselves at home.
 */
export const keyScopes = [
  'accounts:read',
  'accounts:write',
  'deals:read',
  'deals:write',
  'values:read',
  'tasks:read',
  'tasks:write',
  'time:read',
  'time:ingest',
  'reports:read',
  'users:read',
  'audit:read',
] as const satisfies readonly Permission[]

const width: Record<Scope, number> = { own: 1, team: 2, all: 3 }

/** Whether one who holds `mine` may hand out `theirs`: nobody makes another person mightier than themselves. */
export const covers = (mine: Grants, theirs: Grants): boolean =>
  Object.entries(theirs).every(
    ([permission, scope]) => scope === undefined || width[scope] <= (width[mine[permission as Permission]!] ?? 0),
  )

/** The rights of a role: of a built-in one from the table above, of one made in Settings as it was stored. */
export const grantsOf = (role: string, stored: Grants | null): Grants => stored ?? grants[role as Role] ?? {}
