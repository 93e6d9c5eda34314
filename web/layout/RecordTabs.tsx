import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useEffect, useRef } from 'react'
import { useAddress } from '../data/list.ts'

export type RecordTab = { name: string; title: string }

/** Which side of a record is shown; it stays in the address. A name that is not among them means the first. */
export function useTab(tabs: RecordTab[]): string {
  const { search } = useAddress()
  return tabs.find(({ name }) => name === search['tab'])?.name ?? tabs[0]!.name
}

export function RecordTabs({ tabs, current }: { tabs: RecordTab[]; current: string }) {
  const row = useRef<HTMLElement>(null)
  // on a phone the row is wider than the screen
  useEffect(() => {
    const here = row.current?.querySelector('[aria-current]')
    here?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [current])
  return (
    <nav ref={row} aria-label="Sides of this record" className="flex gap-1 overflow-x-auto border-b border-border">
      {tabs.map(({ name, title }, place) => (
        <Link
          key={name}
          to="."
          search={{ tab: place === 0 ? undefined : name } as never}
          replace
          aria-current={name === current ? 'page' : undefined}
          className={clsx(
            '-mb-px min-h-9 border-b-2 px-3 py-2 whitespace-nowrap max-md:min-h-11',
            name === current ? 'border-accent font-medium text-text' : 'border-transparent text-text-2 hover:text-text',
          )}
        >
          {title}
        </Link>
      ))}
    </nav>
  )
}
