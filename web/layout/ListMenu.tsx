/** What can be done with a whole list, behind three dots. */
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/controls.tsx'
import { Popup } from '../ui/Popup.tsx'
import { sayFailed } from '../ui/toasts.tsx'

type Set = (changes: Record<string, string | undefined>) => void
type Props = {
  title: string
  inBin: boolean
  set: Set
  /** Left out where the list cannot be taken along. */
  save?: ((fields: 'shown' | 'all') => Promise<void>) | undefined
  /** What was deleted can be looked at. */
  bin: boolean
}

const lookAt = (deleted: boolean) => ({ deleted: deleted ? 'true' : undefined, peek: undefined, new: undefined })

export function ListMenu({ title, inBin, set, save, bin }: Props) {
  const [open, setOpen] = useState(false)
  const choose = (deed: () => void) => {
    setOpen(false)
    deed()
  }
  return (
    <Popup
      open={open}
      onOpen={setOpen}
      look="quiet"
      edge="right"
      title={`More about ${title.toLowerCase()}`}
      label={
        <>
          <Ellipsis size={16} aria-hidden /> More
        </>
      }
    >
      <ul className="-m-2 flex flex-col">
        {save &&
          (['shown', 'all'] as const).map((fields) => (
            <li key={fields}>
              <Button
                look="quiet"
                className="w-full !justify-start"
                onClick={() => choose(() => void save(fields).catch(sayFailed))}
              >
                {fields === 'shown' ? 'Save this list as CSV' : 'Save all fields as CSV'}
              </Button>
            </li>
          ))}
        {bin && (
          <li>
            <Button look="quiet" className="w-full !justify-start" onClick={() => choose(() => set(lookAt(!inBin)))}>
              {inBin ? `All ${title.toLowerCase()}` : `Deleted ${title.toLowerCase()}`}
            </Button>
          </li>
        )}
      </ul>
    </Popup>
  )
}

/** Says that these are not the living ones, and leads back. */
export const InBin = ({ title, set }: Pick<Props, 'title' | 'set'>) => (
  <p role="status" className="flex flex-wrap items-center gap-3 rounded-card bg-warning-soft px-3 py-1 text-warning">
    These {title.toLowerCase()} are deleted. Open one to restore it.
    <Button look="quiet" onClick={() => set(lookAt(false))}>
      Back to all {title.toLowerCase()}
    </Button>
  </p>
)
