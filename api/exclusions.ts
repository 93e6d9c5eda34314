import { Dropped } from '#domain/capture.ts'
import { DeviceRules } from '#domain/device-rules.ts'
import { Exclusions, ExclusionsInput, LeftOut, LeftOutQuery, PrivateModeInput } from '#domain/exclusions.ts'
import { operation } from './operation.ts'

export const exclusions = {
  get: operation({
    method: 'GET',
    path: '/me/exclusions',
    permission: 'person',
    summary: 'What I keep out of Daybook: apps, sites and hours, and whether I am private now',
    answers: { 200: Exclusions },
  }),
  put: operation({
    method: 'PUT',
    path: '/me/exclusions',
    permission: 'person',
    summary: 'Say what is to be kept out from now on; it goes before anything is stored',
    body: ExclusionsInput,
    needs_version: true,
    answers: { 200: Exclusions },
    problems: [412, 422],
  }),
  startPrivateMode: operation({
    method: 'POST',
    path: '/me/private-mode',
    permission: 'person',
    summary: 'Be private from now on, until a time or until I end it: nothing of that time is recorded',
    body: PrivateModeInput,
    answers: { 200: Exclusions },
    problems: [422],
  }),
  endPrivateMode: operation({
    method: 'POST',
    path: '/me/private-mode/end',
    permission: 'person',
    summary: 'Be recorded again from now on; what was private stays so',
    answers: { 200: Exclusions },
    problems: [409],
  }),
  forDevice: operation({
    method: 'GET',
    path: '/me/device-rules',
    permission: 'time:ingest',
    summary: 'For the key of a person’s machine: whose it is, and what to leave out before anything is sent',
    answers: { 200: DeviceRules },
    problems: [404],
  }),
  leftOut: operation({
    method: 'GET',
    path: '/me/left-out',
    permission: 'person',
    summary: 'How much of my time was left out, by day and reason: all that is known of it',
    query: LeftOutQuery,
    answers: { 200: LeftOut },
    problems: [422],
  }),
  dropped: operation({
    method: 'GET',
    path: '/me/dropped',
    permission: 'person',
    summary: 'How many entries of mine came with something that is not kept, by day and part: all that is known of it',
    query: LeftOutQuery,
    answers: { 200: Dropped },
    problems: [422],
  }),
}
