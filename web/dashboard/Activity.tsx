/** What people did last, in sentences; each opens what it was about. */
import { Link } from '@tanstack/react-router'
import type { Activity as Happening } from '../../domain/dashboard.ts'
import { When, words } from '../ui/formats.tsx'

export const Activity = ({ activity }: { activity: Happening[] }) => (
  <section aria-labelledby="activity" className="rounded-card border border-border bg-surface p-4">
    <h2 id="activity" className="text-section font-semibold">
      Recent activity
    </h2>
    {activity.length === 0 ? (
      <p className="mt-2 text-text-2">Nothing happened yet.</p>
    ) : (
      <ol className="mt-1 gap-x-8 lg:columns-2">
        {activity.map((happening) => (
          <li key={happening.kind + happening.id} className="break-inside-avoid border-b border-border py-2">
            <p className="line-clamp-2 wrap-anywhere">{sentence(happening)}</p>
            <p className="text-meta text-text-3">
              <When instant={happening.at} />
            </p>
          </li>
        ))}
      </ol>
    )}
  </section>
)

type About = NonNullable<Happening['about']>
const pageOf = { account: '/accounts/$id', contact: '/contacts/$id', deal: '/deals/$id' } as const

function Opened({ type, id, name }: About) {
  const target = type === 'task' ? { to: '/tasks', search: { peek: id } } : { to: pageOf[type], params: { id } }
  return (
    <Link {...(target as { to: string })} className="text-accent-text underline">
      {name}
    </Link>
  )
}

function sentence({ kind, person_name, object_id, text, from_stage, to_stage, about }: Happening) {
  const who = person_name ?? 'Somebody'
  if (kind === 'note')
    return (
      <>
        {who} wrote
        {about && (
          <>
            {' on '}
            <Opened {...about} />
          </>
        )}
        : {text}
      </>
    )
  if (kind === 'task_done')
    return (
      <>
        {`${who} finished `}
        <Opened type="task" id={object_id!} name={text!} />
      </>
    )
  const deal = <Opened type="deal" id={object_id!} name={text!} />
  if (from_stage === null)
    return (
      <>
        {who} opened {deal}
      </>
    )
  if (to_stage === 'won' || to_stage === 'lost')
    return (
      <>
        {who} {to_stage} {deal}
      </>
    )
  return (
    <>
      {who} moved {deal} to {words(to_stage ?? '').toLowerCase()}
    </>
  )
}
