/** What boards and calendars have around them, as a list has: heading, views, search, filters, the record beside them, a new one. */
import type { ReactNode } from 'react'
import { useAddress } from '../data/list.ts'
import { Button } from '../ui/controls.tsx'
import { Modal, Peek } from '../ui/Panel.tsx'
import { FilterBar } from './FilterBar.tsx'
import type { Filter } from './filters.ts'
import { useKeys } from './keys.ts'
import { PageHeader, type Tab } from './PageHeader.tsx'
import { SearchBox } from './SearchBox.tsx'
import type { ViewPage } from './views.ts'
import { ViewTabs } from './ViewTabs.tsx'

type Props = {
  title: string
  noun: string
  tabs: Tab[]
  views: ViewPage
  filters: Filter[]
  /** What the span of days means; left out where the layout is about days itself. */
  dates?: string
  /** What the record is called that is open beside it, as far as it is known here. */
  nameOf: (id: string) => string | undefined
  peek: (id: string) => ReactNode
  /** Left out where a record has no page of its own. */
  onOpen?: (id: string) => void
  create: ((close: () => void) => ReactNode) | null
  /** Above the views. */
  note?: ReactNode
  /** Beside the filters. */
  controls?: ReactNode
  children: ReactNode
}

export function LayoutPage({ title, noun, tabs, views, filters, dates, children, ...props }: Props) {
  const { nameOf, peek, onOpen, create, note, controls } = props
  const { search, set } = useAddress()
  const opened = search['peek']
  const name = opened && (nameOf(opened) ?? noun.charAt(0).toUpperCase() + noun.slice(1))
  const closePeek = () => set({ peek: undefined })
  const closeNew = () => set({ new: undefined })
  useKeys({ ...(opened && { Escape: closePeek }) })
  return (
    <>
      <PageHeader title={title} tabs={tabs} record={name}>
        {create && (
          <Button look="primary" onClick={() => set({ new: noun })}>
            Create {noun}
          </Button>
        )}
      </PageHeader>
      {note}
      <ViewTabs page={views} all={`All ${title.toLowerCase()}`} />
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox label={`Search ${noun}s`} value={search['q'] ?? ''} onSearch={(q) => set({ q, peek: undefined })} />
        <FilterBar {...{ filters, dates, search, set }} />
        {controls}
      </div>
      {children}
      {opened && name && (
        <Peek title={name} onClose={closePeek} onOpen={onOpen && (() => onOpen(opened))}>
          {peek(opened)}
        </Peek>
      )}
      {create && search['new'] === noun && (
        <Modal title={`Create ${noun}`} onClose={closeNew}>
          {create(closeNew)}
        </Modal>
      )}
    </>
  )
}
