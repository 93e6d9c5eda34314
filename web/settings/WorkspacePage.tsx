import { PageHeader } from '../layout/PageHeader.tsx'
import { LockedPeriod } from './LockedPeriod.tsx'
import { WorkspaceForm } from './WorkspaceForm.tsx'

export default function WorkspacePage() {
  return (
    <>
      <PageHeader title="Workspace" />
      <section aria-label="Workspace" className="max-w-xl rounded-card border border-border bg-surface p-4">
        <WorkspaceForm action="Save workspace" />
      </section>
      <LockedPeriod />
    </>
  )
}
