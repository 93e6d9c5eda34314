/** People who sign in, the agent's knowledge of them, and the keys of programs. */
import { captures } from './capture.ts'
import { csvDialects } from './csv.ts'
import { RottingDays } from './deals.ts'
import { jurisdictions } from './notice.ts'
import { weekStarts } from './periods.ts'
import { permissions, type Grants } from './permissions.ts'
import {
  CalendarDate,
  Id,
  IanaZone,
  Instant,
  Name,
  Nullable,
  OneOf,
  Page,
  Patch,
  Type,
  listFields,
  rowFields,
  strict,
  type Static,
} from './shapes.ts'

/** The name of a role: one of the six built in, or one made in Settings. */
export const RoleName = Type.String({ pattern: '^[a-z][a-z0-9-]{1,39}$', examples: ['sales'] })
export const Email = Type.String({ format: 'email', maxLength: 254 })

/** 8 to 128 characters of any kind (NIST SP 800-63B: length, no composition rules). */
export const Password = Type.String({ minLength: 8, maxLength: 128 })

/** A BCP 47 tag whose formats are known, as in de-AT. */
const Locale = () => Type.String({ format: 'locale', maxLength: 35, examples: ['de-AT'] })

const userStatuses = ['active', 'invited', 'without_access', 'disabled'] as const

export const User = strict({
  ...rowFields,
  name: Type.String(),
  email: Type.String(),
  role: RoleName,
  team_id: Nullable(Id),
  zone: Type.String(),
  locale: Type.String(),
  linked_employee_id: Nullable(Id),
  disabled_at: Nullable(Instant),
  /** `without_access`: time is recorded for them, but nobody has invited them yet. */
  status: OneOf(userStatuses),
})
export type User = Static<typeof User>
export const UserPage = Page(User)
export const UserQuery = strict({
  ...listFields(['name']),
  q: Type.Optional(Name()),
  team_id: Type.Optional(Id),
  role: Type.Optional(RoleName),
  status: Type.Optional(OneOf(userStatuses)),
})
export type UserQuery = Static<typeof UserQuery>

/** A scope for each right one has. */
export const GrantMap = Type.Unsafe<Grants>({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(permissions.map((name) => [name, { type: 'string', enum: ['own', 'team', 'all'] }])),
})

/** What only one's own screen cares about. */
export const Preferences = strict({
  /** Without one the week begins as the workspace says. */
  week_start: Type.Optional(OneOf(['workspace', ...weekStarts])),
  density: Type.Optional(OneOf(['compact', 'default', 'comfortable'])),
  /** Without one the clock is the locale's. */
  clock: Type.Optional(OneOf(['locale', '12', '24'])),
  /** Without one files are as spreadsheets of the locale expect them. */
  csv_dialect: Type.Optional(OneOf(['locale', ...csvDialects])),
  /** The card of first steps on the dashboard. */
  checklist: Type.Optional(OneOf(['shown', 'dismissed'])),
})

const TeamReviewDays = Type.Integer({
  minimum: 0,
  maximum: 30,
  description:
    'working days for which waiting time is its own person’s to place, before a team sees it in its review queue',
})

/** The company as it set itself up. There is one. */
export const Workspace = strict({
  name: Type.String(),
  base_currency: Type.String(),
  zone: Type.String(),
  week_start: OneOf(weekStarts),
  jurisdiction: OneOf(jurisdictions),
  /** What is kept of titles, addresses and apps; null: as `jurisdiction` advises (domain/capture). */
  capture: Nullable(OneOf(captures)),
  /** What follows ? or # in an address is kept too. */
  capture_queries: Type.Boolean(),
  rotting_days: RottingDays,
  /** Time up to this day is closed for everybody. */
  locked_through: Nullable(CalendarDate),
  /** Each week is closed so many days after its end. */
  lock_after_days: Nullable(Type.Integer()),
  team_review_days: TeamReviewDays,
  demo: Type.Boolean(),
  /** An admin's first steps are under way. */
  welcoming: Type.Boolean(),
  version: Type.Integer({ minimum: 1 }),
})
export type Workspace = Static<typeof Workspace>
export const WorkspaceChange = Patch({
  name: Name(100),
  base_currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  zone: IanaZone,
  week_start: OneOf(weekStarts),
  jurisdiction: OneOf(jurisdictions),
  capture: Nullable(OneOf(captures)),
  capture_queries: Type.Boolean(),
  rotting_days: RottingDays,
  locked_through: Nullable(CalendarDate),
  lock_after_days: Nullable(Type.Integer({ minimum: 0, maximum: 366 })),
  team_review_days: TeamReviewDays,
})
export type WorkspaceChange = Static<typeof WorkspaceChange>

/** Who I am and what I may do; the screen asks this once and never shows a control that would be refused. */
export const Me = strict({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: RoleName,
  team_id: Nullable(Id),
  zone: Type.String(),
  locale: Type.String(),
  workspace: Workspace,
  preferences: Preferences,
  /** The person's own, else the workspace's. */
  week_start: OneOf(weekStarts),
  /** The privacy notice is shown before anything else: nobody should be recorded without having been told. */
  notice_due: Type.Boolean(),
  permissions: GrantMap,
})
export type Me = Static<typeof Me>

/** What one may change about oneself. */
export const ProfileChange = Patch({ name: Name(), zone: IanaZone, locale: Locale(), preferences: Preferences })
export type ProfileChange = Static<typeof ProfileChange>

