import { Checklist, Welcome, WelcomeStep } from '#domain/welcome.ts'
import { operation } from './operation.ts'

export const welcome = {
  read: operation({
    method: 'GET',
    path: '/welcome',
    permission: 'settings:write',
    summary: 'An admin’s first steps, and whether time of the agent has arrived',
    answers: { 200: Welcome },
  }),
  settle: operation({
    method: 'POST',
    path: '/welcome/steps',
    permission: 'settings:write',
    summary: 'Finish or skip one of the first steps, or all that are open',
    body: WelcomeStep,
    answers: { 200: Welcome },
  }),
  checklist: operation({
    method: 'GET',
    path: '/me/checklist',
    permission: 'person',
    summary: 'First things to do for a person of this role, ticked by what is there',
    answers: { 200: Checklist },
  }),
}
