/** Files in a folder of the data directory, under random names. The same four verbs will fit an object store. */
import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export type Storage = {
  /** Stores the bytes and gives the key and how many they were; on failure nothing is left behind. */
  put: (content: Readable) => Promise<{ key: string; bytes: number }>
  get: (key: string) => Readable
  delete: (key: string) => Promise<void>
}

export function folderStorage(folder: string): Storage {
  const locate = (key: string) => {
    if (!/^[0-9a-f-]{36}$/.test(key)) throw new Error('not a storage key')
    return path.join(folder, key)
  }
  return {
    put: async (content) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const key = randomUUID()
      const file = createWriteStream(locate(key), { mode: 0o600 })
      try {
        await pipeline(content, file)
      } catch (error) {
        await rm(locate(key), { force: true })
        throw error
      }
      return { key, bytes: file.bytesWritten }
    },
    get: (key) => createReadStream(locate(key)),
    delete: (key) => rm(locate(key), { force: true }),
  }
}
