import { useState } from 'react'
import { InvitationForm } from '../settings/InvitationForm.tsx'
import { Button } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { Matches } from '../settings/Matches.tsx'
import { PeopleTable } from './PeopleTable.tsx'

/** One person by a form, many from a table, and those the agent knows already. */
export function People({ done }: { done: () => void }) {
  const [inviting, setInviting] = useState(false)
  return (
    <>
      <PeopleTable />
      <Matches />
      <div className="flex flex-wrap justify-between gap-2">
        <Button onClick={() => setInviting(true)}>Invite one person</Button>
        <Button look="primary" onClick={done}>
          Go on
        </Button>
      </div>
      {inviting && (
        <Modal title="Invite member" onClose={() => setInviting(false)}>
          <InvitationForm close={() => setInviting(false)} />
        </Modal>
      )}
    </>
  )
}
