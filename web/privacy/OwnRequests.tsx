import { useState } from 'react'
import { useList } from '../data/list.ts'
import { Card } from '../settings/parts.tsx'
import { Badge, Button } from '../ui/controls.tsx'
import { Day, When } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { AskRequest } from './AskRequest.tsx'
import { askedFor, listOwnRequests, outcomeOf, stateTones, stateWords, useRequests, type Request } from './requests.ts'

/** What one asked to correct or erase, until when it is answered, and how it was. */
export function OwnRequests() {
  const [asking, setAsking] = useState(false)
  const list = useList<Request>('own-requests', {}, listOwnRequests)
  return (
    <Card title="Correct or erase">
      <p className="text-text-2">
        You may have what is held about you put right or erased. You are answered within a month, here and by mail.
      </p>
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading rows={2} />
      ) : (
        list.rows.length > 0 && (
          <ul aria-label="Your requests" className="flex flex-col">
            {list.rows.map((request) => (
              <OwnRequest key={request.id} request={request} />
            ))}
          </ul>
        )
      )}
      <div className="flex flex-wrap gap-2 max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
        <Button onClick={() => setAsking(true)}>Ask…</Button>
        {list.hasNextPage && (
          <Button look="quiet" onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        )}
      </div>
      {asking && <AskRequest onClose={() => setAsking(false)} />}
    </Card>
  )
}

function OwnRequest({ request }: { request: Request }) {
  const { withdraw } = useRequests()
  const outcome = outcomeOf(request)
  return (
    <li className="flex flex-col gap-1 border-t border-border py-3 first:border-0">
      <p className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <span className="font-medium">{askedFor(request)}</span>
        <Badge tone={stateTones[request.state]}>{stateWords[request.state]}</Badge>
      </p>
      <p className="wrap-anywhere text-text-2">“{request.reason}”</p>
      <p className="text-meta text-text-3">
        Asked <When instant={request.created_at} />
        {request.state === 'open' && (
          <>
            {' '}
            · answer due by <Day date={request.due_on} />
          </>
        )}
        {request.decided_at && (
          <>
            {' '}
            · answered by {request.decided_by_name ?? 'somebody who is gone'} <When instant={request.decided_at} />
          </>
        )}
      </p>
      {outcome && <p>{outcome}</p>}
      {request.answer && <p className="wrap-anywhere">“{request.answer}”</p>}
      {request.state === 'open' && (
        <Button className="self-start max-md:min-h-11" onClick={() => void withdraw(request.id).catch(sayFailed)}>
          Take back
        </Button>
      )}
    </li>
  )
}
