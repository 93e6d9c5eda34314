/** A table of people, invited at once: every row is judged first, and where one is wrong nobody is invited. */
import { covers, grantsOf } from '#domain/permissions.ts'
import { Invitation, type PeopleBatch, type PeopleBatchResult } from '#domain/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { Problem, type FieldError } from '#server/platform/errors.ts'
import { trackAll } from '#server/platform/track.ts'
import { compileBody, fieldErrors } from '#server/platform/validation.ts'
import { enqueueAll } from '#server/platform/worker.ts'
import { findRoles, findTeams, insertTeams, lockByEmail, upsertPeople } from './batch-queries.ts'
import type { Post } from './invite-user.ts'
import { linkAddress, makeLinks } from './links.ts'
import { findWorkspace } from './workspace-queries.ts'

const isInvitation = compileBody(Invitation)
type Row = { name: string; email: string; role: string; team: string; zone: string }
type Known = Awaited<ReturnType<typeof lookUp>>

/** @throws 422 with every fault of every row, unless it is a dry run: then they stand in the answer */
export async function inviteMany(
  tx: Database,
  actor: Actor,
  post: Post,
  { people, dry_run }: PeopleBatch,
): Promise<PeopleBatchResult> {
  const workspace = await findWorkspace(tx)
  const rows = people.map((row) => tidy(row, workspace.zone))
  const known = await lookUp(tx, rows)
  const errors = rows.map((row, index) => faultsOf(row, rows.slice(0, index), known, actor))
  const new_teams = [...new Set(rows.map(({ team }) => team).filter((team) => team !== '' && !known.teams.has(team)))]
  const answer = (links: string[]): PeopleBatchResult => ({
    rows: rows.map(({ email }, index) => ({
      outcome: errors[index]!.length > 0 ? 'refused' : known.people.has(email.toLowerCase()) ? 'known' : 'new',
      errors: errors[index]!,
      invitation_link: links[index] ?? null,
    })),
    new_teams,
  })
  if (dry_run) return answer([])
  const faults = errors.flatMap((list, index) =>
    list.map((fault) => ({ ...fault, pointer: `/people/${index}${fault.pointer}` })),
  )
  if (faults.length > 0)
    throw new Problem(422, 'invalid', 'Nobody was invited: some rows are wrong.', { errors: faults })
  return answer(await invite(tx, actor, post, rows, await withTeams(tx, actor, known.teams, new_teams)))
}

const tidy = ({ name, email, role, team, zone }: Row, home: string): Row => ({
  name: clean(name),
  email: clean(email),
  role: clean(role).toLowerCase() || 'employee',
  team: clean(team),
  zone: clean(zone) || home,
})
const clean = (text: string) => text.trim().normalize('NFC')

/** Everything the rows name, each kind asked for once. */
async function lookUp(tx: Database, rows: Row[]) {
  return {
    people: await lockByEmail(
      tx,
      rows.map(({ email }) => email.toLowerCase()),
    ),
    roles: await findRoles(
      tx,
      rows.map(({ role }) => role),
    ),
    teams: await findTeams(
      tx,
      rows.map(({ team }) => team),
    ),
  }
}

function faultsOf({ team, ...row }: Row, above: Row[], known: Known, actor: Actor): FieldError[] {
  const fault = (pointer: string, code: string, message: string) => [{ pointer, code, message }]
  const all = isInvitation({ ...row }) ? [] : fieldErrors(isInvitation.errors)
  // one fault a cell is enough to read
  const shape = all.filter(({ pointer }, at) => all.findIndex((other) => other.pointer === pointer) === at)
  const person = known.people.get(row.email.toLowerCase())
  const grants = known.roles.get(row.role)
  return [
    ...shape,
    ...(team.length > 100 ? fault('/team', 'too_long', 'Must be at most 100 characters.') : []),
    ...(shape.some(({ pointer }) => pointer === '/role') ? [] : roleFaults(row.role, grants, actor)),
    ...(above.some(({ email }) => email.toLowerCase() === row.email.toLowerCase())
      ? fault('/email', 'twice', 'This e-mail stands in a row above.')
      : []),
    ...(person?.disabled ? fault('/email', 'person_exists', `${person.name} has this e-mail and is deactivated.`) : []),
    ...(person?.has_password && !person.disabled
      ? fault('/email', 'person_exists', `${person.name} has this e-mail and can sign in already.`)
      : []),
  ]
}

function roleFaults(role: string, grants: ReturnType<Known['roles']['get']>, actor: Actor): FieldError[] {
  if (grants === undefined) return [{ pointer: '/role', code: 'unknown', message: `There is no role “${role}”.` }]
  if (covers(actor.grants, grantsOf(role, grants))) return []
  return [{ pointer: '/role', code: 'forbidden', message: `“${role}” has rights that you do not have yourself.` }]
}

async function withTeams(
  tx: Database,
  actor: Actor,
  teams: Map<string, string>,
  names: string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return teams
  const made = await insertTeams(tx, names)
  await trackAll(
    tx,
    actor,
    'team.created',
    made.map(({ id, name }) => ({ id, after: { name } })),
  )
  return new Map([...teams, ...made.map(({ id, name }): [string, string] => [name, id])])
}

/** Gives each row's link, where nobody mails it. */
async function invite(
  tx: Database,
  actor: Actor,
  post: Post,
  rows: Row[],
  teams: Map<string, string>,
): Promise<string[]> {
  const people = rows.map(({ team, ...row }) => ({ ...row, team_id: teams.get(team) ?? null }))
  const made = new Map((await upsertPeople(tx, people)).map(({ id, email }) => [email, id]))
  const ids = people.map(({ email }) => made.get(email.toLowerCase())!)
  const tokens = await makeLinks(tx, ids, 'invitation')
  await trackAll(
    tx,
    actor,
    'user.invited',
    people.map((after, index) => ({ id: ids[index]!, after })),
  )
  if (!post.mails) return tokens.map((token) => linkAddress(post.origin, token))
  const jobs = ids.map((user_id) => ({ payload: { user_id, by: actor.name }, key: `invitation:${user_id}` }))
  await enqueueAll(tx, 'send_invitation', jobs)
  return []
}
