/** What the board and the calendar have in common: heading, quick add, filters, and the record beside them. */
import type { ReactNode } from 'react'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { FilterBar } from '../layout/FilterBar.tsx'
import type { Filter } from '../layout/filters.ts'
import { useKeys } from '../layout/keys.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { CreateRecord } from '../layout/RecordForms.tsx'
import { SearchBox } from '../layout/SearchBox.tsx'
import { ViewTabs } from '../layout/ViewTabs.tsx'
import { Button } from '../ui/controls.tsx'
import { Modal, Peek } from '../ui/Panel.tsx'
import { layouts } from './filters.ts'
import { QuickAdd } from './QuickAdd.tsx'
import { TaskPeek } from './TaskPeek.tsx'
import { useTasks, type Task } from './useTasks.ts'

type Props = {
  filters: Filter[]
  /** Where the record that is open is found. */
  rows: Task[]
  /** Beside the filters. */
  controls?: ReactNode
  children: ReactNode
}

export function TaskLayout({ filters, rows, controls, children }: Props) {
  const { can } = useMe()
  const { search, set } = useAddress()
  const tasks = useTasks()
  const opened = search['peek']
  const title = rows.find(({ id }) => id === opened)?.title ?? 'Task'
  const writes = can('tasks:write')
  const close = () => set({ peek: undefined })
  useKeys({ ...(opened && { Escape: close }) })
  return (
    <>
      <PageHeader title="Tasks" tabs={layouts} record={opened && title}>
        {writes && (
          <Button look="primary" onClick={() => set({ new: 'task' })}>
            Create task
          </Button>
        )}
      </PageHeader>
      {writes && <QuickAdd />}
      <ViewTabs page="tasks" all="All tasks" />
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox label="Search tasks" value={search['q'] ?? ''} onSearch={(q) => set({ q, peek: undefined })} />
        <FilterBar {...{ filters, search, set }} dates={undefined} />
        {controls}
      </div>
      {children}
      {opened && (
        <Peek title={title} onClose={close}>
          <TaskPeek key={opened} id={opened} editable={writes} />
        </Peek>
      )}
      {writes && search['new'] === 'task' && (
        <Modal title="Create task" onClose={() => set({ new: undefined })}>
          <CreateRecord resource={tasks} done={() => set({ new: undefined })} />
        </Modal>
      )}
    </>
  )
}
