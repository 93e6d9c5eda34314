import { api } from '../data/client.ts'
import { Lookup, type Found } from '../layout/Lookup.tsx'

const search = (q: string) => api.get('/mapping-targets', { query: { q, limit: 12 } })
export type MappingTarget = Awaited<ReturnType<typeof search>>['data'][number]

type Props = { label: string; onChoose: (target: MappingTarget) => void; autoFocus?: boolean }

const seen = new Map<string, MappingTarget>()
/** A deal or an account that was found by its id. */
export const knownTarget = (id: string) => seen.get(id)

export async function findTargets(text: string): Promise<Found[]> {
  return (await search(text)).data.map((target) => {
    const value = target.deal_id ?? target.account_id
    seen.set(value, target)
    const closed = target.open ? '' : ' · closed'
    return {
      value,
      label: target.deal_name ?? target.account_name,
      detail: (target.deal_id ? target.account_name : 'account, no deal') + closed,
    }
  })
}

/** Search among deals and accounts that time can be put on. */
export function TargetPicker({ label, onChoose, autoFocus = false }: Props) {
  return (
    <Lookup
      label={label}
      kind="targets"
      find={findTargets}
      autoFocus={autoFocus}
      alwaysOpen={autoFocus}
      onChoose={({ value }) => onChoose(seen.get(value)!)}
    />
  )
}
