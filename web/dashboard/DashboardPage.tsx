import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useRef } from 'react'
import type { DayRange } from '../../domain/periods.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { periodOptions, useDays } from '../layout/DateRange.tsx'
import { PageHeader } from '../layout/PageHeader.tsx'
import { SelectField } from '../ui/controls.tsx'
import { LeftOut } from '../reports/LeftOut.tsx'
import { inWords } from '../reports/periods.ts'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { Activity } from './Activity.tsx'
import { Attention } from './Attention.tsx'
import { dashboardQuery, type Dashboard, type Whose } from './calls.ts'
import { Checklist, checklistQuery } from './Checklist.tsx'
import { HoursByDeal } from './HoursByDeal.tsx'
import { Stages } from './Stages.tsx'
import { Tiles } from './Tiles.tsx'
import { TopAccounts } from './TopAccounts.tsx'

const whoseOptions = [
  { value: '', label: 'Everybody I may see' },
  { value: 'mine', label: 'Mine' },
]

export default function DashboardPage() {
  const me = useMe()
  const { search, set } = useAddress()
  const days = useDays(search, 'last_30_days') as DayRange
  const whose: Whose = search['whose'] === 'mine' ? { owner_id: me.id } : {}
  const { data, error, refetch } = useQuery(dashboardQuery(days, whose))
  // drawn in slices: a finger is answered meanwhile
  const shown = useDeferredValue(data)
  const isHere = useIsHere(shown !== undefined)
  return (
    <>
      <PageHeader title="Dashboard">
        {me.permissions['reports:read'] !== 'own' && (
          <SelectField
            label="Whose"
            hideLabel
            value={search['whose'] ?? ''}
            onChange={(event) => set({ whose: event.target.value || undefined })}
            options={whoseOptions}
          />
        )}
        <SelectField
          label="Period"
          hideLabel
          value={search['period'] ?? 'last_30_days'}
          onChange={(event) => set({ period: event.target.value })}
          options={periodOptions}
        />
      </PageHeader>
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : isHere && shown ? (
        <Figures shown={shown} whose={whose} />
      ) : (
        <Loading />
      )}
    </>
  )
}

function Figures({ shown, whose }: { shown: Dashboard; whose: Whose }) {
  const me = useMe()
  return (
    <>
      <Checklist />
      <LeftOut sentences={shown.left_out} />
      <Tiles shown={shown} whose={whose} />
      <div className="flex gap-3 max-lg:flex-col">
        {(shown.pipeline ?? shown.accounts) && (
          <div className="flex min-w-0 flex-1 flex-col gap-3">
            {shown.pipeline && <Stages stages={shown.pipeline} whose={whose} />}
            {shown.accounts && <TopAccounts {...{ shown, whose }} seesValues={me.can('values:read')} />}
          </div>
        )}
        <Attention items={shown.attention} />
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
