import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Undo2 } from 'lucide-react'
import { Button } from '../ui/controls.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { carriedInWords, getMerge, homeOf, keptInWords, undoMerge } from './calls.ts'

/** What became of a merge, at an address of its own; from here it is taken apart again. */
export function Merged({ id }: { id: string }) {
  const client = useQueryClient()
  const { data: merge, error, refetch } = useQuery({ queryKey: ['merges', id], queryFn: () => getMerge(id) })
  const undo = useMutation({ mutationFn: () => undoMerge(id), onSuccess: () => client.invalidateQueries() })
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />
  if (!merge) return <Loading rows={3} />
  const home = homeOf[merge.object]
  const carried = carriedInWords(merge.carried)
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <p role="status" className="rounded-card bg-success-soft px-3 py-2 text-success">
        {merge.undone_at === null
          ? `They are one now. ${carried.length > 0 ? `${carried.join(', ')} went along.` : ''}`
          : 'The merge was taken back: there are two again.'}
      </p>
      {undo.data && undo.data.kept.length > 0 && (
        <div className="flex flex-col gap-1">
          <p>This stayed as it was:</p>
          <ul className="list-disc pl-5">
            {keptInWords(undo.data.kept).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      {undo.error && (
        <p role="alert" className="text-danger">
          {undo.error.message}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <RecordLink home={home} id={merge.survivor_id}>
          Open the {merge.object}
        </RecordLink>
        {merge.undone_at === null ? (
          <Button disabled={undo.isPending} onClick={() => undo.mutate()}>
            <Undo2 size={16} aria-hidden /> {undo.isPending ? 'Taking it back…' : 'Undo the merge'}
          </Button>
        ) : (
          <RecordLink home={home} id={merge.other_id}>
            Open the other one
          </RecordLink>
        )}
      </div>
    </div>
  )
}

type LinkProps = { home: '/accounts' | '/contacts'; id: string; children: React.ReactNode }
const RecordLink = ({ home, id, children }: LinkProps) => (
  <Link
    to={`${home}/$id`}
    params={{ id } as never}
    className="inline-flex min-h-(--control) items-center rounded-card bg-accent px-3 font-medium text-on-accent"
  >
    {children}
  </Link>
)
