/** The demo company's mapping rules: one of each state, about its own customers and what its people's screens show. */
import type { MappingRuleInput, RuleState } from '#domain/rules.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { changeState } from '#server/rules/change-state.ts'
import { createRule } from '#server/rules/write-rule.ts'
import type { DemoDeal } from './company.ts'
import { boardOf, onBoards } from './entries.ts'

type Sketch = MappingRuleInput & { state: RuleState; reason?: string }

function sketches(deals: DemoDeal[]): Sketch[] {
  const [first, second] = onBoards(deals)
  const deal = ({ id }: DemoDeal) => ({ kind: 'deal' as const, deal_id: id })
  return [
    {
      name: 'Banking stays private',
      condition: 'site is bank.example, paypal.com',
      target: { kind: 'private' },
      priority: 10,
      state: 'active',
    },
    {
      name: 'Music and news',
      condition: 'app is Spotify or site is news.example',
      target: { kind: 'ignore' },
      priority: 20,
      state: 'active',
    },
    {
      name: `${second!.name} by its board`,
      condition: `site is ${boardOf(second!)}`,
      target: deal(second!),
      priority: 30,
      state: 'active',
    },
    {
      name: `${first!.name} by title`,
      condition: `title contains "${first!.name}" and weekday is mon to fri`,
      target: deal(first!),
      priority: 50,
      state: 'shadow',
      reason: 'Watched for two weeks before it places anything',
    },
    {
      name: `${second!.name} by project name`,
      condition: `project contains "${second!.name}"`,
      target: deal(second!),
      priority: 60,
      state: 'draft',
    },
    {
      name: 'Old intranet',
      condition: 'site is intranet.example',
      target: { kind: 'ignore' },
      priority: 90,
      state: 'retired',
      reason: 'The intranet is gone',
    },
  ]
}

/** Gives their ids. */
export async function writeDemoRules(tx: Database, actor: Actor, deals: DemoDeal[]): Promise<string[]> {
  const ids: string[] = []
  for (const { state, reason, ...input } of sketches(deals)) {
    const { id } = await createRule(tx, actor, input)
    if (state !== 'draft') await changeState(tx, actor, id, { state, unproven: true, reason: reason ?? null }, null)
    ids.push(id)
  }
  return ids
}
