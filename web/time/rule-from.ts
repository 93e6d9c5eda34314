import { newRulePath } from '../paths.ts'

type Place = { deal_id?: string | null; account_id?: string | null; name: string }

/** The way to a new rule for entries like this one; `place`: where it belongs, while the entry still waits. */
export const ruleFrom = ({ id }: { id: string }, place?: Place) => ({
  to: newRulePath,
  search: {
    from: id,
    ...(place?.deal_id && { deal: place.deal_id }),
    ...(!place?.deal_id && place?.account_id && { account: place.account_id }),
    ...(place && { name: place.name }),
  },
})
