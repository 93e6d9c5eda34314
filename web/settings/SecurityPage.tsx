import { PageHeader } from '../layout/PageHeader.tsx'
import { Devices } from './Devices.tsx'
import { Looks } from './Looks.tsx'
import { Passkeys } from './Passkeys.tsx'
import { Machines } from './Machines.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { SecondFactor } from './SecondFactor.tsx'

export default function SecurityPage() {
  return (
    <>
      <PageHeader title="Security" />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <PasswordForm />
        <SecondFactor />
        <Passkeys />
        <Devices />
        <Machines />
        <Looks />
      </div>
    </>
  )
}
