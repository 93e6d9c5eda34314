import { CircleCheck, Clock } from 'lucide-react'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { Secret } from '../settings/parts.tsx'
import { Badge, Button } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { useWelcome } from './calls.ts'

const keyName = 'Activity agent'

/** A key that can only bring time, a line to try it with, and a light that turns green by itself. */
export function Connect({ done }: { done: () => void }) {
  const me = useMe()
  const [key, setKey] = useState<string | null>(null)
  const arrived = useWelcome(true).data?.first_entry_at ?? null
  const make = async () => {
    const made = await api.post('/api-keys', { body: { name: keyName, scopes: ['time:ingest'] } })
    setKey(made.key)
    say(`The key “${keyName}” is made. You find it under Settings › API keys.`)
  }
  return (
    <>
      <p>
        The productivity system sends each stretch of work to Daybook with a key. The key can bring time and nothing
        else. It is shown once.
      </p>
      {key === null ? (
        <Button look="primary" className="self-start" onClick={() => void make().catch(sayFailed)}>
          Make a key
        </Button>
      ) : (
        <>
          <Secret label="API key, shown this once" text={key} />
          <Secret
            label="Try it: paste this line into a terminal. It records half an hour of yours."
            text={lineFor(key, me.id)}
          />
        </>
      )}
      <p role="status" className="flex flex-wrap items-center gap-2">
        {arrived === null ? (
          <>
            <Badge icon={<Clock size={12} aria-hidden />}>Waiting</Badge> No time has arrived yet. This page looks every
            two seconds.
          </>
        ) : (
          <>
            <Badge tone="success" icon={<CircleCheck size={12} aria-hidden />}>
              Connected
            </Badge>
            <span>
              The first time arrived on <When instant={arrived} />.
            </span>
          </>
        )}
      </p>
      <Button look={arrived === null ? 'plain' : 'primary'} className="self-end" onClick={done}>
        Go on
      </Button>
    </>
  )
}

/** The last half hour, so that the server takes it whatever the day. */
function lineFor(key: string, user_id: string): string {
  const end = new Date(Math.floor(Date.now() / 60_000) * 60_000)
  const start = new Date(end.getTime() - 30 * 60_000)
  const entry = {
    user_id,
    start_time: start.toISOString(),
    end_time: end.toISOString(),
    activity_type: 'app',
    project_name: 'First steps',
    external_id: `first-${end.getTime()}`,
  }
  const { origin } = window.location
  return `curl -X POST ${origin}/api/v1/time-entries -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '${JSON.stringify(entry)}'`
}
