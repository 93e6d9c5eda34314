import { Suspense, lazy, useMemo } from 'react'
import { accountFilter } from '../accounts/lookup.ts'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import { ListPage } from '../layout/ListPage.tsx'
import type { Tab } from '../layout/PageHeader.tsx'
import { usePeople } from '../people/calls.ts'
import { Loading } from '../ui/states.tsx'
import { CreateDeal, useDeals } from './DealForms.tsx'
import { DealPeek } from './DealPeek.tsx'
import { stages, type Deal } from './calls.tsx'
import { columnsFor } from './columns.tsx'

// a table needs no dragging
const Board = lazy(() => import('./Board.tsx'))

const layouts: Tab[] = [
  { to: '/deals', title: 'Table', layout: undefined },
  { to: '/deals', title: 'Board', layout: 'board' },
]

export default function DealsPage() {
  const me = useMe()
  const people = usePeople()
  const deals = useDeals()
  const { search } = useAddress()
  const custom = useCustomFields<Deal>('deal')
  const seesValues = me.can('values:read')
  const columns = useMemo(() => [...columnsFor(seesValues), ...custom.columns], [seesValues, custom])
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
      file="/deals/export"
      views="deals"
      bin
      columns={columns}
      home="/deals"
      initialSort="-updated_at"
      dates="Closing"
      filters={[
        { name: 'stage', label: 'Stage', options: stages },
        accountFilter,
        { name: 'owner_id', label: 'Owner', options: people },
        ...custom.filters,
      ]}
      resource={me.can('deals:write') ? deals : undefined}
      fetchPage={(query) => api.get('/deals', { query: query })}
      peek={(id, row) => ({ title: row?.name ?? 'Deal', content: <DealPeek key={id} id={id} /> })}
      create={me.can('deals:write') ? (close) => <CreateDeal done={close} /> : null}
    />
  )
}
