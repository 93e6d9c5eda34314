import type { Column } from '../ui/DataTable.tsx'
import { Day, Duration, When, money } from '../ui/formats.tsx'
import { StageBadge, type Deal } from './calls.tsx'

const columns: Column<Deal>[] = [
  { key: 'name', title: 'Name', sort: 'name', field: 'name', width: 220, cell: ({ name }) => name },
  { key: 'account', inFile: 'account_name', title: 'Account', width: 160, cell: ({ account_name }) => account_name },
  { key: 'stage', title: 'Stage', field: 'stage', onPhone: 'first', cell: ({ stage }) => <StageBadge stage={stage} /> },
  {
    key: 'value',
    title: 'Value',
    sort: 'value',
    field: 'value_amount',
    kind: 'number',
    align: 'right',
    onPhone: 'first',
    cell: ({ value }) => (value ? money(value) : '–'),
  },
  {
    key: 'hours',
    inFile: 'tracked_seconds',
    title: 'Hours',
    align: 'right',
    onPhone: 'hidden',
    cell: ({ tracked_seconds }) => <Duration seconds={tracked_seconds} />,
  },
  {
    key: 'owner',
    inFile: 'owner_name',
    title: 'Owner',
    field: 'owner_id',
    onPhone: 'hidden',
    cell: ({ owner_name }) => owner_name ?? '–',
  },
  {
    key: 'end',
    inFile: 'end_date',
    title: 'Close date',
    sort: 'end_date',
    kind: 'date',
    field: 'end_date',
    cell: ({ end_date }) => <Day date={end_date} />,
  },
  {
    key: 'updated',
    inFile: 'updated_at',
    title: 'Changed',
    sort: 'updated_at',
    kind: 'date',
    width: 215,
    optional: true,
    onPhone: 'hidden',
    cell: ({ updated_at }) => <When instant={updated_at} />,
  },
]
const withoutValue = columns.filter(({ key }) => key !== 'value')

/** What a deal is worth is a class of its own. */
export const columnsFor = (seesValues: boolean): Column<Deal>[] => (seesValues ? columns : withoutValue)
