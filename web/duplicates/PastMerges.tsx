/** Merges one may look back on; each opens where it is told, and taken back while it can be. */
import { Link } from '@tanstack/react-router'
import { useList } from '../data/list.ts'
import { Badge, Button } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { carriedInWords, listMerges, type PastMerge } from './calls.ts'

const hindrances = {
  undone: 'Taken back',
  merged: 'Merged on into another since: take that back first',
  deleted: 'Deleted since: restore it to take this back',
}

export function PastMerges() {
  const list = useList<PastMerge>('merges', {}, listMerges)
  if (list.isError) return <ErrorNote error={list.error} retry={() => void list.refetch()} />
  if (list.isPending) return <Loading />
  if (list.rows.length === 0)
    return <Empty title="No merge yet">What is merged stands here, and can be taken back.</Empty>
  return (
    <>
      <ul aria-label="Past merges" className="flex max-w-4xl flex-col gap-3">
        {list.rows.map((merge) => (
          <Past key={merge.id} merge={merge} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button className="self-start" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? 'Loading…' : 'Show more'}
        </Button>
      )}
    </>
  )
}

function Past({ merge }: { merge: PastMerge }) {
  const { object, id, survivor_name, other_name, merged_by_name, created_at, undo_hindered_by } = merge
  const carried = carriedInWords(merge.carried)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-border bg-surface p-4">
      <div className="flex min-w-60 flex-1 flex-col gap-1 wrap-anywhere">
        <p>
          <strong className="font-medium">{other_name}</strong> became part of{' '}
          <strong className="font-medium">{survivor_name}</strong>
        </p>
        <p className="text-meta text-text-2">
          {carried.length > 0 ? `${carried.join(', ')} went along` : 'Nothing hung on it'}
        </p>
        <p className="text-meta text-text-3">
          <When instant={created_at} /> · {merged_by_name ?? 'A program'}
        </p>
      </div>
      {undo_hindered_by && <Badge>{hindrances[undo_hindered_by]}</Badge>}
      <Link
        to="/merge"
        search={{ object, merge: id } as never}
        className="inline-flex min-h-(--control) items-center rounded-card border border-border-strong bg-surface px-3 font-medium hover:bg-sunken"
      >
        {undo_hindered_by ? 'Look at it' : 'Look at it or undo it'}
      </Link>
    </li>
  )
}