/** `contacts`: the admins one may ask. */
export const Notice = strict({
  version: Type.String(),
  jurisdiction: OneOf(jurisdictions),
  acknowledged_at: Nullable(Instant),
  sections: Type.Array(strict({ title: Type.String(), items: Type.Array(Type.String()) })),
  contacts: Type.Array(strict({ name: Type.String(), email: Type.String() })),
})
export type Notice = Static<typeof Notice>
/** The version that was on the screen. */
export const NoticeAcknowledgement = strict({ version: Type.String({ maxLength: 60 }) })

export const Capabilities = strict({
  role: Nullable(Type.String()),
  permissions: GrantMap,
  viewing_as: Nullable(Type.String({ description: 'the role an admin is looking through' })),
})
export type Capabilities = Static<typeof Capabilities>

export const Invitation = strict({
  name: Name(),
  email: Email,
  role: RoleName,
  team_id: Type.Optional(Nullable(Id)),
  zone: Type.Optional(IanaZone),
})
export type Invitation = Static<typeof Invitation>

/** `invitation_link` is there only where no mail server is set: it is shown once, to be handed over by the one who invites. */
export const Invited = strict({ user: User, invitation_link: Nullable(Type.String()) })
export type Invited = Static<typeof Invited>

const Cell = Type.String({ maxLength: 300 })
/** Rows as they stand in a table: a role left out is employee, a zone left out the workspace's, a team is named. */
export const PeopleBatch = strict({
  people: Type.Array(strict({ name: Cell, email: Cell, role: Cell, team: Cell, zone: Cell }), {
    minItems: 1,
    maxItems: 500,
  }),
  /** Only says what would happen. */
  dry_run: Type.Boolean(),
})
export type PeopleBatch = Static<typeof PeopleBatch>
/** `invitation_link` as in `Invited`. `new_teams` are made along with the people. */
export const PeopleBatchResult = strict({
  rows: Type.Array(
    strict({
      outcome: OneOf(['new', 'known', 'refused']),
      errors: Type.Array(strict({ pointer: Type.String(), code: Type.String(), message: Type.String() })),
      invitation_link: Nullable(Type.String()),
    }),
  ),
  new_teams: Type.Array(Type.String()),
})
export type PeopleBatchResult = Static<typeof PeopleBatchResult>

export const UserChange = Patch({
  name: Name(),
  role: RoleName,
  team_id: Nullable(Id),
  zone: IanaZone,
  locale: Locale(),
})
export type UserChange = Static<typeof UserChange>

export const Deactivation = strict({ reassign_to: Nullable(Id) })
/** What went to the other person. */
export const Deactivated = strict({
  user: User,
  reassigned: strict({
    accounts: Type.Integer(),
    contacts: Type.Integer(),
    deals: Type.Integer(),
    tasks: Type.Integer(),
  }),
})

export const Role = strict({
  ...rowFields,
  name: Type.String(),
  built_in: Type.Boolean(),
  people: Type.Integer({ description: 'how many have it' }),
  grants: GrantMap,
})
export type Role = Static<typeof Role>
export const RoleList = strict({ data: Type.Array(Role) })
export const RoleInput = strict({ name: RoleName, grants: GrantMap })
export type RoleInput = Static<typeof RoleInput>
export const RoleChange = Patch(RoleInput.properties)
export type RoleChange = Static<typeof RoleChange>

export const Team = strict({ ...rowFields, name: Type.String(), people: Type.Integer() })
export type Team = Static<typeof Team>
export const TeamPage = Page(Team)
export const TeamQuery = strict(listFields(['name']))
export type TeamQuery = Static<typeof TeamQuery>
export const TeamInput = strict({ name: Name(100) })
export type TeamInput = Static<typeof TeamInput>

/** What the agent knows of a person. `suggested_user_id`: the one person of the same e-mail, to be confirmed by hand. */
export const Employee = strict({
  ...rowFields,
  external_id: Type.String(),
  name: Type.String(),
  email: Nullable(Type.String()),
  zone: Nullable(Type.String()),
  user_id: Nullable(Id),
  user_name: Nullable(Type.String()),
  suggested_user_id: Nullable(Id),
  suggested_user_name: Nullable(Type.String()),
})
export type Employee = Static<typeof Employee>
export const EmployeePage = Page(Employee)
export const EmployeeQuery = strict({
  ...listFields(['name']),
  q: Type.Optional(Name()),
  linked: Type.Optional(Type.Boolean()),
  /** Somebody of the same e-mail waits to be confirmed. */
  suggested: Type.Optional(Type.Boolean()),
})
export type EmployeeQuery = Static<typeof EmployeeQuery>
export const EmployeeLink = strict({ user_id: Id })
export const EmployeeLinks = strict({
  links: Type.Array(strict({ id: Id, user_id: Id }), { minItems: 1, maxItems: 200 }),
})
export type EmployeeLinks = Static<typeof EmployeeLinks>
/** What became of the links of one productivity user, the latest first. */
export const LinkHistory = strict({
  data: Type.Array(
    strict({
      id: Id,
      action: OneOf(['linked', 'unlinked']),
      user_name: Nullable(Type.String()),
      actor_name: Nullable(Type.String()),
      occurred_at: Instant,
    }),
  ),
})
export type LinkHistory = Static<typeof LinkHistory>
