/** What one worked on last: for a timer mostly that again. */
import { useQuery } from '@tanstack/react-query'
import { shift, weekOf } from '../../domain/periods.ts'
import { useMe } from '../data/me.ts'
import { nameOf, placeKey, rowsOfWeek, type Place } from '../sheets/useSheet.ts'
import { Button } from '../ui/controls.tsx'
import { today } from '../ui/formats.tsx'

const most = 4

export function Lately({ busy, onChoose }: { busy: boolean; onChoose: (place: Place) => void }) {
  const { workspace } = useMe()
  const from = weekOf(today(), workspace.week_start)
  const { data = [] } = useQuery({
    queryKey: ['week', 'lately', from],
    queryFn: async () => {
      const [now, before] = await Promise.all([rowsOfWeek(from), rowsOfWeek(shift(from, -7))])
      const here = new Set(now.map(placeKey))
      return [...now, ...before.filter((place) => !here.has(placeKey(place)))].filter(({ kind }) => kind !== 'internal')
    },
  })
  if (data.length === 0) return null
  return (
    <ul aria-label="Lately" className="flex flex-wrap items-center gap-2">
      <li aria-hidden className="text-meta text-text-3">
        Lately
      </li>
      {data.slice(0, most).map((place) => (
        <li key={placeKey(place)}>
          <Button disabled={busy} onClick={() => onChoose(place)}>
            {nameOf(place)}
          </Button>
        </li>
      ))}
    </ul>
  )
}
