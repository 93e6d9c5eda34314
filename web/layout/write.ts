/** Writing a record from a screen: on its version, merged where somebody was faster, shown at once, taken back on request. */
import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { ProblemError } from '../data/client.ts'
import type { ListPage } from '../data/list.ts'
import { words } from '../ui/formats.tsx'
import { say, track } from '../ui/toasts.tsx'
import { ask } from './merge.ts'
import { backTo, conflicts, type Changes, type Resource, type Recorded } from './resource.ts'

/** Thrown where a person looked at both versions and chose to leave the record as it is. */
export class LeftAsItIs extends Error {}

/**
 * Writes; where the record is newer, what others changed beside it is kept and what both changed is asked. However often
 * somebody is faster, nothing is overwritten unseen. Other problems are thrown.
 */
async function writeOrMerge<Row extends Recorded>(resource: Resource<Row>, base: Row, mine: Changes): Promise<Row> {
  try {
    return await resource.patch(base, mine)
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 412) throw error
    const theirs = await resource.get(base.id)
    const [before, now] = [resource.valuesOf(base), resource.valuesOf(theirs)]
    const fields = conflicts(before, now, mine)
    const chosen = fields.length === 0 ? mine : await ask({ resource, theirs, before, now, mine, fields })
    if (!chosen) throw new LeftAsItIs()
    return Object.keys(chosen).length === 0 ? theirs : writeOrMerge(resource, theirs, chosen)
  }
}

/** Puts a row into every list and peek that shows it. Rows stay where they are until the list is read again. */
function show(client: QueryClient, key: string, row: Recorded): void {
  client.setQueriesData<InfiniteData<ListPage<Recorded>>>({ queryKey: [key, 'list'] }, (lists) => {
    if (!lists?.pages) return lists
    const put = (one: Recorded) => (one.id === row.id ? row : one)
    return { ...lists, pages: lists.pages.map((page) => ({ ...page, data: page.data.map(put) })) }
  })
  client.setQueryData([key, row.id], (known: Recorded | undefined) => known && row)
}

export function useWrite<Row extends Recorded>(resource: Resource<Row>) {
  const client = useQueryClient()
  /** Shows the outcome at once, and the record as it was where it could not be. Gives what was saved. */
  const write = async (base: Row, changes: Changes): Promise<Row> => {
    show(client, resource.key, resource.preview(base, changes))
    try {
      const saved = await writeOrMerge(resource, base, changes)
      show(client, resource.key, saved)
      return saved
    } catch (error) {
      const current = error instanceof LeftAsItIs ? await resource.get(base.id) : base
      show(client, resource.key, current)
      throw error
    } finally {
      await client.invalidateQueries({ queryKey: [resource.key], refetchType: 'none' })
    }
  }
  /** The same with its toast; taking it back is an ordinary write too, and can itself be taken back. */
  const change = (base: Row, changes: Changes, said = `${words(resource.noun)} changed.`): Promise<Row> =>
    track(changeAndSay(base, changes, said))
  const changeAndSay = async (base: Row, changes: Changes, said: string): Promise<Row> => {
    const saved = await write(base, changes)
    const back = backTo(resource.valuesOf(base), changes)
    const undo = async () => {
      const undone = await write(saved, back)
      return () => change(undone, changes, said)
    }
    say(said, undo)
    return saved
  }
  return change
}
