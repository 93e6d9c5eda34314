import { isOwnAlone } from '../../domain/approvals.ts'
import { weekOf } from '../../domain/periods.ts'
import { useMe } from '../data/me.ts'
import { useWeek } from './calls.ts'
import { GiveBack } from './GiveBack.tsx'

type Props = { entry: { user_id: string; start_time: string; zone: string } }

/** For who may: opens the locked week an entry belongs to, so that late time can be released or a mistake put right. */
export function ReopenFor({ entry: { user_id, start_time, zone } }: Props) {
  const me = useMe()
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(start_time))
  const may = me.can('time:approve') && !isOwnAlone({ user_id }, me)
  const { data: sheet } = useWeek(user_id, weekOf(day, me.workspace.week_start), may)
  if (!may || sheet?.state !== 'approved') return null
  return <GiveBack way="reopen" sheet={sheet} done={() => {}} />
}
