import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { Button } from '../ui/controls.tsx'
import { number } from '../ui/formats.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'

/** The agent's users who have somebody's e-mail. A person confirms each, or all at once; nothing is linked by itself. */
export function Matches() {
  const client = useQueryClient()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const { data } = useQuery({
    queryKey: ['agent-users', 'suggested'],
    queryFn: () => api.get('/productivity-users', { query: { suggested: true, limit: 200 } }),
  })
  const found = (data?.data ?? []).flatMap(({ suggested_user_id, ...employee }) =>
    suggested_user_id === null ? [] : [{ ...employee, user_id: suggested_user_id }],
  )
  if (found.length === 0) return null
  const chosen = found.filter(({ id }) => !left.has(id))
  const toggle = (id: string) => {
    const next = new Set(left)
    if (!next.delete(id)) next.add(id)
    setLeft(next)
  }
  const link = async () => {
    await api.post('/productivity-users/link-many', {
      body: { links: chosen.map(({ id, user_id }) => ({ id, user_id })) },
    })
    say(`${number(chosen.length)} agent users are linked. You find them under Settings › Agent users.`)
    await Promise.all(['agent-users', 'users'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  }
  return (
    <fieldset className="flex flex-col gap-1 rounded-card border border-border p-3">
      <legend className="px-1 font-medium">The same e-mail at the agent</legend>
      {found.map(({ id, name, email, external_id, suggested_user_name }) => (
        <label key={id} className="flex min-h-7 items-center gap-2 max-md:min-h-11">
          <input type="checkbox" className="size-4 accent-accent" checked={!left.has(id)} onChange={() => toggle(id)} />
          <span>
            {name} <span className="text-text-3">({external_id})</span> is {suggested_user_name}, {email}
          </span>
        </label>
      ))}
      <Button
        look="primary"
        className="mt-1 self-start"
        disabled={chosen.length === 0}
        onClick={() => void link().catch(sayFailed)}
      >
        Link {number(chosen.length)} of {number(found.length)}
      </Button>
    </fieldset>
  )
}
