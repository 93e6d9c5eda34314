import { TimeEntry } from '#domain/time.ts'
import { RunningTimer, TimerChange, TimerDiscard, TimerStart, TimerStop } from '#domain/timers.ts'
import { operation } from './operation.ts'

export const timers = {
  get: operation({
    method: 'GET',
    path: '/me/timer',
    permission: 'person',
    summary: 'My running timer, on whatever device it was started; null where none runs',
    answers: { 200: RunningTimer },
  }),
  start: operation({
    method: 'POST',
    path: '/me/timer/start',
    permission: 'time:write',
    summary: 'Start my timer, on a deal, a task, an account or nothing yet; one runs at a time',
    body: TimerStart,
    answers: { 200: RunningTimer },
    problems: [409],
  }),
  change: operation({
    method: 'POST',
    path: '/me/timer/change',
    permission: 'time:write',
    summary: 'Say what my running timer is for, or since when it should have run',
    body: TimerChange,
    answers: { 200: RunningTimer },
    problems: [409],
  }),
  stop: operation({
    method: 'POST',
    path: '/me/timer/stop',
    permission: 'time:write',
    summary:
      'Stop my timer: what it ran becomes a time entry; after 12 hours only with what to keep, and from the moment it was pressed where that could not be said at once',
    body: TimerStop,
    answers: { 200: TimeEntry },
    problems: [409],
  }),
  discard: operation({
    method: 'POST',
    path: '/me/timer/discard',
    permission: 'time:write',
    summary: 'Stop my timer and keep nothing',
    body: TimerDiscard,
    answers: { 200: RunningTimer },
    problems: [409],
  }),
}
