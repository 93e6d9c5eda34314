/**
 * The role the application works as: it reads and writes rows and owns nothing, so that nobody who gets hold of its
 * connection can alter a table, rewrite the ledger or read what is not Daybook's (reliability §7.2). What it may do with a
 * table is said in domain/register.ts; a table that is not there does not exist for it.
 */
import pg from 'pg'
import { register, type Entry } from '#domain/register.ts'

const lock = 7_305_811_246

/**
 * Makes the role where it is missing and brings its rights up to date; the owner calls it after every migration. Gives the
 * address with the role's login, or null where the owner may not make roles.
 */
export async function openApplicationRole(owner: pg.Pool, url: string, password: string): Promise<string | null> {
  const { rows } = await owner.query<{ role: string }>("select left(current_database(), 59) || '_app' as role")
  const { role } = rows[0]!
  const login = withLogin(url, role, password)
  if ((await whoSignsIn(login)) !== role) {
    if (!(await mayMake(owner, role))) return null
    await makeRole(owner, role, password)
    // a proxy or pg_hba.conf may still refuse it
    if ((await whoSignsIn(login)) !== role) return null
  }
  await grantRights(owner, role)
  return login
}

/** What is given as the application's role would be no restriction; the message says what to give instead. */
export class RoleRefused extends Error {}

/** The same for a role that somebody made beforehand. @throws RoleRefused for one that may act as the owner anyway */
export async function useApplicationRole(owner: pg.Pool, login: string): Promise<string> {
  const role = await whoAt(login)
  const { rows } = await owner.query<{ mighty: boolean }>("select pg_has_role($1, current_user, 'member') as mighty", [
    role,
  ])
  if (rows[0]!.mighty)
    throw new RoleRefused(
      'APP_DATABASE_URL must name a role of its own, neither the owner of the tables nor a superuser.',
    )
  await grantRights(owner, role)
  return login
}

function withLogin(url: string, role: string, password: string): string {
  const address = new URL(url)
  address.username = encodeURIComponent(role)
  address.password = encodeURIComponent(password)
  return address.toString()
}

async function whoAt(login: string): Promise<string> {
  const client = new pg.Client({ connectionString: login, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query<{ role: string }>('select current_user as role')).rows[0]!.role
  } finally {
    await client.end()
  }
}

/** Null where this login is refused (SQLSTATE class 28). */
const whoSignsIn = (login: string): Promise<string | null> =>
  whoAt(login).catch((error: Error & { code?: string }) => {
    if (error.code?.startsWith('28')) return null
    throw error
  })

async function mayMake(owner: pg.Pool, role: string): Promise<boolean> {
  const { rows } = await owner.query<{ may: boolean }>(
    `select me.rolsuper or (me.rolcreaterole and (there.oid is null or pg_has_role(there.oid, 'member with admin option'))) as may
     from pg_roles me left join pg_roles there on there.rolname = $1
     where me.rolname = current_user`,
    [role],
  )
  return rows[0]!.may
}

async function makeRole(owner: pg.Pool, role: string, password: string): Promise<void> {
  const name = pg.escapeIdentifier(role)
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [role])
  await owner.query(`${rowCount === 0 ? 'create' : 'alter'} role ${name} login password ${pg.escapeLiteral(password)}`)
}

const written: Record<NonNullable<Entry['written']> | 'freely', string> = {
  freely: 'select, insert, update, delete, maintain',
  'only added to': 'select, insert, maintain',
  'by migrations': 'select',
}

/** All at once, so that a Daybook at work beside this one is never without rights. */
async function grantRights(owner: pg.Pool, role: string): Promise<void> {
  const name = pg.escapeIdentifier(role)
  const tables = Object.entries(register)
  const grants = Object.entries(written).map(([how, rights]) => {
    const these = tables.filter(([, entry]) => (entry.written ?? 'freely') === how).map(([table]) => table)
    return `grant ${rights} on ${these.join(', ')} to ${name}`
  })
  await owner.query(
    [
      `select pg_advisory_xact_lock(${lock})`,
      `revoke create on schema public from public`,
      `do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$`,
      `revoke all on ${tables.map(([table]) => table).join(', ')} from ${name}`,
      ...grants,
      `grant usage on schema public, graphile_worker to ${name}`,
      `grant usage on all sequences in schema public to ${name}`,
      `grant execute on function erase_payloads(uuid[]), settle_custom_field_indexes(), make_time_months(timestamptz[]), time_months_before(date, boolean), remove_time_month(date) to ${name}`,
      `grant select, insert, update, delete on all tables in schema graphile_worker to ${name}`,
      `revoke insert, update, delete on graphile_worker.migrations from ${name}`,
      policies(role),
    ].join(';\n'),
  )
}

/** The tables of jobs show their rows to their owner alone, unless a policy says otherwise. */
const policies = (role: string) => `
  do $$
  declare hidden text;
  begin
    for hidden in
      select c.oid::regclass::text from pg_class c
      where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
        and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = ${pg.escapeLiteral(role)})
    loop
      execute format('create policy %I on %s to %1$I using (true) with check (true)', ${pg.escapeLiteral(role)}, hidden);
    end loop;
  end $$`
