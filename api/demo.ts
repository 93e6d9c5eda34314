import { Demo, DemoRemoval } from '#domain/demo.ts'
import { operation } from './operation.ts'

export const demo = {
  state: operation({
    method: 'GET',
    path: '/demo',
    permission: 'settings:write',
    summary: 'Whether the demo company is here, and how far loading or removing it got',
    answers: { 200: Demo },
  }),
  removal: operation({
    method: 'GET',
    path: '/demo/removal',
    permission: 'settings:write',
    summary:
      'What removing the demo company would take out, and what would stay because something of one’s own hangs on it',
    answers: { 200: DemoRemoval },
  }),
  load: operation({
    method: 'POST',
    path: '/demo/load',
    permission: 'settings:write',
    summary: 'Load the demo company beside what is there; ask /demo how far it got',
    answers: { 204: null },
    problems: [403, 409],
  }),
  remove: operation({
    method: 'POST',
    path: '/demo/remove',
    permission: 'settings:write',
    summary: 'Take out what the demo company brought; ask /demo how far it got',
    answers: { 204: null },
    problems: [403, 409],
  }),
}
