import { Link, useRouterState } from '@tanstack/react-router'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'

type Tab = { to: string; title: string }

export function PageHeader({ title, tabs = [], children }: { title: string; tabs?: Tab[]; children?: ReactNode }) {
  const here = useRouterState({ select: (state) => state.location.pathname })
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <h1 tabIndex={-1} className="text-page font-semibold outline-none">
        {title}
      </h1>
      {tabs.length > 0 && (
        <nav aria-label="Views" className="flex gap-1">
          {tabs.map((tab) => (
            <Link
              key={tab.to}
              to={tab.to}
              aria-current={here === tab.to ? 'page' : undefined}
              className={clsx(
                'rounded-card px-3 py-1.5 text-text-2 hover:bg-sunken',
                here === tab.to && 'bg-sunken font-medium text-text',
              )}
            >
              {tab.title}
            </Link>
          ))}
        </nav>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>
    </header>
  )
}
