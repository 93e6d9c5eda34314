import { Suspense, lazy, useMemo, useState } from 'react'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import { ListPage } from '../layout/ListPage.tsx'
import { Loading } from '../ui/states.tsx'
import { CreateDeal, useDeals } from './DealForms.tsx'
import { DealPeek } from './DealPeek.tsx'
import type { Deal } from './calls.tsx'
import { MoveDeal } from './MoveDeal.tsx'
import { columnsFor } from './columns.tsx'
import { layouts, useDealFilters, useTableFilters } from './filters.ts'

// a table needs no dragging
const Board = lazy(() => import('./Board.tsx'))

export default function DealsPage() {
  const me = useMe()
  const deals = useDeals()
  const filters = [...useDealFilters(), ...useTableFilters()]
  const { search } = useAddress()
  const [moving, setMoving] = useState<Deal | null>(null)
  const custom = useCustomFields<Deal>('deal')
  const seesValues = me.can('values:read')
  const columns = useMemo(() => [...columnsFor(seesValues), ...custom.columns], [seesValues, custom])
  if (search['layout'] === 'board')
    return (
      <Suspense fallback={<Loading />}>
        <Board />
      </Suspense>
    )
  return (
    <>
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
        filters={filters}
        resource={me.can('deals:write') ? deals : undefined}
        fetchPage={(query) => api.get('/deals', { query: query })}
        peek={(id, row) => ({ title: row?.name ?? 'Deal', content: <DealPeek key={id} id={id} /> })}
        deeds={me.can('deals:write') ? [{ letter: 'S', label: 'Move to a stage…', run: setMoving }] : []}
        bulk={me.can('deals:write') ? deals : null}
        create={me.can('deals:write') ? (close) => <CreateDeal done={close} /> : null}
      />
      {moving && <MoveDeal deal={moving} onClose={() => setMoving(null)} />}
    </>
  )
}
