/** Every page of the app, once: order of the sidebar, right that opens it, letter after G, and whether it stands in the bar of a phone. */
import { Building2, CheckSquare, Clock, Handshake, LayoutDashboard, Settings } from 'lucide-react'
import type { Permission } from '../domain/permissions.ts'

type Page = {
  path: string
  title: string
  key: string
  permission: Permission | null
  icon: typeof Clock
  onPhone?: true
}

export const timePath = '/time'

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
  { path: '/deals', title: 'Deals/Projects', key: 'p', permission: 'deals:read', icon: Handshake, onPhone: true },
  { path: '/tasks', title: 'Tasks', key: 't', permission: 'tasks:read', icon: CheckSquare, onPhone: true },
  { path: timePath, title: 'Time Entries', key: 'e', permission: 'time:read', icon: Clock, onPhone: true },
  { path: '/settings', title: 'Settings', key: 's', permission: null, icon: Settings },
]
export const reviewPath = '/time/review'
export const noticePath = '/notice'
export const welcomePath = '/welcome'
export const importPath = '/time/import'
