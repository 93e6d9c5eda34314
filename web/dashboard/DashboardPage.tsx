import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { CalendarDays } from 'lucide-react'
import { useDeferredValue, useRef, useState } from 'react'
import type { DayRange } from '../../domain/periods.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { DaysEditor, daysInWords, useDays } from '../layout/DateRange.tsx'
import { FilterBar } from '../layout/FilterBar.tsx'
import { PageHeader } from '../layout/PageHeader.tsx'
import { isPhone } from '../layout/screen.ts'
import { usePeople } from '../people/calls.ts'
import { LeftOut } from '../reports/LeftOut.tsx'
import { inWords } from '../reports/periods.ts'
import { Popup } from '../ui/Popup.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { Activity } from './Activity.tsx'
import { Attention } from './Attention.tsx'
import { dashboardQuery, type Dashboard, type Whose } from './calls.ts'
import { Checklist, checklistQuery } from './Checklist.tsx'
import { HoursByDeal } from './HoursByDeal.tsx'
import { Stages } from './Stages.tsx'
import { Tiles } from './Tiles.tsx'
import { TopAccounts } from './TopAccounts.tsx'

const usual = 'last_30_days'

export default function DashboardPage() {
  const me = useMe()
  const { search, set } = useAddress()
  const people = usePeople()
  const [choosing, setChoosing] = useState(false)
  // one of the two alone is no period that could be compared
  const isHalf = !search['date_from'] !== !search['date_to']
  const words = isHalf ? { period: usual } : { ...search, period: search['period'] ?? usual }
  const days = useDays(words) as DayRange
  const { owner_id } = search
  const whose: Whose = owner_id ? { owner_id } : {}
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...dashboardQuery(days, whose),
    // what was there stays until other days are answered: nothing jumps; of another person it would be called theirs
    placeholderData: (before, query) =>
      (query?.queryKey[3] as Whose | undefined)?.owner_id === owner_id ? before : undefined,
  })
  // drawn in slices: a finger is answered meanwhile
  const shown = useDeferredValue(data)
  const isHere = useIsHere(shown !== undefined)
  return (
    <>
      <PageHeader title="Dashboard" />
      <div className="flex flex-wrap items-center gap-2">
        <Popup
          title="Days"
          label={
            <>
              <CalendarDays size={16} aria-hidden /> {daysInWords(words)}
            </>
          }
          open={choosing}
          onOpen={setChoosing}
        >
          <div className="flex flex-col gap-3">
            <DaysEditor search={words} set={set} />
          </div>
        </Popup>
        {me.permissions['reports:read'] !== 'own' && (
          <FilterBar
            filters={[{ name: 'owner_id', label: 'Person', records: people, single: true }]}
            dates={undefined}
            search={search}
            set={set}
          />
        )}
      </div>
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : isHere && shown ? (
        <div aria-busy={isPlaceholderData} className={clsx('contents', isPlaceholderData && '*:opacity-60')}>
          <Figures shown={shown} whose={whose} />
        </div>
      ) : (
        <Loading />
      )}
    </>
  )
}

function Figures({ shown, whose }: { shown: Dashboard; whose: Whose }) {
  const me = useMe()
  const attention = <Attention items={shown.attention} />
  // where all stands in one column, what needs somebody comes before what is looked at
  const isFirst = isPhone()
  return (
    <>
      <Checklist />
      <LeftOut sentences={shown.left_out} />
      <Tiles shown={shown} whose={whose} />
      {isFirst && attention}
      <div className="flex gap-3 empty:hidden max-lg:flex-col">
        {(shown.pipeline ?? shown.accounts) && (
          <div className="flex min-w-0 flex-1 flex-col gap-3">
            {shown.pipeline && <Stages stages={shown.pipeline} whose={whose} />}
            {shown.accounts && <TopAccounts {...{ shown, whose }} seesValues={me.can('values:read')} />}
          </div>
        )}
        {!isFirst && attention}
      </div>
      <HoursByDeal hours={shown.hours} whose={whose} />
      <Activity activity={shown.activity} />
      <p className="text-meta text-text-3">{inWords([...shown.rules, ...shown.hours.now.rules].join(' '))}</p>
    </>
  )
}

/** Whether everything was answered once: what comes later would push away what one is reading. */
function useIsHere(answered: boolean): boolean {
  const isHere = useRef(false)
  const shown = useMe().preferences.checklist !== 'dismissed'
  const { isLoading } = useQuery(checklistQuery(shown))
  isHere.current ||= answered && !isLoading
  return isHere.current
}
