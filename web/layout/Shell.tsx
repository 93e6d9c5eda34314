import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { Keyboard, LogOut, Menu, Monitor, Moon, PanelLeft, Plus, Search, ShieldCheck, Sun, Timer } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { isSignedIn, lookThrough, onSession, signOut, viewedRole } from '../data/session.ts'
import { myDataPath, pages, timePath } from '../paths.ts'
import { PrivateBanner } from '../privacy/PrivateMode.tsx'
import { toDecideQuery } from '../timesheets/calls.ts'
import { forgetRecent } from '../search/recent.ts'
import { quarantineQuery } from '../time/quarantine.ts'
import { Button, Kbd } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { SidebarTimer, TimerBanner, UnsentStop } from '../timers/RunningTimer.tsx'
import { Toasts, forgetToasts, sayFailed } from '../ui/toasts.tsx'
import { Confirm } from './Confirm.tsx'
import { DemoBanner } from './DemoBanner.tsx'
import { useQuestion } from './merge.ts'
import { show } from './opening.ts'
import { Overlays } from './Overlays.tsx'
import { useTheme } from './theme.ts'

export const waitingQuery = {
  queryKey: ['unmapped', 'count'],
  queryFn: () => api.get('/unmapped-time-entries', { query: { limit: 1 } }),
}

// asked for once in a while
const MergePanel = lazy(() => import('./MergePanel.tsx'))

const themeIcons = { light: Sun, dark: Moon, system: Monitor }

