import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { ownPath } from '../paths.ts'
import { Button } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed, Toasts } from '../ui/toasts.tsx'

const noticeQuery = { queryKey: ['notice'], queryFn: () => api.get('/me/notice', {}) }

/** Alone on its page, before anything else, until it was read; later one comes back to it from the profile. */
export default function NoticePage() {
  const me = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { next } = useSearch({ strict: false }) as { next?: string }
  const { data, error, refetch } = useQuery(noticeQuery)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `What is recorded about you · ${me.workspace.name}`
  }, [me.workspace.name])
  useEffect(() => heading.current?.focus({ preventScroll: true }), [data])
  // only an address of our own: never one that leads elsewhere
  const goOn = () => navigate({ to: ownPath(next) ?? '/settings/profile' })
  const acknowledge = async (version: string) => {
    await api.post('/me/notice/acknowledge', { body: { version } }).catch(async (fault: Error) => {
      await refetch()
      throw fault
    })
    await client.invalidateQueries({ queryKey: ['notice'] })
    await client.refetchQueries({ queryKey: ['me'] })
    await goOn()
  }
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />
  if (!data) return <Loading />
  return (
    <main id="main" className="mx-auto flex max-w-2xl flex-col gap-6 p-4 py-8">
      <div className="flex flex-col gap-2">
        <h1 ref={heading} tabIndex={-1} className="text-page font-semibold outline-none">
          What is recorded about you
        </h1>
        <p className="text-text-2">
          {me.workspace.name} keeps its customers and its working time in Daybook. Read what that means for you. You can
          come back to this page from Settings › Profile.
        </p>
      </div>
      {data.sections.map(({ title, items }) => (
        <section key={title} aria-label={title} className="flex flex-col gap-2">
          <h2 className="text-section font-semibold">{title}</h2>
          <ul className="flex list-disc flex-col gap-1 pl-5">
            {items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </section>
      ))}
      {data.contacts.length > 0 && (
        <section aria-label="Whom to ask" className="flex flex-col gap-2">
          <h2 className="text-section font-semibold">Whom to ask</h2>
          <ul className="flex flex-col gap-1">
            {data.contacts.map(({ name, email }) => (
              <li key={email}>
                {name},{' '}
                <a className="text-accent-text underline" href={`mailto:${email}`}>
                  {email}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <footer className="flex flex-wrap items-center gap-3 border-t border-border pt-4">
        {data.acknowledged_at === null ? (
          <Button look="primary" onClick={() => void acknowledge(data.version).catch(sayFailed)}>
            I have read this
          </Button>
        ) : (
          <>
            <Button onClick={() => void goOn()}>Back</Button>
            <p className="text-meta text-text-3">
              You read this version on <When instant={data.acknowledged_at} />.
            </p>
          </>
        )}
        <p className="text-meta text-text-3">
          Version {data.version}. Saying that you read it is no consent: it changes nothing about your rights.
        </p>
      </footer>
      <Toasts />
    </main>
  )
}
