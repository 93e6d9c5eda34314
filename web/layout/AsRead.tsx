import { Outlet } from '@tanstack/react-router'
import { useMe } from '../data/me.ts'
import { readAs } from '../ui/formats.tsx'

/** Every page below is in the zone and the formats of the person; when they choose others it is rendered anew. */
export function AsRead() {
  const { zone, locale, preferences } = useMe()
  const { clock = 'locale' } = preferences
  readAs({ zone, locale, clock: clock === 'locale' ? null : clock })
  return <Outlet key={`${zone} ${locale} ${clock}`} />
}
