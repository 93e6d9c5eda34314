/** One Daybook per database. A session lock says so: it ends with the process, however that ends. */
import pg from 'pg'

const lock = 7_305_811_242

export class AlreadyRunning extends Error {}

/** Holds the lock until the given client ends. @throws AlreadyRunning */
export async function claimInstance(url: string): Promise<{ release: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: url, application_name: 'daybook instance', keepAlive: true })
  client.on('error', () => {})
  await client.connect()
  // a killed Daybook's connection may take a moment to be noticed
  for (let attempt = 1; ; attempt++) {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [lock])
    if (rows[0]!.mine) return { release: () => client.end() }
    if (attempt === 5) break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await client.end()
  throw new AlreadyRunning(
    'Another Daybook is running on this database already. Stop it first, or give this one its own DATA_DIR and PORT.',
  )
}
