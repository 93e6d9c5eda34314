/** The rows of the demo company for a given day. No clock and no luck: the same `now_ms` gives the same company. */
import { stageProbability, type Stage } from '#domain/deals.ts'
import { uuidv7 } from '#server/platform/ids.ts'
import { customers, dealPlan, emailOf, localeIn, people, taskTitles, teams } from './cast.ts'
import { chance, type Chance } from './random.ts'

export const day_ms = 86_400_000
export type DemoUser = {
  id: string
  name: string
  email: string
  role: string
  team_id: string | null
  zone: string
  locale: string
  linked_employee_id: string
}
export type DemoDeal = ReturnType<typeof dealsOf>[number]
export type DemoTask = ReturnType<typeof tasksOf>[number]
export type Company = ReturnType<typeof companyOf>

/** Ids of people, by e-mail, and of teams, by name, who are here already and take part. */
export type Known = { people: Map<string, string>; teams: Map<string, string> }
const nobody: Known = { people: new Map(), teams: new Map() }

export function companyOf(now_ms: number, known = nobody) {
  const luck = chance(20_250_915)
  const at = (days_ago: number) => new Date(now_ms - days_ago * day_ms).toISOString()
  const date = (days_from_now: number) => new Date(now_ms + days_from_now * day_ms).toISOString().slice(0, 10)
  const id = (days_ago: number) => uuidv7(now_ms - days_ago * day_ms)

  const teamRows = teams.map((name) => ({ id: known.teams.get(name) ?? id(200), name }))
  const employees = people.map(({ name, zone }, index) => ({
    id: id(200),
    external_id: `demo-${1001 + index}`,
    name,
    email: emailOf(name),
    zone,
    devices: JSON.stringify([`LAPTOP-${1001 + index}`]),
  }))
  const users: DemoUser[] = people.map(({ name, role, team, zone }, index) => ({
    id: known.people.get(emailOf(name)) ?? id(200),
    name,
    email: emailOf(name),
    role,
    zone,
    locale: localeIn[zone] ?? 'en-GB',
    team_id: teamRows.find((row) => row.name === team)?.id ?? null,
    linked_employee_id: employees[index]!.id,
  }))
  const sellers = users.filter(
    (user) => user.role === 'sales' || (user.role === 'manager' && user.team_id === teamRows[1]!.id),
  )
  const accounts = customers.map(({ name, industry, city }, index) => ({
    id: id(180),
    name,
    industry,
    address: city,
    phone: `+00 555 01${String(index + 10)}`,
    website: `https://${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.example`,
    owner_id: sellers[index % sellers.length]!.id,
    tags: index % 4 === 0 ? ['key account'] : [],
    created_at: at(180 - index),
    updated_at: at(luck.int(1, 60)),
  }))
  const contacts = customers.flatMap(({ contacts: names, name: company }, index) =>
    names.map((name, place) => {
      const [first_name, ...rest] = name.split(' ') as [string, ...string[]]
      return {
        id: id(170),
        account_id: accounts[index]!.id,
        first_name,
        last_name: rest.join(' '),
        email: `${first_name.toLowerCase()}@${company.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.example`,
        job_title: ['Head of Operations', 'Project lead', 'IT manager'][place]!,
        owner_id: accounts[index]!.owner_id,
      }
    }),
  )
  const deals = dealsOf(luck, accounts, at, date, id)
  const tasks = tasksOf(luck, deals, users, at, date, id)
  return { teams: teamRows, employees, users, accounts, contacts, deals, tasks, luck }
}

/** Plain amounts people quote; rupees in their own order of magnitude. */
const valueOf = (luck: Chance, currency: string) => `${luck.int(12, 90) * (currency === 'INR' ? 40_000 : 500)}.00`

/** Open deals that nobody touched for weeks: the last five prospects. */
const isRotting = (index: number, stage: Stage) => stage === 'prospecting' && index >= 29

function dealsOf(
  luck: Chance,
  accounts: { id: string; owner_id: string }[],
  at: (d: number) => string,
  date: (d: number) => string,
  id: (d: number) => string,
) {
  return dealPlan.map(([customer, name, stage], index) => {
    const closed = stage === 'won' || stage === 'lost'
    const age_days = closed ? luck.int(100, 150) : isRotting(index, stage) ? luck.int(50, 80) : luck.int(20, 90)
    const closed_days_ago = closed ? luck.int(stage === 'won' ? 5 : 20, 85) : null
    return {
      id: id(age_days),
      account_id: accounts[customer]!.id,
      customer,
      name,
      description: null,
      value: valueOf(luck, customers[customer]!.currency),
      currency: customers[customer]!.currency,
      stage,
      probability: index % 5 === 0 && !closed ? stageProbability[stage] + 10 : null,
      owner_id: accounts[customer]!.owner_id,
      start_date: date(-age_days),
      end_date: closed_days_ago === null ? date(luck.int(-5, 75)) : date(-closed_days_ago),
      closed_at: closed_days_ago === null ? null : at(closed_days_ago),
      closed_by: closed ? accounts[customer]!.owner_id : null,
      closed_reason:
        stage === 'won'
          ? 'Signed'
          : stage === 'lost'
            ? luck.pick(['Went with another vendor', 'Budget was cut', 'No answer for weeks'])
            : null,
      rotting: isRotting(index, stage),
      created_at: at(age_days),
      updated_at: at(isRotting(index, stage) ? luck.int(25, 45) : luck.int(0, 12)),
    }
  })
}

/** 120 tasks: 9 overdue, 3 of high priority that nobody has touched, the rest in every state. */
function tasksOf(
  luck: Chance,
  deals: DemoDeal[],
  users: DemoUser[],
  at: (d: number) => string,
  date: (d: number) => string,
  id: (d: number) => string,
) {
  const live = deals.filter((deal) => deal.stage !== 'lost')
  const workers = users.filter((user) => user.role !== 'admin' && user.role !== 'finance')
  return Array.from({ length: 120 }, (_, index) => {
    const deal = live[index % live.length]!
    const overdue = index < 9
    const idle = index >= 9 && index < 12
    const status = overdue
      ? luck.pick(['open', 'in_progress', 'blocked'] as const)
      : idle
        ? 'open'
        : luck.pick(['open', 'in_progress', 'done', 'done', 'done', 'cancelled'] as const)
    const due = overdue
      ? date(-luck.int(2, 12))
      : idle
        ? date(luck.int(3, 9))
        : status === 'done'
          ? date(-luck.int(1, 60))
          : index % 7 === 0
            ? null
            : date(luck.int(0, 30))
    return {
      id: id(40),
      deal_id: deal.id,
      account_id: deal.account_id,
      title: taskTitles[index % taskTitles.length]!,
      assigned_to: workers[(index * 7) % workers.length]!.id,
      status,
      priority: idle ? 'high' : luck.pick(['low', 'normal', 'normal', 'high', 'urgent'] as const),
      due_date: due,
      estimated_hours: String(luck.int(1, 16)),
      created_at: at(idle ? 30 : luck.int(1, 60)),
      updated_at: at(idle ? 21 : luck.int(0, 10)),
    }
  })
}
