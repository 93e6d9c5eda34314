/** A task or ticket: a piece of work for an account, often under a deal. */
import { BulkOrder } from './bulk.ts'
import { metadataFilters } from './custom-fields.ts'
import { exportFields } from './list-export.ts'
import {
  CalendarDate,
  Hours,
  Id,
  Metadata,
  Name,
  Nullable,
  OneOf,
  Page,
  Patch,
  Text,
  Type,
  deletedFields,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

export const taskStatuses = ['open', 'in_progress', 'blocked', 'done', 'cancelled'] as const
export const taskPriorities = ['low', 'normal', 'high', 'urgent'] as const

/** Days without a change, a note or time after which a task that is high or urgent, for an account and not done is idle. */
export const idleAfterDays = 3

const fields = {
  deal_id: Nullable(Id),
  account_id: Nullable(Id),
  description: Nullable(Text()),
  assigned_to: Nullable(Id),
  status: OneOf(taskStatuses),
  priority: OneOf(taskPriorities),
  due_date: Nullable(CalendarDate),
  estimated_hours: Nullable(Hours),
  metadata: Metadata,
}

export const Task = strict({
  ...rowFields,
  title: Type.String(),
  ...fields,
  deal_name: Nullable(Type.String()),
  deal_deleted: Type.Boolean({ description: 'the deal is deleted; the task stays on it and may be moved' }),
  account_name: Nullable(Type.String()),
  account_deleted: Type.Boolean({ description: 'the account is deleted; the task stays on it and may be moved' }),
  assignee_name: Nullable(Type.String()),
  logged_seconds: Type.Integer({ description: 'all time placed on the task' }),
  idle: Type.Boolean({ description: 'important, for a customer, not done, and nothing happened on it for days' }),
  ...deletedFields,
})
export type Task = Static<typeof Task>
export const TaskPage = Page(Task)

export const TaskInput = strict({ title: Name(300), ...Patch(fields).properties })
export type TaskInput = Static<typeof TaskInput>
export const TaskWhole = strict({ title: Name(300), ...fields })
export const TaskPatch = Patch({ title: Name(300), ...fields })
export type TaskPatch = Static<typeof TaskPatch>

/** What many may have in common; what it is about is one task's own. */
export const TaskBulk = BulkOrder(
  Patch({
    assigned_to: fields.assigned_to,
    status: fields.status,
    priority: fields.priority,
    due_date: fields.due_date,
    metadata: fields.metadata,
  }),
)
export type TaskBulk = Static<typeof TaskBulk>

/** What a task may have or lack. */
export const taskParts = ['assignee', 'estimate', 'due_date', 'team'] as const
const Parts = (description: string) => Type.Optional(Type.Array(OneOf(taskParts), { maxItems: 4, description }))

const listed = {
  q: Type.Optional(Name()),
  assigned_to: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  status: Type.Optional(Type.Array(OneOf(taskStatuses), { maxItems: 5 })),
  priority: Type.Optional(Type.Array(OneOf(taskPriorities), { maxItems: 4 })),
  deal_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  account_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  date_from: Type.Optional(CalendarDate),
  date_to: Type.Optional(CalendarDate),
  idle: Type.Optional(Type.Boolean()),
  /** Of whoever it is assigned to. */
  team_id: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  with: Parts('all of these are there'),
  without: Parts('all of these are missing; the team is that of whoever it is assigned to'),
  deleted: Type.Optional(Type.Boolean({ description: 'true: what is in the bin instead' })),
}
const order = listFields(['due_date', 'created_at', 'priority', 'title'])
export const TaskQuery = strict({ ...order, ...listed }, metadataFilters)
export type TaskQuery = Static<typeof TaskQuery>
/** The same list by its ids. */
export const TaskFilter = strict(listed, metadataFilters)
export type TaskFilter = Static<typeof TaskFilter>
/** The same list as a file. */
export const TaskExport = strict({ sort: order.sort, ...listed, ...exportFields }, metadataFilters)
export type TaskExport = Static<typeof TaskExport>
