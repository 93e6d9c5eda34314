/** How each report is looked at first, and which figures are made of which. */
import type { ReportName } from '../../domain/report-tables.ts'
import type { Palette } from '../ui/series.tsx'

/** The measure that answers its question. */
export const usual: Record<ReportName, string> = {
  pipeline: 'converted_value',
  'stage-conversion': 'reached',
  'win-rate': 'decided',
  'cohort-win-rate': 'entered',
  'pipeline-movement': 'converted_value',
  'time-per-client': 'seconds',
  'time-per-deal': 'seconds',
  'time-per-person': 'seconds',
  'time-per-task': 'seconds',
  'team-load': 'seconds',
  'revenue-vs-hours': 'converted_value',
  'cost-of-sale': 'seconds_before',
  unbilled: 'converted_value',
  'mapping-health': 'entries',
}

/** `column` null: what the others leave of the whole. `rest`: it has no colour of its own. */
type Piece = { column: string | null; name?: string; rest?: true }
type Whole = { measure: string; pieces: Piece[]; palette?: Palette }

/** In force where a report has all of these columns. */
export const wholes: Whole[] = [
  {
    measure: 'seconds',
    pieces: [{ column: 'billable_seconds' }, { column: null, name: 'Not billable', rest: true }],
  },
  { measure: 'entered', pieces: [{ column: 'won' }, { column: 'lost' }, { column: 'open', rest: true }] },
  { measure: 'decided', pieces: [{ column: 'won' }, { column: 'lost' }] },
  {
    measure: 'seconds_before',
    pieces: [
      { column: null, name: 'On deals that were won' },
      { column: 'seconds_lost', name: 'On deals that were lost' },
    ],
  },
  {
    measure: 'converted_value',
    pieces: [{ column: 'to_30' }, { column: 'to_60' }, { column: 'to_90' }, { column: 'older' }],
    palette: 'steps',
  },
  {
    measure: 'entries',
    pieces: [
      { column: 'by_itself' },
      { column: 'by_hand' },
      { column: 'waiting' },
      { column: 'quarantined', rest: true },
    ],
  },
]
