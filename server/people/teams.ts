import type { Team, TeamInput } from '#domain/people.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { conflict, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { insertTeam, lockTeam, removeTeam, updateTeam } from './role-queries.ts'

export async function createTeam(tx: Database, actor: Actor, { name }: TeamInput): Promise<Team> {
  await mustBeFree(tx, name)
  const id = await insertTeam(tx, name)
  await track(tx, actor, 'team.created', id, { after: { name } })
  return (await lockTeam(tx, id))!
}

export async function renameTeam(
  tx: Database,
  actor: Actor,
  id: string,
  if_match: number | null,
  { name }: TeamInput,
): Promise<Team> {
  const before = await lockTeam(tx, id)
  if (!before) throw notFound()
  checkVersion(if_match, before.version)
  if (name === before.name) return before
  await mustBeFree(tx, name)
  await updateTeam(tx, id, name)
  await track(tx, actor, 'team.renamed', id, { before: { name: before.name }, after: { name } })
  return (await lockTeam(tx, id))!
}

export async function deleteTeam(tx: Database, actor: Actor, id: string): Promise<void> {
  const team = await lockTeam(tx, id)
  if (!team) throw notFound()
  const { rows } = await sql`select from users where team_id = ${id} limit 1`.execute(tx)
  if (rows.length > 0) throw conflict('team_in_use', `There are people in “${team.name}”. Move them first.`)
  await removeTeam(tx, id)
  await track(tx, actor, 'team.deleted', id, { before: { name: team.name } })
}

async function mustBeFree(tx: Database, name: string): Promise<void> {
  const { rows } = await sql`select from teams where name = ${name}`.execute(tx)
  if (rows.length > 0) throw conflict('name_taken', `There is a team “${name}” already.`)
}
