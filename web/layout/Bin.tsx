/** Deleting a record and bringing it back. Nothing asks "are you sure": it waits in the bin, and the toast brings it back. */
import { useQueryClient } from '@tanstack/react-query'
import { Trash2, Undo2 } from 'lucide-react'
import { Button } from '../ui/controls.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import type { Recorded, Resource } from './resource.ts'

/** Null where nothing of this kind is ever deleted. */
export function useBin<Row extends Recorded>(resource: Resource<Row> | undefined) {
  const client = useQueryClient()
  if (!resource?.bin) return null
  const { bin, nameOf } = resource
  const reread = () => client.invalidateQueries()
  const remove = async (row: Row) => {
    const deleted = await bin.remove(row)
    say(`${nameOf(row)} deleted.`, () => bin.restore(deleted.id).then(reread))
    await reread()
  }
  const restore = async (row: Row) => {
    const back = await bin.restore(row.id)
    say(`${nameOf(row)} restored.`, () => bin.remove(back).then(reread))
    await reread()
  }
  return { remove, restore }
}

type Props<Row extends Recorded> = { resource: Resource<Row>; row: Row & { deleted_at: string | null } }

/** Delete, or where it is deleted already, Restore. */
export function BinButton<Row extends Recorded>({ resource, row }: Props<Row>) {
  const bin = useBin(resource)
  if (!bin) return null
  return row.deleted_at === null ? (
    <Button className="self-start" onClick={() => void bin.remove(row).catch(sayFailed)}>
      <Trash2 size={16} aria-hidden /> Delete {resource.noun}
    </Button>
  ) : (
    <Button look="primary" className="self-start" onClick={() => void bin.restore(row).catch(sayFailed)}>
      <Undo2 size={16} aria-hidden /> Restore {resource.noun}
    </Button>
  )
}
