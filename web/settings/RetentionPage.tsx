import { useQuery } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { Card } from './parts.tsx'
import { RetentionTerm } from './RetentionTerm.tsx'

/** How long what is recorded is kept, class by class, with what the next run takes. */
export default function RetentionPage() {
  const { data, error, refetch } = useQuery({ queryKey: ['retention'], queryFn: () => api.get('/retention', {}) })
  return (
    <>
      <PageHeader title="Data retention" />
      <p className="max-w-2xl text-text-2">
        Daybook removes nothing by itself until you say how long it is kept. Whoever has something that will go is told
        on My data and by mail, and nothing of theirs goes within 48 hours of that. What is removed does not come back.
      </p>
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={8} />
      ) : (
        <div className="flex max-w-2xl flex-col gap-4">
          {data.data.map((term) => (
            <RetentionTerm key={`${term.class} ${term.version}`} term={term} />
          ))}
          <Fixed />
        </div>
      )}
    </>
  )
}

/** What has a time of its own that nobody sets. */
const Fixed = () => (
  <Card title="Kept for a fixed time">
    <ul className="flex list-disc flex-col gap-1 pl-5">
      <li>Sign-ins: 30 days after they ended.</li>
      <li>Answers to requests of programs that may be repeated: 72 hours.</li>
      <li>Uploaded files of imports that were never carried out: 7 days.</li>
    </ul>
  </Card>
)
