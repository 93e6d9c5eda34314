/** TABLE OF CONTENTS of the pages. */
import type { QueryClient } from '@tanstack/react-query'
import {
  type ErrorComponentProps,
  Link,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  useRouter,
} from '@tanstack/react-router'
import { meQuery } from './data/me.ts'
import { isSignedIn, renew } from './data/session.ts'
import { Shell } from './layout/Shell.tsx'
import { AsRead } from './layout/AsRead.tsx'
import {
  approvalsPath,
  calendarPath,
  myDataPath,
  noticePath,
  pages,
  quarantinePath,
  reportsPath,
  welcomePath,
} from './paths.ts'
import { ErrorNote, Loading } from './ui/states.tsx'

/** Filters, sort and the open record live in the address; every value is text. */
export type Search = Record<string, string | undefined>
const asText = (search: Record<string, unknown>): Search =>
  Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    ),
  )

const root = createRootRouteWithContext<{ client: QueryClient }>()({ validateSearch: asText })
const gate = (path: string, load: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) })

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: AsRead,
  beforeLoad: async ({ context, location }) => {
    if (!isSignedIn() && !(await renew())) throw redirect({ to: '/sign-in', search: { next: location.href } })
    await context.client.ensureQueryData(meQuery)
  },
})
const frame = createRoute({
  getParentRoute: () => signedIn,
  id: 'frame',
  component: Shell,
  // nobody is recorded, or looks at records, without having been told what they are
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(meQuery)
    if (me.notice_due) throw redirect({ to: noticePath, search: { next: location.href } })
  },
})
/** A page without the frame, for somebody who is signed in. */
const alone = (path: string, load: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({ getParentRoute: () => signedIn, path, component: lazyRouteComponent(load) })
const index = createRoute({
  getParentRoute: () => frame,
  path: '/',
  beforeLoad: async ({ context }) => {
    const me = await context.client.ensureQueryData(meQuery)
    if (me.workspace.welcoming && me.permissions['settings:write']) throw redirect({ to: welcomePath })
    throw redirect({
      to: pages.find(({ permission }) => permission && me.permissions[permission])?.path ?? '/settings',
    })
  },
})
const page = (path: string, load: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({ getParentRoute: () => frame, path, component: lazyRouteComponent(load) })

const settingsFrame = createRoute({
  getParentRoute: () => frame,
  id: 'settings-frame',
  component: lazyRouteComponent(() => import('./settings/SettingsFrame.tsx')),
})
const settings = (name: string, load: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({ getParentRoute: () => settingsFrame, path: `/settings/${name}`, component: lazyRouteComponent(load) })

const tree = root.addChildren([
  gate('/sign-in', () => import('./people/SignInPage.tsx')),
  gate('/forgot-password', () => import('./people/ForgotPasswordPage.tsx')),
  gate('/set-password', () => import('./people/SetPasswordPage.tsx')),
  signedIn.addChildren([
    alone(welcomePath, () => import('./welcome/WelcomePage.tsx')),
    alone(noticePath, () => import('./people/NoticePage.tsx')),
    frame.addChildren([
      index,
      page('/dashboard', () => import('./dashboard/DashboardPage.tsx')),
      page('/accounts', () => import('./accounts/AccountsPage.tsx')),
      page('/accounts/$id', () => import('./accounts/AccountPage.tsx')),
      page('/contacts', () => import('./contacts/ContactsPage.tsx')),
      page('/contacts/$id', () => import('./contacts/ContactPage.tsx')),
      page('/deals', () => import('./deals/DealsPage.tsx')),
      page('/deals/$id', () => import('./deals/DealPage.tsx')),
      page('/tasks', () => import('./tasks/TasksPage.tsx')),
      page('/time', () => import('./time/TimePage.tsx')),
      page('/time/week', () => import('./sheets/WeekPage.tsx')),
      page(calendarPath, () => import('./calendar/CalendarPage.tsx')),
      page(approvalsPath, () => import('./timesheets/ApprovalsPage.tsx')),
      page('/time/review', () => import('./time/ReviewPage.tsx')),
      page(quarantinePath, () => import('./time/QuarantinePage.tsx')),
      page(myDataPath, () => import('./privacy/MyDataPage.tsx')),
      page('/time/rules', () => import('./rules/RulesPage.tsx')),
      page('/time/rules/new', () => import('./rules/NewRulePage.tsx')),
      page('/time/rules/$id', () => import('./rules/RulePage.tsx')),
      page(reportsPath, () => import('./reports/ReportsPage.tsx')),
      page('/time/import', () => import('./time/ImportPage.tsx')),
      createRoute({
        getParentRoute: () => frame,
        path: '/settings',
        beforeLoad: () => {
          throw redirect({ to: '/settings/profile' })
        },
      }),
      page('/merge', () => import('./duplicates/MergePage.tsx')),
      settingsFrame.addChildren([
        settings('profile', () => import('./settings/ProfilePage.tsx')),
        settings('preferences', () => import('./settings/PreferencesPage.tsx')),
        settings('security', () => import('./settings/SecurityPage.tsx')),
        settings('members', () => import('./settings/MembersPage.tsx')),
        settings('agent-users', () => import('./settings/AgentUsersPage.tsx')),
        settings('teams', () => import('./settings/TeamsPage.tsx')),
        settings('roles', () => import('./settings/RolesPage.tsx')),
        settings('api-keys', () => import('./settings/ApiKeysPage.tsx')),
        settings('custom-fields', () => import('./settings/CustomFieldsPage.tsx')),
        settings('exchange-rates', () => import('./settings/ExchangeRatesPage.tsx')),
        settings('import', () => import('./imports/RecordImportPage.tsx')),
        settings('duplicates', () => import('./duplicates/DuplicatesPage.tsx')),
        settings('workspace', () => import('./settings/WorkspacePage.tsx')),
        settings('retention', () => import('./settings/RetentionPage.tsx')),
        settings('privacy-requests', () => import('./settings/PrivacyRequestsPage.tsx')),
        settings('audit', () => import('./settings/AuditPage.tsx')),
      ]),
    ]),
  ]),
])

const NoSuchPage = () => (
  <main id="main" className="flex flex-col items-start gap-3 p-8">
    <h1 className="text-page font-semibold">There is no such page</h1>
    <p className="text-text-2">The address may be mistyped, or what was there is gone.</p>
    <Link to="/" className="text-accent-text underline">
      Go to the first page
    </Link>
  </main>
)

function Failed({ error }: ErrorComponentProps) {
  const router = useRouter()
  return <ErrorNote error={error as Error} retry={() => void router.invalidate()} />
}

export const createAppRouter = (client: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingComponent: Loading,
    defaultErrorComponent: Failed,
    defaultNotFoundComponent: NoSuchPage,
  })
