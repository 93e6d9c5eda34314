import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useEffect, useRef } from 'react'
import { useMe } from '../data/me.ts'
import { settingsGroups, settingsPages } from './pages.ts'

/** Around every page of the settings: a list on the left, on a narrow screen a row that scrolls. */
export default function SettingsFrame() {
  const pages = settingsPages(useMe().permissions)
  return (
    <div className="flex flex-1 gap-6 max-lg:flex-col max-lg:gap-3">
      <nav
        aria-label="Settings"
        className="flex shrink-0 max-lg:-mx-4 max-lg:overflow-x-auto max-lg:px-4 lg:sticky lg:top-4 lg:w-44 lg:flex-col lg:gap-4 lg:self-start"
      >
        {settingsGroups.map((group) => {
          const inIt = pages.filter((page) => page.group === group)
          return (
            inIt.length > 0 && (
              <div key={group} role="group" aria-label={group} className="flex lg:flex-col">
                <p aria-hidden className="px-3 pb-1 text-meta font-medium text-text-3 max-lg:hidden">
                  {group}
                </p>
                {inIt.map((page) => (
                  <Tab key={page.to} {...page} />
                ))}
              </div>
            )
          )
        })}
      </nav>
      <div className="flex min-w-0 flex-1 flex-col gap-4">
        <Outlet />
      </div>
    </div>
  )
}

function Tab({ to, title }: { to: string; title: string }) {
  const here = useRouterState({ select: (state) => state.location.pathname }) === to
  const link = useRef<HTMLAnchorElement>(null)
  // the row may be scrolled away from it
  useEffect(() => {
    if (here) link.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [here])
  return (
    <Link
      ref={link}
      to={to}
      aria-current={here ? 'page' : undefined}
      className={clsx(
        'flex min-h-(--control) items-center rounded-card px-3 whitespace-nowrap hover:bg-sunken',
        here ? 'bg-sunken font-medium' : 'text-text-2',
      )}
    >
      {title}
    </Link>
  )
}
