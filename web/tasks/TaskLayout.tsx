import type { ReactNode } from 'react'
import { useMe } from '../data/me.ts'
import type { Filter } from '../layout/filters.ts'
import { LayoutPage } from '../layout/LayoutPage.tsx'
import { CreateRecord } from '../layout/RecordForms.tsx'
import { layouts } from './filters.ts'
import { QuickAdd } from './QuickAdd.tsx'
import { TaskPeek } from './TaskPeek.tsx'
import { useTasks, type Task } from './useTasks.ts'

type Props = {
  filters: Filter[]
  dates?: string
  /** Where the record that is open is found. */
  rows: Task[]
  children: ReactNode
}

/** What the board and the calendar of tasks have in common. */
export function TaskLayout({ rows, ...layout }: Props) {
  const writes = useMe().can('tasks:write')
  const tasks = useTasks()
  return (
    <LayoutPage
      title="Tasks"
      noun="task"
      tabs={layouts}
      views="tasks"
      note={writes && <QuickAdd />}
      nameOf={(id) => rows.find((task) => task.id === id)?.title}
      peek={(id) => <TaskPeek key={id} id={id} editable={writes} />}
      create={writes ? (close) => <CreateRecord resource={tasks} done={close} /> : null}
      {...layout}
    />
  )
}
