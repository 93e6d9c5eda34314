import { useQuery, useQueryClient } from '@tanstack/react-query'
import { EyeOff } from 'lucide-react'
import type { Exclusions } from '../../domain/exclusions.ts'
import { api } from '../data/client.ts'
import { Card } from '../settings/parts.tsx'
import { Badge, Button } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { exclusionsQuery } from './calls.ts'

/** Whether the person is private now, asked again while they are, because it may end by itself or on another device. */
export function usePrivateMode() {
  const client = useQueryClient()
  const query = useQuery({
    ...exclusionsQuery,
    refetchInterval: ({ state }) => (state.data?.private_mode ? 30_000 : false),
  })
  const show = (now: Exclusions) => client.setQueryData(exclusionsQuery.queryKey, now)
  const start = async (hours: number | null) => {
    const until = hours === null ? null : new Date(Date.now() + hours * 3_600_000).toISOString()
    show(await api.post('/me/private-mode', { body: { until } }))
    say('You are private: nothing is recorded from now on.')
  }
  const end = async () => {
    show(await api.post('/me/private-mode/end', {}))
    say('You are recorded again. What was private stays so.')
  }
  return {
    ...query,
    start: (hours: number | null) => void start(hours).catch(sayFailed),
    end: () => void end().catch(sayFailed),
  }
}

const choices: [hours: number | null, words: string][] = [
  [1, 'For an hour'],
  [4, 'For four hours'],
  [null, 'Until I end it'],
]

export function PrivateMode() {
  const { data, error, refetch, start, end } = usePrivateMode()
  const now = data?.private_mode
  return (
    <Card title="Private mode">
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={2} />
      ) : now ? (
        <>
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone="info" icon={<EyeOff size={12} aria-hidden />}>
              Private
            </Badge>
            <span>
              since <When instant={now.started_at} />,{' '}
              {now.ends_at ? (
                <>
                  until <When instant={now.ends_at} />
                </>
              ) : (
                'until you end it'
              )}
              . Nothing of this time is recorded.
            </span>
          </p>
          <Button look="primary" className="self-start max-md:min-h-11 max-md:w-full" onClick={end}>
            End private mode
          </Button>
        </>
      ) : (
        <>
          <p className="text-text-2">
            You are recorded. While you are private everything of yours is left out before it is stored, also what a
            device sends later. What remains is how long it was, for you alone.
          </p>
          <div className="flex flex-wrap gap-2">
            {choices.map(([hours, words]) => (
              <Button key={words} className="max-md:min-h-11 max-md:flex-1" onClick={() => start(hours)}>
                {words}
              </Button>
            ))}
          </div>
        </>
      )}
    </Card>
  )
}

/** Over every page, so that nobody forgets that they are private. */
export function PrivateBanner() {
  const { data, end } = usePrivateMode()
  const now = data?.private_mode
  if (!now) return null
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 bg-info-soft px-4 text-meta text-info">
      <p className="py-1">
        You are private
        {now.ends_at && (
          <>
            {' '}
            until <When instant={now.ends_at} />
          </>
        )}
        : nothing of yours is recorded.
      </p>
      <button type="button" className="min-h-6 font-medium underline max-md:min-h-11" onClick={end}>
        End private mode
      </button>
    </div>
  )
}
