/** What this person opened lately and which commands they use, kept in this browser alone and gone when they sign out. */
import type { Hit } from '../../domain/search.ts'

export type Known = Pick<Hit, 'id' | 'type' | 'account_id' | 'record' | 'title' | 'detail'>
type Kept = { records: Known[]; uses: Record<string, number> }

const most = 200
const nothing: Kept = { records: [], uses: {} }
const place = (person: string) => `recent:${person}`

function read(person: string): Kept {
  try {
    return { ...nothing, ...(JSON.parse(localStorage.getItem(place(person)) ?? '{}') as Partial<Kept>) }
  } catch {
    // another version wrote it, or somebody's hand
    return nothing
  }
}

function write(person: string, kept: Kept): void {
  try {
    localStorage.setItem(place(person), JSON.stringify(kept))
  } catch {
    // full or forbidden: then nothing is remembered
  }
}

/** Latest first. */
// an earlier version did not say which record a thing belongs to
export const recentRecords = (person: string): Known[] => read(person).records.filter((known) => 'record' in known)
export const usesOf = (person: string): Record<string, number> => read(person).uses

export function noteRecord(person: string, { id, type, account_id, record, title, detail }: Known): void {
  const kept = read(person)
  const others = kept.records.filter((known) => known.id !== id)
  write(person, { ...kept, records: [{ id, type, account_id, record, title, detail }, ...others].slice(0, most) })
}

export function noteUse(person: string, command: string): void {
  const kept = read(person)
  write(person, { ...kept, uses: { ...kept.uses, [command]: (kept.uses[command] ?? 0) + 1 } })
}

export const forgetRecent = (person: string): void => localStorage.removeItem(place(person))
