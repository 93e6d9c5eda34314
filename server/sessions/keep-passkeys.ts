/** A person's passkeys: added, renamed, removed. */
import type { NewPasskey, Passkey } from '#domain/passkeys.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { conflict, invalid, notFound } from '#server/platform/errors.ts'
import { checkVersion } from '#server/platform/serve.ts'
import { track } from '#server/platform/track.ts'
import { readNewPasskey, type Site } from './passkey-proof.ts'
import { deletePasskey, insertPasskey, lockPasskey, renameLocked } from './passkey-queries.ts'

export async function addPasskey(tx: Database, site: Site, actor: Actor, given: NewPasskey): Promise<Passkey> {
  const fields = await readNewPasskey(tx, site, actor.id!, given)
  if (!fields)
    throw invalid(
      '/credential',
      'invalid_passkey',
      'This passkey does not answer the challenge it was made for. Try again.',
    )
  const made = await insertPasskey(tx, fields)
  if (!made) throw conflict('passkey_exists', 'This passkey is known already.')
  const { name, synced } = made
  await track(tx, actor, 'passkey.added', made.id, { after: { name, synced } })
  return made
}

export async function renamePasskey(
  tx: Database,
  actor: Actor,
  id: string,
  if_match: number | null,
  name: string,
): Promise<Passkey> {
  const before = await ownPasskey(tx, actor, id)
  checkVersion(if_match, before.version)
  if (name === before.name) return before
  await track(tx, actor, 'passkey.renamed', id, { before: { name: before.name }, after: { name } })
  return renameLocked(tx, id, name)
}

export async function removePasskey(tx: Database, actor: Actor, id: string): Promise<void> {
  const { name } = await ownPasskey(tx, actor, id)
  await deletePasskey(tx, id)
  await track(tx, actor, 'passkey.removed', id, { before: { name } })
}

async function ownPasskey(tx: Database, actor: Actor, id: string): Promise<Passkey> {
  const found = await lockPasskey(tx, actor.id!, id)
  if (!found) throw notFound()
  return found
}