export function Shell() {
  const question = useQuestion()
  const me = useMe()
  const navigate = useNavigate()
  const client = useQueryClient()
  const here = useRouterState({ select: (state) => state.location.pathname })
  const [narrow, setNarrow] = useState(localStorage.getItem('sidebar') === 'narrow')
  const [more, setMore] = useState(false)
  const { theme, next: nextTheme } = useTheme()
  const ThemeIcon = themeIcons[theme]
  const waiting = useQuery({ ...waitingQuery, enabled: me.can('time:read') }).data?.total ?? 0
  const toDecide = useQuery({ ...toDecideQuery, enabled: me.can('time:approve') }).data?.count ?? 0
  const aside = useQuery({ ...quarantineQuery, enabled: me.can('time:read') }).data?.entries ?? 0
  const open = pages.filter(({ permission }) => permission === null || me.can(permission))

  const fold = () => {
    localStorage.setItem('sidebar', narrow ? 'wide' : 'narrow')
    setNarrow(!narrow)
  }
  const leave = async () => {
    await signOut()
    client.clear()
    forgetToasts()
    forgetRecent(me.id)
    await navigate({ to: '/sign-in' })
  }
  const stopLooking = async () => {
    lookThrough(null)
    await client.resetQueries()
    await navigate({ to: '/settings/roles' })
  }
  useEffect(() => {
    document.documentElement.dataset['density'] = me.preferences.density ?? 'default'
  }, [me.preferences.density])
  useEffect(
    () =>
      onSession(() => void (isSignedIn() || navigate({ to: '/sign-in', search: { next: window.location.pathname } }))),
    [navigate],
  )
  return (
    <div className="flex min-h-dvh">
      <a href="#main" className="sr-only focus:not-sr-only focus:fixed focus:z-50 focus:bg-surface focus:p-3">
        Skip to content
      </a>
      <nav
        aria-label="Main"
        className={clsx(
          'sticky top-0 flex h-dvh shrink-0 flex-col gap-1 border-r border-border bg-surface p-2 max-md:hidden print:hidden',
          narrow ? 'w-14' : 'w-58',
        )}
      >
        {!narrow && <p className="truncate px-2 py-2 font-semibold">{me.workspace.name}</p>}
        <SideButton
          narrow={narrow}
          icon={Search}
          title="Search or jump"
          keys="Ctrl K"
          onClick={() => show('palette')}
        />
        <SideButton narrow={narrow} icon={Plus} title="New" keys="C" onClick={() => show('new')} />
        {open.map(({ path, title: name, icon: Icon }) => (
          <Link
            key={path}
            to={path}
            aria-current={here.startsWith(path) ? 'page' : undefined}
            title={narrow ? name : undefined}
            className={clsx(
              'flex h-(--control) items-center gap-2 rounded-card px-2 text-text-2 hover:bg-sunken',
              here.startsWith(path) && 'bg-accent-soft font-medium text-accent-text',
            )}
          >
            <Icon size={16} strokeWidth={1.75} aria-hidden />
            <span className={narrow ? 'sr-only' : 'flex-1'}>{name}</span>
            {path === timePath && waiting > 0 && !narrow && (
              <span className="rounded-input bg-warning-soft px-1.5 text-meta text-warning">
                {waiting} <span className="sr-only">waiting for review</span>
              </span>
            )}
            {path === timePath && toDecide > 0 && !narrow && (
              <span title="Weeks to approve" className="rounded-input bg-info-soft px-1.5 text-meta text-info">
                {toDecide} <span className="sr-only">weeks to approve</span>
              </span>
            )}
            {path === timePath && aside > 0 && !narrow && (
              <span title="Kept aside" className="rounded-input bg-danger-soft px-1.5 text-meta text-danger">
                {aside} <span className="sr-only">kept aside</span>
              </span>
            )}
          </Link>
        ))}
        <div className="mt-auto flex flex-col gap-1">
          {me.can('time:write') && <SidebarTimer narrow={narrow} />}
          {!narrow && (
            <p className="truncate px-2 text-meta text-text-3" title={me.email}>
              {me.name} · {me.role}
            </p>
          )}
          <Link
            to={myDataPath}
            aria-current={here === myDataPath ? 'page' : undefined}
            title={narrow ? 'My data' : undefined}
            className={clsx(
              'flex h-8 items-center gap-2 rounded-card px-2 text-text-2 hover:bg-sunken',
              here === myDataPath && 'bg-accent-soft font-medium text-accent-text',
            )}
          >
            <ShieldCheck size={16} strokeWidth={1.75} aria-hidden />
            <span className={narrow ? 'sr-only' : 'flex-1'}>My data</span>
          </Link>
          <div className={clsx('flex', narrow && 'flex-col')}>
            <Button look="quiet" aria-label={narrow ? 'Widen sidebar' : 'Narrow sidebar'} title="[" onClick={fold}>
              <PanelLeft size={16} aria-hidden />
            </Button>
            <Button look="quiet" aria-label="Keyboard help" title="?" onClick={() => show('help')}>
              <Keyboard size={16} aria-hidden />
            </Button>
            <Button look="quiet" aria-label={`Theme: ${theme}`} title={`Theme: ${theme}`} onClick={nextTheme}>
              <ThemeIcon size={16} aria-hidden />
            </Button>
            <Button look="quiet" aria-label="Sign out" title="Sign out" onClick={() => void leave().catch(sayFailed)}>
              <LogOut size={16} aria-hidden />
            </Button>
          </div>
        </div>
      </nav>
      <div className="flex min-h-dvh min-w-0 flex-1 flex-col max-md:pb-[calc(4rem+var(--toasts,0px))]">
        {viewedRole() !== null && (
          <p role="status" className="flex items-center gap-3 bg-warning-soft px-4 py-1 text-meta text-warning">
            You look through the role “{viewedRole()}”. Nothing can be changed meanwhile.
            <button type="button" className="font-medium underline" onClick={() => void stopLooking()}>
              Stop looking
            </button>
          </p>
        )}
        <DemoBanner />
        <PrivateBanner />
        {me.can('time:write') && <TimerBanner />}
        {me.can('time:write') && <UnsentStop />}
        <main id="main" className="mx-auto flex w-full max-w-7xl flex-1 flex-col gap-4 p-4 print:max-w-none print:p-0">
          <Outlet />
        </main>
      </div>
      <nav
        aria-label="Main, small screen"
        className="fixed inset-x-0 bottom-0 z-20 flex border-t border-border bg-surface md:hidden print:hidden"
      >
        {open
          .filter(({ onPhone }) => onPhone)
          .map(({ path, title: name, icon: Icon }) => (
            <Link
              key={path}
              to={path}
              aria-current={here.startsWith(path) ? 'page' : undefined}
              className={clsx(
                'flex min-h-12 flex-1 flex-col items-center justify-center text-caption',
                here.startsWith(path) ? 'text-accent-text' : 'text-text-2',
              )}
            >
              <Icon size={18} aria-hidden />
              {name.split(/[/ ]/)[0]}
            </Link>
          ))}
        <button
          type="button"
          aria-haspopup="dialog"
          className="flex min-h-12 flex-1 flex-col items-center justify-center text-caption text-text-2"
          onClick={() => setMore(true)}
        >
          <Menu size={18} aria-hidden />
          More
        </button>
      </nav>
      <Toasts />
      {question && (
        <Suspense fallback={null}>
          <MergePanel question={question} />
        </Suspense>
      )}
      <Confirm />
      {more && (
        <Modal title={me.workspace.name} onClose={() => setMore(false)}>
          <div className="flex flex-col gap-1">
            {open.map(({ path, title: name, icon: Icon }) => (
              <Link
                key={path}
                to={path}
                onClick={() => setMore(false)}
                className="flex min-h-11 items-center gap-3 rounded-card px-2 hover:bg-sunken"
              >
                <Icon size={18} aria-hidden /> {name}
              </Link>
            ))}
            <Link
              to={myDataPath}
              onClick={() => setMore(false)}
              className="flex min-h-11 items-center gap-3 rounded-card px-2 hover:bg-sunken"
            >
              <ShieldCheck size={18} aria-hidden /> My data
            </Link>
            {me.can('time:write') && (
              <Button
                look="quiet"
                className="min-h-11 justify-start px-2"
                onClick={() => {
                  setMore(false)
                  show('timer')
                }}
              >
                <Timer size={18} aria-hidden /> Timer
              </Button>
            )}
            {me.can('time:write') && (
              <Button
                look="quiet"
                className="min-h-11 justify-start px-2"
                onClick={() => {
                  setMore(false)
                  show('entry')
                }}
              >
                <Plus size={18} aria-hidden /> Create time entry
              </Button>
            )}
            <Button look="quiet" className="min-h-11 justify-start px-2" onClick={nextTheme}>
              <ThemeIcon size={18} aria-hidden /> Theme: {theme}
            </Button>
            <Button look="quiet" className="min-h-11 justify-start px-2" onClick={() => void leave().catch(sayFailed)}>
              <LogOut size={18} aria-hidden /> Sign out {me.name}
            </Button>
          </div>
        </Modal>
      )}
      <Overlays fold={fold} nextTheme={nextTheme} leave={() => void leave().catch(sayFailed)} />
    </div>
  )
}

type SideProps = { narrow: boolean; icon: typeof Search; title: string; keys: string; onClick: () => void }
const SideButton = ({ narrow, icon: Icon, title, keys, onClick }: SideProps) => (
  <button
    type="button"
    aria-haspopup="dialog"
    title={narrow ? `${title} (${keys})` : undefined}
    onClick={onClick}
    className="flex h-(--control) shrink-0 items-center gap-2 rounded-card border border-border px-2 text-left text-text-2 hover:bg-sunken"
  >
    <Icon size={16} strokeWidth={1.75} aria-hidden />
    <span className={narrow ? 'sr-only' : 'flex-1'}>{title}</span>
    {!narrow && <Kbd>{keys}</Kbd>}
  </button>
)
