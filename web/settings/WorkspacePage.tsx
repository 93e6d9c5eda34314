import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { settingsTabs } from './tabs.ts'
import { WorkspaceForm } from './WorkspaceForm.tsx'

export default function WorkspacePage() {
  const me = useMe()
  return (
    <>
      <PageHeader title="Workspace" tabs={settingsTabs(me.permissions)} />
      <section aria-label="Workspace" className="max-w-xl rounded-card border border-border bg-surface p-4">
        <WorkspaceForm action="Save workspace" />
      </section>
    </>
  )
}
