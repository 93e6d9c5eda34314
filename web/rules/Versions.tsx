import { When } from '../ui/formats.tsx'
import { useVersions, type Rule } from './calls.ts'
import { Precision, Section } from './parts.tsx'
import { ConditionWords } from './ConditionWords.tsx'

export function Versions({ rule }: { rule: Rule }) {
  const { data } = useVersions(rule.id, rule.number)
  if (!data) return null
  return (
    <Section title="Versions">
      <ol className="flex flex-col gap-3">
        {data.data.map((version) => (
          <li key={version.id} className="flex flex-col gap-1">
            <span>
              <span className="font-medium">Version {version.number}</span>{' '}
              <span className="text-text-3">
                {version.made_by_name ?? 'Daybook'} · <When instant={version.created_at} />
                {version.proof && ' · went live at '}
              </span>
              {version.proof && <Precision of={version.proof} />}
            </span>
            <ConditionWords condition={version.condition} />
          </li>
        ))}
      </ol>
    </Section>
  )
}
