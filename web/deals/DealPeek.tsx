import { Link } from '@tanstack/react-router'
import { useMe } from '../data/me.ts'
import { BinButton } from '../layout/Bin.tsx'
import { History } from '../layout/History.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { StartTimer } from '../timers/StartTimer.tsx'
import { Day, Duration, money } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { CloseDeal } from './CloseDeal.tsx'
import { EditDeal, useDeals } from './DealForms.tsx'
import { StageBadge, getDeal, isClosed, type Deal } from './calls.tsx'

/** A deal beside its list or board; its own page is one step further. */
export function DealPeek({ id }: { id: string }) {
  const { can } = useMe()
  const deals = useDeals()
  const { record: deal, instead } = useRecord('deals', id, getDeal)
  if (!deal) return instead
  const alive = can('deals:write') && deal.deleted_at === null
  return (
    <>
      <Link to="/deals/$id" params={{ id } as never} className="self-start text-accent-text underline">
        Open the page of this deal
      </Link>
      <DealFacts deal={deal} />
      {deal.deleted_at === null && <StartTimer on={{ deal_id: id }} name={deal.name} />}
      <History id={id} />
      {alive && !isClosed(deal) && <CloseDeal deal={deal} />}
      {alive && <EditDeal deal={deal} />}
      {can('deals:write') && <BinButton resource={deals} row={deal} />}
    </>
  )
}

export function DealFacts({ deal }: { deal: Deal }) {
  const { can } = useMe()
  return (
    <Facts
      facts={[
        ['Account', deal.account_name],
        ['Stage', <StageBadge stage={deal.stage} />],
        ...(can('values:read') ? ([['Value', deal.value ? money(deal.value) : '–']] as [string, string][]) : []),
        ['Owner', deal.owner_name ?? '–'],
        ['Close date', <Day date={deal.end_date} />],
        ['Probability', `${deal.probability} %${deal.probability_pinned ? ', set by hand' : ''}`],
        ['Hours worked', <Duration seconds={deal.tracked_seconds} />],
        ['Budget', deal.budget_hours ? `${deal.budget_hours} h` : '–'],
        ...(isClosed(deal) ? ([['Closed because', deal.closed_reason ?? '–']] as [string, string][]) : []),
      ]}
    />
  )
}
