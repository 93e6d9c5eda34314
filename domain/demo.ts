/** The demo company: what there is of it, and what removing it takes out. */
import { Nullable, OneOf, Type, strict, type Static } from './shapes.ts'

export const DemoWork = strict({
  doing: OneOf(['load', 'remove']),
  percent: Type.Integer({ minimum: 0, maximum: 100 }),
  failed: Type.Boolean(),
})
export type DemoWork = Static<typeof DemoWork>

/** `loaded`: the demo company is here. `work`: what is being done about it, or failed last. */
export const Demo = strict({ loaded: Type.Boolean(), work: Nullable(DemoWork) })
export type Demo = Static<typeof Demo>

export const DemoCounts = strict({
  accounts: Type.Integer(),
  contacts: Type.Integer(),
  deals: Type.Integer(),
  tasks: Type.Integer(),
  time_entries: Type.Integer(),
  users: Type.Integer(),
  teams: Type.Integer(),
})
export type DemoCounts = Static<typeof DemoCounts>

/** `kept`: rows of the demo that something of one's own hangs on. `deactivated`: people of the demo who did something. */
export const DemoRemoval = strict({ removed: DemoCounts, kept: DemoCounts, deactivated: Type.Integer() })
export type DemoRemoval = Static<typeof DemoRemoval>
