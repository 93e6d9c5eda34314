import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { Devices } from './Devices.tsx'
import { Looks } from './Looks.tsx'
import { Passkeys } from './Passkeys.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { settingsTabs } from './tabs.ts'

export default function SecurityPage() {
  const me = useMe()
  return (
    <>
      <PageHeader title="Security" tabs={settingsTabs(me.permissions)} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <PasswordForm />
        <SecondFactor />
        <Passkeys />
        <Devices />
        <Looks />
      </div>
    </>
  )
}
