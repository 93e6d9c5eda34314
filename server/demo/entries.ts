/** Ninety days of the demo company's time, as an agent would send it: through the same door, to be mapped by the same rules. */
import type { TimeEntryInput } from '#domain/time.ts'
import { activities, customers } from './cast.ts'
import { day_ms, type Company, type DemoDeal, type DemoUser } from './company.ts'
import type { Chance } from './random.ts'

const total = 6_000
const vague = 60
const fromFastClock = 6
/** Names that name nobody for sure: these wait for a person. */
const vagueNames = ['Website', 'Kickoff', 'Weekly call', 'Portal', 'Onboarding', 'Follow-up', 'Estimate', 'Support']

/** Local midnight of a day in a zone, as Unix milliseconds. */
function midnight(day: string, zone: string): number {
  const noon_ms = Date.parse(`${day}T12:00:00Z`)
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(
    noon_ms,
  )
  return Date.parse(`${day}T00:00:00Z`) - (Date.parse(`${local.replace(' ', 'T')}Z`) - noon_ms)
}

function workdays(now_ms: number): string[] {
  const days = Array.from({ length: 90 }, (_, index) => new Date(now_ms - (90 - index) * day_ms))
  return days.filter((day) => day.getUTCDay() % 6 !== 0).map((day) => day.toISOString().slice(0, 10))
}

/** Deals one works on at a board that names nobody: what came from there people placed, until a rule knew the board of the second. */
export const onBoards = (deals: readonly DemoDeal[]) => deals.filter(({ stage }) => stage === 'won').slice(0, 2)
export const boardOf = ({ customer }: DemoDeal) =>
  `board.${customers[customer]!.name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.example`

type Slot = { user: DemoUser; start_ms: number; end_ms: number; index: number }

/** Every person's working days cut into as many entries as make the total. */
function slotsOf(luck: Chance, users: DemoUser[], now_ms: number): Slot[] {
  const personDays = workdays(now_ms).flatMap((day) => users.map((user) => ({ user, day })))
  const wanted = total - fromFastClock
  return personDays.flatMap(({ user, day }, index) => {
    const count =
      Math.floor((wanted * (index + 1)) / personDays.length) - Math.floor((wanted * index) / personDays.length)
    let cursor_ms = midnight(day, user.zone) + 9 * 3_600_000 + luck.int(0, 20) * 60_000
    return Array.from({ length: count }, (_, place) => {
      const start_ms = cursor_ms
      const end_ms = start_ms + luck.int(20 * 60, 75 * 60) * 1_000
      cursor_ms = end_ms + luck.int(1, 10) * 60_000
      return { user, start_ms, end_ms, index: place }
    })
  })
}

export function entriesOf({ users, deals, tasks, luck }: Company, now_ms: number): TimeEntryInput[] {
  const slots = slotsOf(luck, users, now_ms)
  // recent ones wait: every k-th of the last slots, so that several people have some
  const waiting = new Set(Array.from({ length: vague }, (_, index) => slots.length - 1 - index * 13))
  const live = deals.filter((deal) => !deal.rotting)
  const agreed = live.filter((deal) => deal.stage !== 'lost')
  const entries = slots.map((slot, index) => {
    const { user } = slot
    const deal = dealFor(luck, user, slot.start_ms, live, users)
    return {
      ...spanOf(slot, index),
      ...(waiting.has(index) ? vagueHints(luck, agreed) : hintsFor(luck, deal, deals, tasks)),
    }
  })
  return [...entries, ...fastClock(users[10]!, now_ms)]
}

function spanOf({ user, start_ms, end_ms }: Slot, index: number): TimeEntryInput {
  return {
    user_id: user.id,
    start_time: new Date(start_ms).toISOString(),
    end_time: new Date(end_ms).toISOString(),
    source: 'agent',
    activity_type: index % 3 === 0 ? 'website' : 'app',
    productivity_score: ((index * 37) % 50) / 100 + 0.5,
    external_id: `demo-${index}`,
  }
}

/** Each person has about four deals at a time; a lost deal gets time only while it was open. */
function dealFor(luck: Chance, user: DemoUser, start_ms: number, deals: DemoDeal[], users: DemoUser[]): DemoDeal {
  const offset = users.indexOf(user) * 3
  const alive = deals.filter(
    (deal) => deal.stage === 'won' || deal.closed_at === null || Date.parse(deal.closed_at) > start_ms,
  )
  return alive[(offset + luck.int(0, 3) * 5) % alive.length]!
}

type Hints = Partial<TimeEntryInput>

function hintsFor(luck: Chance, deal: DemoDeal, deals: DemoDeal[], tasks: Company['tasks']): Hints {
  const customer = customers[deal.customer]!.name
  const { app, title } = luck.pick(activities)
  const evidence = { app, title: `${deal.name} ${title} – ${app}` }
  const lottery = luck.next()
  const task = tasks.find((candidate) => candidate.deal_id === deal.id)
  if (deal.stage === 'lost' || lottery < 0.3) return { ...evidence, deal_id: deal.id }
  if (lottery < 0.45 && task) return { ...evidence, task_id: task.id }
  const only = deals.filter((other) => other.customer === deal.customer && other.stage !== 'lost').length === 1
  if (lottery < 0.6 && only) return { ...evidence, tags: [`client:${customer}`] }
  const project_name = luck.pick([
    `${deal.name} for ${customer}`,
    `${customer} - ${deal.name}`,
    `[${customer}] ${deal.name}`,
  ])
  return onBoards(deals).includes(deal)
    ? { app: 'Google Chrome', title: `${deal.name} board – Google Chrome`, url: `https://${boardOf(deal)}/cards` }
    : { ...evidence, project_name }
}

function vagueHints(luck: Chance, deals: DemoDeal[]): Hints {
  const deal = luck.pick(deals)
  const customer = customers[deal.customer]!.name
  return {
    // mostly half a name, which leads to guesses and to nothing sure
    project_name: luck.next() < 0.7 ? customer.split(' ').at(-1)! : luck.pick(vagueNames),
    app: 'Google Chrome',
    title: luck.pick([`${customer} – meeting notes`, `RE: ${deal.name} – Message`, `${customer} | shared folder`]),
  }
}

/** A laptop whose clock runs two hours ahead: kept aside with the reason. */
const fastClock = (user: DemoUser, now_ms: number): TimeEntryInput[] =>
  Array.from({ length: fromFastClock }, (_, index) => ({
    user_id: user.id,
    start_time: new Date(now_ms + (60 + index * 10) * 60_000).toISOString(),
    end_time: new Date(now_ms + (69 + index * 10) * 60_000).toISOString(),
    source: 'agent' as const,
    activity_type: 'app' as const,
    external_id: `demo-fast-clock-${index}`,
  }))
