import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/**
 * A fresh, migrated database of its own; gives its address. It is not dropped: each drop forces a checkpoint (up to 1.4 s),
 * and the whole cluster goes at the end of the run.
 */
export async function scratchDatabase(options: { empty?: boolean } = {}): Promise<string> {
  const address = inject('postgres')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: address })
  await admin.connect()
  await admin.query(`create database ${name}${options.empty ? '' : ' template daybook_template'}`)
  await admin.end()
  return address.replace(/\/postgres$/, `/${name}`)
}

/** The same database as the role the application works as (server/platform/application-role.ts). */
export const asApplication = (url: string) => inject('application').replace(/[^/]+$/, new URL(url).pathname.slice(1))
