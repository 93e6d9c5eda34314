import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { PrivacyRequestDetail } from '../../domain/privacy-requests.ts'
import { useMe } from '../data/me.ts'
import { History } from '../layout/History.tsx'
import { timePath } from '../paths.ts'
import { Badge } from '../ui/controls.tsx'
import { Day, hours, When } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { AnswerRequest } from './AnswerRequest.tsx'
import { counted } from './calls.ts'
import { askedFor, getRequest, outcomeOf, stateTones, stateWords, useRequests } from './requests.ts'

/** One request: what is asked, what granting it would erase, and the answer. Looked at again while it is being erased. */
export function RequestPeek({ id, done }: { id: string; done: () => void }) {
  const me = useMe()
  const { reread } = useRequests()
  const {
    data: request,
    error,
    refetch,
  } = useQuery({
    queryKey: ['privacy-requests', id],
    queryFn: () => getRequest(id),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1_000 : false),
  })
  const state = request?.state
  // the list beside it says the same
  useEffect(() => {
    if (state === 'done') void reread()
  }, [state])
  if (error && !request) return <ErrorNote error={error} retry={() => void refetch()} />
  if (!request) return <Loading rows={4} />
  const { user_id, date_from, date_to, about } = request
  return (
    <>
      <Facts
        facts={[
          ['Person', request.user_name],
          ['Asks to', askedFor(request)],
          ...(request.entry_start && request.entry_end
            ? [
                [
                  'Entry',
                  <>
                    <When instant={request.entry_start} /> to <When instant={request.entry_end} timeOnly />
                  </>,
                ] satisfies [string, React.ReactNode],
              ]
            : []),
          ['Reason', request.reason],
          ['Came', <When instant={request.created_at} />],
          ['Due', <Due request={request} />],
          ['State', <Badge tone={stateTones[request.state]}>{stateWords[request.state]}</Badge>],
          ...(request.decided_at
            ? [
                [
                  'Answered',
                  <>
                    {request.decided_by_name ?? 'Somebody who is gone'}, <When instant={request.decided_at} />
                  </>,
                ] satisfies [string, React.ReactNode],
              ]
            : []),
          ...(request.answer ? [['Answer', request.answer] satisfies [string, string]] : []),
          ...(outcomeOf(request) ? [['Outcome', outcomeOf(request)] satisfies [string, React.ReactNode]] : []),
        ]}
      />
      <WouldErase request={request} />
      {me.can('time:read') && about !== 'evidence' && (
        <Link
          to={timePath}
          search={{ user_id, date_from, date_to } as never}
          className="self-start text-accent-text underline"
        >
          Open the entries of {date_from === date_to ? 'that day' : 'these days'}
        </Link>
      )}
      {state === 'open' && <AnswerRequest request={request} done={done} />}
      <History id={id} />
    </>
  )
}

const Due = ({ request: { due_on, overdue } }: { request: PrivacyRequestDetail }) => (
  <span className={overdue ? 'text-danger' : undefined}>
    <Day date={due_on} />
    {overdue && ', overdue'}
  </span>
)

/** How much it is, before it is gone. */
function WouldErase({ request: { affected, about } }: { request: PrivacyRequestDetail }) {
  if (!affected) return null
  const { entries, seconds, locked_entries, locked_seconds } = affected
  const all = `${counted(entries)} (${hours(seconds)} h)`
  return (
    <section aria-label="What would be erased" className="rounded-card bg-sunken p-3">
      <h3 className="font-semibold">What would be erased</h3>
      <p>
        {entries === 0
          ? 'There is nothing of it any more.'
          : about === 'evidence'
            ? `The titles, addresses and apps of ${all}. The hours stay where they are.`
            : locked_entries === 0
              ? `${all}, for good.`
              : `${all}. Of these ${counted(locked_entries)} (${hours(locked_seconds)} h) in approved weeks or closed periods stay as hours, without title, address and app; the rest goes for good.`}
      </p>
    </section>
  )
}
