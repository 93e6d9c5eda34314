/** Links that are mailed and let their holder set a password, once. The database keeps their hashes. */
import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '#server/platform/database.ts'
import { insertLink, insertLinks, useLink } from './queries.ts'

const lifetime_hours = { invitation: 7 * 24, password_reset: 1 }
const newToken = () => `dbl_${randomBytes(32).toString('base64url')}`
const hashOf = (token: string) => createHash('sha256').update(token).digest()

export async function makeLink(tx: Database, user_id: string, purpose: keyof typeof lifetime_hours): Promise<string> {
  const token = newToken()
  await insertLink(tx, user_id, hashOf(token), purpose, lifetime_hours[purpose])
  return token
}

/** One for each of these people; all in one statement. */
export async function makeLinks(
  tx: Database,
  user_ids: string[],
  purpose: keyof typeof lifetime_hours,
): Promise<string[]> {
  const tokens = user_ids.map(newToken)
  await insertLinks(tx, user_ids, tokens.map(hashOf), purpose, lifetime_hours[purpose])
  return tokens
}

/** The person the token was made for, or undefined: unknown, used, expired. With it all their open links are used up. */
export const spendLink = (tx: Database, token: string) => useLink(tx, hashOf(token))

/** The page that asks for the password. The token stands behind the # and so never reaches a server's log. */
export const linkAddress = (origin: string, token: string) => `${origin}/set-password#${token}`
