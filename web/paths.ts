/** Every page of the app, once: order of the sidebar, right that opens it, letter after G, and whether it stands in the bar of a phone. */
import {
  Building2,
  ChartColumn,
  CheckSquare,
  Clock,
  ContactRound,
  Handshake,
  LayoutDashboard,
  Settings,
} from 'lucide-react'
import type { RecordKind } from '../domain/search.ts'
import type { Permission, Scope } from '../domain/permissions.ts'

type Page = {
  path: string
  title: string
  key: string
  permission: Permission | null
  icon: typeof Clock
  onPhone?: true
}

export const timePath = '/time'
export const reportsPath = '/reports'

export const pages: Page[] = [
  {
    path: '/dashboard',
    title: 'Dashboard',
    key: 'd',
    permission: 'reports:read',
    icon: LayoutDashboard,
    onPhone: true,
  },
  { path: '/accounts', title: 'Accounts', key: 'a', permission: 'accounts:read', icon: Building2 },
  { path: '/contacts', title: 'Contacts', key: 'c', permission: 'accounts:read', icon: ContactRound },
  { path: '/deals', title: 'Deals/Projects', key: 'p', permission: 'deals:read', icon: Handshake, onPhone: true },
  { path: '/tasks', title: 'Tasks', key: 't', permission: 'tasks:read', icon: CheckSquare, onPhone: true },
  { path: timePath, title: 'Time Entries', key: 'e', permission: 'time:read', icon: Clock, onPhone: true },
  { path: reportsPath, title: 'Reports', key: 'r', permission: 'reports:read', icon: ChartColumn },
  { path: '/settings', title: 'Settings', key: 's', permission: null, icon: Settings },
]
/** What can be made, each on its list: the letter after C. */
export const newThings: { noun: string; path: string; key: string; permission: Permission }[] = [
  { noun: 'account', path: '/accounts', key: 'a', permission: 'accounts:write' },
  { noun: 'contact', path: '/contacts', key: 'c', permission: 'accounts:write' },
  { noun: 'deal', path: '/deals', key: 'd', permission: 'deals:write' },
  { noun: 'task', path: '/tasks', key: 't', permission: 'tasks:write' },
]
/** The list a record that was found stands in; it opens beside it, and so do its notes. */
export const listOf: Record<RecordKind, string> = {
  account: '/accounts',
  contact: '/contacts',
  deal: '/deals',
  task: '/tasks',
}
export const weekPath = '/time/week'
export const calendarPath = '/time/calendar'
export const approvalsPath = '/time/approvals'
export const reviewPath = '/time/review'
/** Where the queue opens for who comes to it from a count of all that waits: whoever sees others' time mostly has theirs to place. */
export const queueOf = (scope: Scope | undefined) => (scope === 'own' ? {} : { whose: 'team' })
export const quarantinePath = '/time/quarantine'
export const myDataPath = '/me/data'
export const rulesPath = '/time/rules'
export const newRulePath = '/time/rules/new'
export const noticePath = '/notice'
export const welcomePath = '/welcome'
export const importPath = '/time/import'

/** Where to go on, out of the address bar: a page of ours, never what leads elsewhere or becomes `//…` once it is put in order. */
export const ownPath = (next: string | undefined): string | null =>
  next && /^\/[a-z]/.test(next) && !/\/[./\\]/.test(next.split('?')[0]!) ? next : null
