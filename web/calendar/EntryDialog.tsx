/** Time by hand from wherever one is; on the calendar it is for the day that is looked at. */
import { useRouterState } from '@tanstack/react-router'
import { useAddress } from '../data/list.ts'
import { calendarPath } from '../paths.ts'
import { today } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import EntryForm from './EntryForm.tsx'
import { isDay } from './days.ts'

export default function EntryDialog({ close }: { close: () => void }) {
  const { search } = useAddress()
  const here = useRouterState({ select: (state) => state.location.pathname })
  const shown = here === calendarPath && isDay(search['day']) && search['day'] < today() ? search['day'] : today()
  return (
    <Modal title="Create time entry" onClose={close}>
      <EntryForm day={shown} done={close} />
    </Modal>
  )
}
