import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { Badge, Button } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { Card } from './parts.tsx'

/** "Mozilla/5.0 (X11; Linux x86_64) … Chrome/147 …" is said as "Chrome on Linux". */
export function deviceName(agent: string | null): string {
  if (!agent) return 'Unknown device'
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(agent)?.[1]
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1]
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' }
  return browser && system ? `${names[browser] ?? browser} on ${names[system] ?? system}` : agent.slice(0, 60)
}

export function Devices() {
  const client = useQueryClient()
  const { data, error, refetch } = useQuery({ queryKey: ['sessions'], queryFn: () => api.get('/me/sessions', {}) })
  const end = (deed: Promise<unknown>, text: string) =>
    void deed.then(() => {
      say(text)
      return client.invalidateQueries({ queryKey: ['sessions'] })
    }, sayFailed)
  return (
    <Card title="Signed-in devices">
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={3} />
      ) : (
        <ul className="flex flex-col">
          {data.data.map(({ id, user_agent, ip, last_used_at, current }) => (
            <li key={id} className="flex items-center justify-between gap-3 border-t border-border py-2 first:border-0">
              <span className="min-w-0">
                <span className="block truncate font-medium" title={user_agent ?? undefined}>
                  {deviceName(user_agent)}
                </span>
                <span className="text-meta text-text-2">
                  {ip} · used <When instant={last_used_at} />
                </span>
              </span>
              {current ? (
                <Badge tone="success">This device</Badge>
              ) : (
                <Button
                  aria-label={`Sign out ${deviceName(user_agent)}`}
                  onClick={() => end(api.post('/me/sessions/{id}/end', { params: { id } }), 'Device signed out.')}
                >
                  Sign out
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {data && data.data.length > 1 && (
        <Button
          className="self-start"
          onClick={() => end(api.post('/me/sessions/end-others', {}), 'All other devices are signed out.')}
        >
          Sign out all other devices
        </Button>
      )}
    </Card>
  )
}
