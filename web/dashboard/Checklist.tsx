import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { CircleCheck, Circle } from 'lucide-react'
import type { ChecklistKey } from '../../domain/checklist.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { reviewPath, welcomePath } from '../paths.ts'
import { Button } from '../ui/controls.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'

const items: Record<ChecklistKey, { title: string; to: string; search?: Record<string, string> }> = {
  workspace: { title: 'Name your workspace', to: '/settings/workspace' },
  people: { title: 'Invite the people you work with', to: '/settings/members' },
  links: { title: 'Link the agent’s users to people', to: '/settings/agent-users' },
  agent: { title: 'Let the first time entry arrive', to: welcomePath, search: { step: 'connect' } },
  account: { title: 'Look after a customer: own an account', to: '/accounts' },
  deal: { title: 'Own your first deal', to: '/deals' },
  task: { title: 'Finish a task', to: '/tasks' },
  review: { title: 'Give an entry that waits its place', to: reviewPath },
  waiting: { title: 'Leave nothing waiting for review', to: reviewPath },
  values: { title: 'Give every won deal a value', to: '/deals', search: { stage: 'won' } },
  preferences: { title: 'Choose your zone and formats', to: '/settings/preferences' },
  notice: { title: 'Read what is recorded about you', to: '/notice', search: { next: '/dashboard' } },
  second_factor: { title: 'Protect your sign-in with a second factor', to: '/settings/security' },
}

/** Asked for as long as the card is shown. */
export const checklistQuery = (shown: boolean) => ({
  queryKey: ['checklist'],
  queryFn: () => api.get('/me/checklist', {}),
  enabled: shown,
})

/** First things to do, ticked by what is really there; who has seen enough of it puts it away for good. */
export function Checklist() {
  const me = useMe()
  const client = useQueryClient()
  const shown = me.preferences.checklist !== 'dismissed'
  const { data } = useQuery(checklistQuery(shown))
  if (!shown || !data) return null
  const put = (checklist: 'shown' | 'dismissed') =>
    api.patch('/me', { body: { preferences: { checklist } } }).then((answer) => client.setQueryData(['me'], answer))
  const dismiss = () => put('dismissed').then(() => say('The first steps are put away.', () => put('shown')), sayFailed)
  const done = data.data.filter((item) => item.done).length
  return (
    <section aria-label="First steps" className="rounded-card border border-border bg-surface p-4">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-section font-semibold">
          First steps <span className="font-normal text-text-3">{`${done} of ${data.data.length}`}</span>
        </h2>
        <Button look="quiet" onClick={() => void dismiss()}>
          Put away
        </Button>
      </div>
      <ul className="mt-1 flex flex-wrap gap-x-6">
        {data.data.map(({ key, done: ticked }) => (
          <li key={key} className="flex min-h-7 items-center gap-2 max-md:min-h-11 max-md:w-full">
            {ticked ? (
              <CircleCheck size={16} aria-label="Done:" className="shrink-0 text-success" />
            ) : (
              <Circle size={16} aria-label="To do:" className="shrink-0 text-text-3" />
            )}
            <Link
              to={items[key].to}
              search={items[key].search ?? {}}
              className={clsx('flex items-center self-stretch', ticked ? 'text-text-3' : 'text-accent-text underline')}
            >
              {items[key].title}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
