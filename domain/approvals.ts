/** Who decides about a submitted week, and when it can be approved. Pure. */
import type { Timesheet } from './timesheets.ts'

type Judged = Pick<Timesheet, 'user_id' | 'state' | 'over' | 'waiting_seconds' | 'print' | 'last_day'>
export type Refusal = { code: string; message: string }

/** Nobody decides about their own week but an admin, of whom nobody may be above. */
export const isOwnAlone = (
  { user_id }: Pick<Judged, 'user_id'>,
  { id, role }: { id: string | null; role: string | null },
) => user_id === id && role !== 'admin'

/** Why a week is not approved; null where it is. `print`: what whoever decides looked at. */
export function whyNotApproved(
  sheet: Judged,
  print: string,
  decider: { id: string | null; role: string | null },
): Refusal | null {
  const no = (code: string, message: string) => ({ code, message })
  if (isOwnAlone(sheet, decider)) return no('own_week', 'Nobody approves their own week.')
  if (sheet.state !== 'submitted') return no('not_submitted', 'It is not submitted, or somebody has decided already.')
  if (!sheet.over)
    return no('not_over', `It ends on ${sheet.last_day}: approve it afterwards, or what comes until then is late.`)
  if (sheet.waiting_seconds > 0)
    return no('still_waiting', 'Time of this week still waits in the review queue. Place it first.')
  if (sheet.print !== print) return no('changed', 'Something else stands in it than you looked at. Look again.')
  return null
}
