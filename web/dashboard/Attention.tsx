/** What needs somebody today, most pressing first; each opens what it is about. */
import { Link } from '@tanstack/react-router'
import { BatteryWarning, CalendarX, Hourglass, ListX, ZapOff } from 'lucide-react'
import type { Attention as Item } from '../../domain/dashboard.ts'
import { rulesPath } from '../paths.ts'
import { money, number } from '../ui/formats.tsx'

const kinds = {
  over_budget: {
    icon: BatteryWarning,
    to: '/deals/$id',
    said: (item: Item) => `${number(item.spent_percent ?? 0)} % of the planned hours`,
  },
  task_overdue: { icon: CalendarX, to: '/tasks', said: ({ days }: Item) => `overdue by ${inDays(days)}` },
  rule_demoted: {
    icon: ListX,
    to: `${rulesPath}/$id`,
    said: ({ days }: Item) => `corrected too often, only suggests ${days ? `for ${inDays(days)}` : 'since today'}`,
  },
  deal_rotting: { icon: Hourglass, to: '/deals/$id', said: ({ days }: Item) => `unchanged for ${inDays(days)}` },
  task_idle: { icon: ZapOff, to: '/tasks', said: ({ days }: Item) => `important, idle for ${inDays(days)}` },
} as const
const inDays = (days: number | null) => `${number(days ?? 0)} ${days === 1 ? 'day' : 'days'}`

export const Attention = ({ items }: { items: Item[] }) => (
  <section aria-labelledby="attention" className="min-w-0 flex-1 rounded-card border border-border bg-surface p-4">
    <h2 id="attention" className="text-section font-semibold">
      Needs attention
    </h2>
    {items.length === 0 ? (
      <p className="mt-2 text-text-2">Nothing is late, idle or over its budget.</p>
    ) : (
      <ul className="mt-1 flex flex-col">
        {items.map((item) => (
          <Row key={item.kind + item.object_id} item={item} />
        ))}
      </ul>
    )}
  </section>
)

function Row({ item }: { item: Item }) {
  const { icon: Icon, to, said } = kinds[item.kind]
  const target = to === '/tasks' ? { to, search: { peek: item.object_id } } : { to, params: { id: item.object_id } }
  return (
    <li className="border-b border-border last:border-0">
      <Link {...(target as { to: string })} className="flex min-h-11 items-center gap-3 py-0.5 hover:bg-sunken">
        <Icon size={16} className="shrink-0 text-warning" aria-hidden />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-accent-text underline">{item.name}</span>
          <span className="block text-meta text-text-3 md:truncate">
            {[item.account_name, said(item)].filter(Boolean).join(' · ')}
          </span>
        </span>
        {item.value && <span className="shrink-0 whitespace-nowrap">{money(item.value)}</span>}
      </Link>
    </li>
  )
}
