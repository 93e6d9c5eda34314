import { randomUUID } from 'node:crypto'
import type { Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { sessionActor, type Device } from './sessions.ts'

type Refusal = { reason: string; guesses: number }

/**
 * Somebody was not let in. Who they said to be is named only where that person exists: what was typed into the field may
 * be a password. An unknown person costs the same row, so that the time of the answer tells nothing.
 */
export const noteRefused = (db: Database, user_id: string | null, device: Device, refusal: Refusal) =>
  track(db, stranger(device), 'sign_in.refused', user_id ?? randomUUID(), { after: refusal })

const stranger = (device: Device) => ({ ...sessionActor('', device), kind: 'anonymous' as const, id: null })
