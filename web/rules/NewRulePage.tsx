import { useQuery } from '@tanstack/react-query'
import { rowsLike } from '../../domain/rule-rows.ts'
import { useAddress } from '../data/list.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { getEntry, type Entry } from '../time/calls.ts'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { RuleEditor, type Beginning } from './RuleEditor.tsx'
import { nowhere } from './TargetEditor.tsx'

/** Empty, or from an entry: what it looks like and where it belongs. */
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
  return <RuleEditor beginning={data && like(data, search)} />
}

function like(entry: Entry, search: Record<string, string | undefined>): Beginning {
  const { deal, account, name } = search
  const placed = entry.deal_id ?? entry.account_id
  const [deal_id, account_id, called] = placed
    ? [
        entry.deal_id,
        entry.account_id,
        entry.deal_name ? `${entry.deal_name} · ${entry.account_name}` : entry.account_name,
      ]
    : [deal ?? null, account ?? null, name ?? null]
  const target = deal_id
    ? { ...nowhere, deal_id, name: called }
    : account_id
      ? { ...nowhere, kind: 'account' as const, account_id, name: called }
      : nowhere
  return { rows: rowsLike(entry), target }
}
