import { useQuery } from '@tanstack/react-query'
import { useMe } from '../data/me.ts'
import { Suggestions } from '../rules/Suggestions.tsx'
import { Button } from '../ui/controls.tsx'
import { hours, money } from '../ui/formats.tsx'
import { Empty } from '../ui/states.tsx'
import { listPutOff } from './calls.ts'
import type { Whose } from './useReviewQueue.ts'

type Props = {
  whose: Whose
  rescued: { entries: number; seconds: number; worth: ReadonlyMap<string, number> }
  snoozed: number
  wake: (ids: string[]) => Promise<unknown>
}

/** Nothing waits: what that brought, what is put off, and the rules that would spare the next round. */
export function ReviewDone({ whose, rescued, snoozed, wake }: Props) {
  const me = useMe()
  const days = me.workspace.team_review_days
  return (
    <div className="flex flex-col gap-4">
      <Empty title="All done">
        {rescued.entries > 0 && <Brought {...rescued} />}
        {whose === 'mine'
          ? 'Every hour of yours has its place. New time that cannot be placed for sure will wait here.'
          : `No time of others waits for you. For ${days === 1 ? 'one working day' : `${days} working days`} it is their own to place.`}
        {snoozed > 0 && <PutOff whose={whose} count={snoozed} wake={wake} />}
      </Empty>
      {me.can('rules:write') && <Suggestions />}
    </div>
  )
}

function Brought({ entries, seconds, worth }: Props['rescued']) {
  const sums = [...worth].map(([currency, amount]) => money({ amount: amount.toFixed(2), currency })).join(' and ')
  return (
    <p className="mb-2 font-medium text-text">
      {hours(seconds)} h of {entries === 1 ? 'one entry' : `${entries} entries`} found their customer
      {sums && `, worth about ${sums}`}.
    </p>
  )
}

function PutOff({ whose, count, wake }: { whose: Whose; count: number; wake: Props['wake'] }) {
  const { data } = useQuery({ queryKey: ['unmapped', 'put off', whose], queryFn: () => listPutOff(whose) })
  return (
    <p className="mt-2">
      {count === 1 ? 'One entry is' : `${count} entries are`} put off and will come back.{' '}
      <Button disabled={!data} onClick={() => data && void wake(data.data.map(({ id }) => id))}>
        Bring back now
      </Button>
    </p>
  )
}
