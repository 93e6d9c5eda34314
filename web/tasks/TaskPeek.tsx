import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '../data/me.ts'
import { BinButton } from '../layout/Bin.tsx'
import { History } from '../layout/History.tsx'
import { EditRecord } from '../layout/RecordForms.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { timePath } from '../paths.ts'
import { StartTimer } from '../timers/StartTimer.tsx'
import { Day, words } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { HoursOf } from './parts.tsx'
import { getTask, useTasks, type Task } from './useTasks.ts'

/** What is deleted is looked at and restored, and nothing else. */
export function TaskPeek({ id, editable }: { id: string; editable: boolean }) {
  const tasks = useTasks()
  const { record: task, instead } = useRecord('tasks', id, getTask)
  if (!task) return instead
  const edits = editable && task.deleted_at === null
  return (
    <>
      <Facts
        facts={[
          ['Account', task.account_name ?? '–'],
          ['Deal', task.deal_name ?? '–'],
          ['Hours', <Logged task={task} />],
          ...(edits
            ? []
            : ([
                ['Assigned to', task.assignee_name ?? 'Nobody'],
                ['Status', words(task.status)],
                ['Priority', words(task.priority)],
                ['Due', <Day date={task.due_date} />],
              ] satisfies [string, ReactNode][])),
        ]}
      />
      {task.deleted_at === null && <StartTimer on={{ task_id: id }} name={task.title} />}
      <History id={id} />
      {edits && <EditRecord resource={tasks} row={task} />}
      {editable && <BinButton resource={tasks} row={task} />}
    </>
  )
}

/** Its entries say why each is on it. */
function Logged({ task }: { task: Task }) {
  const { can } = useMe()
  return (
    <>
      <HoursOf task={task} />
      {task.logged_seconds > 0 && can('time:read') && (
        <>
          {' · '}
          <Link to={timePath} search={{ task_id: task.id } as never} className="text-accent-text underline">
            Open its entries
          </Link>
        </>
      )}
    </>
  )
}
