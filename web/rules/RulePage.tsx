import { useParams } from '@tanstack/react-router'
import { useRecord } from '../layout/useRecord.tsx'
import { PageHeader } from '../layout/PageHeader.tsx'
import { getRule } from './calls.ts'
import { RuleEditor } from './RuleEditor.tsx'

export default function RulePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { record: rule, instead } = useRecord('mapping-rules', id, getRule)
  if (!rule)
    return (
      <>
        <PageHeader title="Rule" />
        {instead}
      </>
    )
  return <RuleEditor key={`${rule.id} ${rule.number}`} rule={rule} />
}
