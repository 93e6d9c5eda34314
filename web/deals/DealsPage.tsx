import { Suspense, lazy } from 'react'
import { accountFilter } from '../accounts/lookup.ts'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import type { Tab } from '../layout/PageHeader.tsx'
import { usePeople } from '../people/calls.ts'
import type { Column } from '../ui/DataTable.tsx'
import { Day, Duration, When, money } from '../ui/formats.tsx'
import { Loading } from '../ui/states.tsx'
import { CreateDeal, useDeals } from './DealForms.tsx'
import { DealPeek } from './DealPeek.tsx'
import { StageBadge, stages, type Deal } from './calls.tsx'

// a table needs no dragging
const Board = lazy(() => import('./Board.tsx'))

const layouts: Tab[] = [
  { to: '/deals', title: 'Table', layout: undefined },
  { to: '/deals', title: 'Board', layout: 'board' },
]

const columns: Column<Deal>[] = [
  { key: 'name', title: 'Name', sort: 'name', field: 'name', width: 220, cell: ({ name }) => name },
  { key: 'account', title: 'Account', width: 160, cell: ({ account_name }) => account_name },
  { key: 'stage', title: 'Stage', field: 'stage', cell: ({ stage }) => <StageBadge stage={stage} /> },
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
    title: 'Hours',
    align: 'right',
    onPhone: 'hidden',
    cell: ({ tracked_seconds }) => <Duration seconds={tracked_seconds} />,
  },
  { key: 'owner', title: 'Owner', field: 'owner_id', onPhone: 'hidden', cell: ({ owner_name }) => owner_name ?? '–' },
  {
    key: 'end',
    title: 'Close date',
    sort: 'end_date',
    kind: 'date',
    field: 'end_date',
    cell: ({ end_date }) => <Day date={end_date} />,
  },
  {
    key: 'updated',
    title: 'Changed',
    sort: 'updated_at',
    kind: 'date',
    width: 150,
    optional: true,
    onPhone: 'hidden',
    cell: ({ updated_at }) => <When instant={updated_at} />,
  },
]

export default function DealsPage() {
  const me = useMe()
  const people = usePeople()
  const deals = useDeals()
  const { search } = useAddress()
  if (search['layout'] === 'board')
    return (
      <Suspense fallback={<Loading />}>
        <Board layouts={layouts} />
      </Suspense>
    )
  return (
    <ListPage<Deal>
      title="Deals/Projects"
      noun="deal"
      queryKey="deals"
      tabs={layouts}
      views="deals"
      columns={me.can('values:read') ? columns : columns.filter(({ key }) => key !== 'value')}
      initialSort="-updated_at"
      dates="Closing"
      filters={[
        { name: 'stage', label: 'Stage', options: stages },
        accountFilter,
        { name: 'owner_id', label: 'Owner', options: people },
      ]}
      resource={me.can('deals:write') ? deals : undefined}
      fetchPage={(query) => api.get('/deals', { query: query })}
      peek={(id, row) => ({ title: row?.name ?? 'Deal', content: <DealPeek key={id} id={id} /> })}
      create={me.can('deals:write') ? (close) => <CreateDeal done={close} /> : null}
    />
  )
}
