/** Which PostgreSQL, if any, runs on a data folder right now. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const pidFile = (dataDir: string) => path.join(dataDir, 'postmaster.pid')

/** Lines 1, 4 and 8 of postmaster.pid: process, port, state. */
export function readPidFile(dataDir: string): { pid: number; port: number; state: string } | null {
  try {
    const lines = readFileSync(pidFile(dataDir), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), state: (lines[7] ?? '').trim() }
  } catch {
    return null
  }
}

/** It exists, is no zombie (PID 1 of a container may never reap), and really is a postmaster of this folder. */
export function isAlive(pid: number, dataDir: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  try {
    if (process.platform !== 'linux')
      return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(dataDir)
    if (/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return false
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return path.basename(command[0]!) === 'postgres' && command.includes(dataDir)
  } catch {
    return false
  }
}

/**
 * A backend that computes does not notice that its postmaster was killed, and holds the shared memory until its statement
 * ends. What it has committed is on disk already. Linux only: elsewhere no process tells its folder.
 */
export function endOrphans(dataDir: string): void {
  if (process.platform !== 'linux') return
  const folder = realpathSync(dataDir)
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (isOrphan(pid, folder, dataDir)) process.kill(Number(pid), 'SIGQUIT')
    } catch {
      // it ended meanwhile, or it is somebody else's
    }
  }
}

/** A process of PostgreSQL at work in the folder whose parent is not a living postmaster of it. */
function isOrphan(pid: string, folder: string, dataDir: string): boolean {
  if (readlinkSync(`/proc/${pid}/cwd`) !== folder) return false
  if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres: ')) return false
  const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return !isAlive(Number(parent), dataDir)
}

/** A living postmaster of this folder, waited for while it starts, stops or recovers. A pid file that lies is removed. */
export async function adoptable(dataDir: string): Promise<{ pid: number; port: number } | null> {
  for (const began = Date.now(); Date.now() - began < 60_000; await pause(20)) {
    const info = readPidFile(dataDir)
    if (!info) return null
    if (!isAlive(info.pid, dataDir)) {
      rmSync(pidFile(dataDir), { force: true })
      return null
    }
    if (info.state === 'ready' && (await answers(info.port))) return { pid: info.pid, port: info.port }
  }
  throw new Error(`PostgreSQL on ${dataDir} runs but does not answer.`)
}

export const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
    socket.setTimeout(1_000, () => {
      socket.destroy()
      resolve(false)
    })
  })

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
