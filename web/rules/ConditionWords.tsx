import { printCondition, readCondition } from '../../domain/rule-text.ts'
import { useCalled } from './calls.ts'

/** A stored condition, with names in place of ids. */
export function ConditionWords({ condition }: { condition: string }) {
  const nameOf = useCalled(condition)
  const read = readCondition(condition)
  return (
    <p className="rounded-card bg-sunken p-3 font-mono text-meta wrap-anywhere">
      {'fault' in read ? condition : printCondition(read.condition, nameOf)}
    </p>
  )
}
