import { Link } from '@tanstack/react-router'
import { History } from '../layout/History.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { rulesPath } from '../paths.ts'
import { Facts } from '../ui/Panel.tsx'
import { getRule } from './calls.ts'
import { ConditionWords } from './ConditionWords.tsx'
import { Precision, StateBadge, targetInWords } from './parts.tsx'

export function RulePeek({ id }: { id: string }) {
  const { record: rule, instead } = useRecord('mapping-rules', id, getRule)
  if (!rule) return instead
  return (
    <>
      <ConditionWords condition={rule.condition} />
      <Facts
        facts={[
          ['State', <StateBadge state={rule.state} />],
          ...(rule.state_reason ? ([['Reason', rule.state_reason]] satisfies [string, string][]) : []),
          ['Target', targetInWords(rule.target, rule.target.name)],
          ['Right', <Precision of={rule.proof} />],
          ['Priority', rule.priority],
          ['Version', rule.number],
          ['Written by', rule.created_by_name ?? 'Daybook'],
        ]}
      />
      <Link to={`${rulesPath}/$id`} params={{ id } as never} className="text-accent-text underline">
        Open the rule
      </Link>
      <History id={id} />
    </>
  )
}
