import type { PrivacyRequest } from '#domain/privacy-requests.ts'
import { conflict } from '#server/platform/errors.ts'

const since: Record<Exclude<PrivacyRequest['state'], 'open'>, string> = {
  running: 'It was granted already and is being erased.',
  done: 'It was answered already: done.',
  refused: 'It was answered already: refused.',
  withdrawn: 'Its person took it back.',
}

/** 409 where it was answered or taken back since somebody looked. */
export function assertOpen({ state }: PrivacyRequest): void {
  if (state !== 'open') throw conflict('not_open', since[state])
}
