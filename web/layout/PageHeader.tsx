import { Link, useRouterState } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useEffect, useRef, type ReactNode } from 'react'
import { Search } from 'lucide-react'
import { useMe } from '../data/me.ts'
import { Button } from '../ui/controls.tsx'
import { show } from './opening.ts'

/** `layout`: another look at the same page, which stays in the address; without one it is the page's usual look. */
export type Tab = { to: string; title: string; layout?: string | undefined }
type Props = { title: string; record?: string | undefined; tabs?: Tab[]; children?: ReactNode }

/** Names the page: its heading takes the focus when the page opens, so that a screen reader tells where one is. */
export function PageHeader({ title, record, tabs = [], children }: Props) {
  const here = useRouterState({ select: (state) => state.location })
  const isHere = ({ to, layout }: Tab) =>
    here.pathname === to && layout === (here.search as Record<string, string | undefined>)['layout']
  const workspace = useMe().workspace.name
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = [record, title, workspace].filter(Boolean).join(' · ')
  }, [record, title, workspace])
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <h1
        ref={heading}
        tabIndex={-1}
        className="min-w-0 text-page font-semibold wrap-anywhere outline-none max-md:flex-[1_1_6rem]"
      >
        {title}
      </h1>
      <Button
        look="quiet"
        aria-label="Search or jump"
        aria-haspopup="dialog"
        className="min-w-11 px-0 md:hidden"
        onClick={() => show('palette')}
      >
        <Search size={20} aria-hidden />
      </Button>
      {tabs.length > 0 && (
        <nav aria-label="Views" className="flex flex-wrap gap-1 max-md:order-1 max-md:basis-full">
          {tabs.map((tab) => (
            <Link
              key={tab.to + tab.layout}
              to={tab.to}
              {...('layout' in tab && { search: keeping(tab.layout) })}
              aria-current={isHere(tab) ? 'page' : undefined}
              className={clsx(
                'flex min-h-(--control) items-center rounded-card px-3 text-text-2 hover:bg-sunken',
                isHere(tab) && 'bg-sunken font-medium text-text',
              )}
            >
              {tab.title}
            </Link>
          ))}
        </nav>
      )}
      <div className="flex flex-wrap items-center gap-2 empty:hidden md:ml-auto">{children}</div>
    </header>
  )
}

/** The other layout of the same records: filters stay. */
const keeping = (layout: string | undefined) => ((before: object) => ({ ...before, layout })) as never
