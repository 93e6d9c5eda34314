import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { api, download } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { myDataPath, noticePath } from '../paths.ts'
import { Card } from '../settings/parts.tsx'
import { Button } from '../ui/controls.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { HowLong } from './HowLong.tsx'
import { KeptOut } from './KeptOut.tsx'
import { LeftOut } from './LeftOut.tsx'
import { MyDay } from './MyDay.tsx'
import { OwnRequests } from './OwnRequests.tsx'
import { Placements } from './Placements.tsx'
import { PrivateMode } from './PrivateMode.tsx'
import { Viewers } from './Viewers.tsx'
import { WhoLooked } from './WhoLooked.tsx'

/** Whoever is recorded has more rights on this screen than whoever looks. */
export default function MyDataPage() {
  const me = useMe()
  return (
    <>
      <PageHeader title="My data">
        <Copy />
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <PrivateMode />
          {me.can('time:read') && <MyDay />}
          <WhoLooked />
          <HowLong />
          <OwnRequests />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <KeptOut />
          <LeftOut />
          <Viewers />
          <Placements />
          <Recorded />
        </div>
      </div>
    </>
  )
}

function Copy() {
  const [busy, setBusy] = useState(false)
  const take = async () => {
    setBusy(true)
    await download('/me/copy', {}, 'my-data.ndjson')
    say('Everything held about you is in my-data.ndjson, one record a line.')
  }
  return (
    <Button
      className="max-md:min-h-11"
      disabled={busy}
      onClick={() =>
        void take()
          .catch(sayFailed)
          .finally(() => setBusy(false))
      }
    >
      <Download size={16} aria-hidden /> {busy ? 'Gathering everything…' : 'Download everything'}
    </Button>
  )
}

/** The notice in short; all of it is a page of its own. */
function Recorded() {
  const { data, error, refetch } = useQuery({ queryKey: ['notice'], queryFn: () => api.get('/me/notice', {}) })
  return (
    <Card title="What is recorded, and why">
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={4} />
      ) : (
        <>
          {data.sections.map(({ title, items }) => (
            <details key={title} className="border-t border-border pt-1">
              <summary className="py-0.5 font-medium max-md:py-3">{title}</summary>
              <ul className="flex list-disc flex-col gap-1 py-2 pl-5">
                {items.map((item) => (
                  <li key={item}>{item}</li>
                ))}
              </ul>
            </details>
          ))}
          <Link
            to={noticePath}
            search={{ next: myDataPath }}
            className="self-start border-t border-border pt-2 text-accent-text underline"
          >
            The whole notice, and whom you may ask
          </Link>
        </>
      )}
    </Card>
  )
}
