import { lazy, Suspense } from 'react'
import type { Span } from '../../domain/spans.ts'
import { Modal } from '../ui/Panel.tsx'
import type { CalendarEntry } from './calls.ts'
import { nameOf } from './days.ts'
import type { Met } from './TimesForm.tsx'

// they know every change of every clock, which a day that is only looked at does not need
const EntryForm = lazy(() => import('./EntryForm.tsx'))
const TimesForm = lazy(() => import('./TimesForm.tsx'))

/** A stretch that is to become an entry, or an entry whose times are typed; `met` where somebody set others while one moved it. */
export type Form = { span: Span } | { entry: CalendarEntry; begun?: string | undefined; met?: Met }

type Props = { form: Form; day: string; zone: string; close: () => void }
export const Forms = ({ form, day, zone, close }: Props) => (
  <Modal title={'span' in form ? 'Create time entry' : `Times of ${nameOf(form.entry)}`} onClose={close}>
    {/* within: what is hidden while it waits would close the dialog */}
    <Suspense>
      {'span' in form ? (
        <EntryForm day={day} span={form.span} done={close} />
      ) : (
        <TimesForm entry={form.entry} zone={zone} begun={form.begun} met={form.met} done={close} />
      )}
    </Suspense>
  </Modal>
)
