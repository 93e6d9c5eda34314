/** What every reader of a time file gives: entries ready for the ingest, and by name what it left out. */
import type { TimeEntryInput } from './time.ts'

export type ImportedEntry = {
  /** Line of the file, 1-based; null where the file has no lines. */
  line: number | null
  /** E-mail of the person; null where the file names nobody. */
  person: string | null
  external_id: string
  start_time: string
  end_time: string
  duration_seconds: number
  activity_type: NonNullable<TimeEntryInput['activity_type']>
  source: 'agent' | 'manual'
  project_name: string | null
  /** It is what an editor had open, and so was on the person's screen. */
  project_from_editor: boolean
  tags: string[]
  title: string | null
  url: string | null
  app: string | null
  billable: boolean | null
}
export type Skipped = { line: number | null; code: string; message: string }
export type Question = { field: 'zone' | 'date_order' | 'user_id'; message: string }

/** SHA-256 in hex, or anything that spreads as well: handed in, because domain/ computes nothing of the platform. */
export type Hash = (text: string) => string
