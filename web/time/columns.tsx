import type { Column } from '../ui/DataTable.tsx'
import { Duration, When } from '../ui/formats.tsx'
import type { Entry } from './calls.ts'

/** Whose time it is, when it began and how long it lasted: with these every list of entries begins. */
export const whoAndWhen: Column<Entry>[] = [
  { key: 'person', inFile: 'user_name', title: 'Person', cell: ({ user_name }) => user_name },
  {
    key: 'start',
    inFile: 'day,local_start',
    title: 'Start',
    sort: 'start_time',
    kind: 'date',
    width: 160,
    cell: ({ start_time }) => <When instant={start_time} />,
  },
  {
    key: 'duration',
    inFile: 'hours',
    title: 'Duration',
    sort: 'duration_seconds',
    kind: 'number',
    align: 'right',
    onPhone: 'first',
    cell: ({ duration_seconds }) => <Duration seconds={duration_seconds} />,
  },
]
