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
      {/* two columns, each as long as it is: a row would be as high as its longest card */}
      <div className="flex items-start gap-4 max-lg:flex-col">
        <div className={column}>
          <PasswordForm />
          <SecondFactor />
          <Passkeys />
        </div>
        <div className={column}>
          <Devices />
          <Machines />
          <Looks />
        </div>
      </div>
    </>
  )
}

const column = 'flex min-w-0 flex-1 flex-col gap-4 max-lg:w-full'
