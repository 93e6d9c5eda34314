import type { Found } from '../layout/Lookup.tsx'
import { currentName } from '../ui/formats.tsx'

const names = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map(currentName)])].toSorted()
const mostShown = 50

/** IANA zones by any part of their name, with the time it is there; one's own words may have spaces for underscores. */
export async function findZones(text: string): Promise<Found[]> {
  const wanted = text.toLowerCase().replaceAll(' ', '_')
  const now = new Date()
  return names
    .filter((name) => name.toLowerCase().includes(wanted))
    .slice(0, mostShown)
    .map((value) => ({ value, label: value, detail: clockIn(value, now) }))
}

const clockIn = (timeZone: string, now: Date) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(now)
