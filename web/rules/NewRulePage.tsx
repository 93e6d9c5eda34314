import { useQuery } from '@tanstack/react-query'
import { rowsLike, rowsOf } from '../../domain/rule-rows.ts'
import { readCondition } from '../../domain/rule-text.ts'
import { useAddress } from '../data/list.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { getEntry, type Entry } from '../time/calls.ts'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { RuleEditor, type Beginning } from './RuleEditor.tsx'
import { nowhere, type NamedTarget } from './TargetEditor.tsx'

/** Empty; or from an entry: what it looks like and where it belongs; or what people already do. */
export default function NewRulePage() {
  const { search } = useAddress()
  const from = search['from']
  const { data, error, refetch } = useQuery({
    queryKey: ['time', from],
    queryFn: () => getEntry(from!),
    enabled: from !== undefined,
  })
  if (from !== undefined && !data)
    return (
      <>
        <PageHeader title="New rule" />
        {error ? <ErrorNote error={error} retry={() => void refetch()} /> : <Loading />}
      </>
    )
  return <RuleEditor beginning={data ? like(data, search) : suggested(search)} />
}

type Search = Record<string, string | undefined>

function like(entry: Entry, search: Search): Beginning {
  const placed = entry.deal_id ?? entry.account_id
  if (placed === null) return { rows: rowsLike(entry), target: targetIn(search) }
  const { deal_id, account_id, deal_name, account_name } = entry
  const name = deal_name ? `${deal_name} · ${account_name}` : (account_name ?? '')
  return { rows: rowsLike(entry), target: targetIn(deal_id ? { deal: deal_id, name } : { account: account_id!, name }) }
}

function suggested(search: Search): Beginning | undefined {
  const read = readCondition(search['condition'] ?? '')
  return 'fault' in read ? undefined : { rows: rowsOf(read.condition), target: targetIn(search) }
}

function targetIn({ deal, account, name = '', kind }: Search): NamedTarget {
  if (deal) return { ...nowhere, deal_id: deal, name }
  if (account) return { ...nowhere, kind: 'account', account_id: account, name }
  return kind === 'ignore' ? { ...nowhere, kind } : nowhere
}
