/**
 * What the bridge remembers, in files only their owner can read: how far it has read, what it has handed on of the days
 * still open, and batches that wait to be sent. Each file is written whole or not at all, a batch before the memory that
 * says it was written: after a crash something may be sent twice, which Daybook knows by its id, and nothing is lost.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { DeviceRules } from '#domain/device-rules.ts'
import type { TimeEntryInput } from '#domain/time.ts'

/** `handed_on`: by external id, the end and the seconds that were handed on; null for what stays here. */
export type Memory = {
  open_from: string
  handed_on: Record<string, [end_time: string, seconds: number] | null>
  rules: DeviceRules | null
}
export type Batch = { name: string; entries: TimeEntryInput[] }
export type Outbox = ReturnType<typeof openOutbox>

export function openOutbox(folder: string) {
  const waiting = path.join(folder, 'waiting')
  mkdirSync(waiting, { recursive: true, mode: 0o700 })
  // what was being written when the program was killed: its entries are read again
  for (const name of readdirSync(waiting)) if (name.endsWith('.draft')) rmSync(path.join(waiting, name))
  const memoryFile = path.join(folder, 'memory.json')
  const names = () =>
    readdirSync(waiting)
      .filter((name) => /^\d{13}\.json$/.test(name))
      .sort()

  return {
    memory: () => readJson(memoryFile) as Memory | null,
    remember: (memory: Memory) => writeWhole(memoryFile, memory),
    add(entries: TimeEntryInput[]): void {
      // the clock may have been set back, and a name that was set aside must not come again
      const last = Number((names().at(-1) ?? '0').replace('.json', ''))
      writeWhole(path.join(waiting, `${Math.max(Date.now(), last + 1)}.json`), entries)
    },
    /** Oldest first. */
    batches: (): Batch[] =>
      names().map((name) => ({ name, entries: readJson(path.join(waiting, name)) as TimeEntryInput[] })),
    done: ({ name }: Batch) => rmSync(path.join(waiting, name)),
    /** Kept beside, for a person to look at: Daybook would not have it, and sending it again would not help. */
    setAside: (batch: Batch, reasons: unknown) =>
      writeWhole(path.join(folder, `refused-${batch.name}`), { reasons, entries: batch.entries }),
  }
}

/** Null where there is no such file. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

function writeWhole(file: string, value: unknown): void {
  const draft = `${file}.draft`
  const handle = openSync(draft, 'w', 0o600)
  writeFileSync(handle, JSON.stringify(value))
  fsyncSync(handle)
  closeSync(handle)
  renameSync(draft, file)
}
