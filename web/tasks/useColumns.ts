import { useList } from '../data/list.ts'
import { listTasks } from './filters.ts'
import { statuses, type Task } from './useTasks.ts'

export type Column = {
  status: Task['status']
  tasks: Task[]
  /** Asks for the next page of the column; null where there is none. */
  more: (() => void) | null
}

/**
 * A list of its own for each status, so that what is done does not push out what is not. A card stands where its status says:
 * one that was just moved changes its column before any list is read again.
 */
export function useColumns(query: Record<string, unknown>) {
  const lists = statuses.map(({ value }) => ({
    status: value as Task['status'],
    // the statuses are a constant: the same hooks in the same order
    list: useList<Task>('tasks', { ...query, status: [value], sort: sortOf(value) }, listTasks),
  }))
  const known = new Map(lists.flatMap(({ list }) => list.rows.map((task) => [task.id, task] as const)))
  const columns = lists.map(({ status, list }): Column => {
    const more = list.hasNextPage ? () => void list.fetchNextPage() : null
    return { status, tasks: [...known.values()].filter((task) => task.status === status), more }
  })
  const failed = lists.find(({ list }) => list.isError)?.list
  return {
    columns,
    isPending: lists.some(({ list }) => list.isPending),
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  }
}

/** What is to be done by its day, what is done the latest first. */
const sortOf = (status: string) => (status === 'done' || status === 'cancelled' ? '-created_at' : 'due_date')
