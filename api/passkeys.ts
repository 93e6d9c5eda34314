import {
  CreationOptions,
  NewPasskey,
  Passkey,
  PasskeyChange,
  PasskeyList,
  PasskeyProof,
  RequestOptions,
} from '#domain/passkeys.ts'
import { Tokens } from '#domain/sessions.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const passkeys = {
  startSignIn: operation({
    method: 'POST',
    path: '/auth/passkey/start',
    permission: 'public',
    summary: 'Get a challenge that any passkey of this Daybook may answer, once, within 5 minutes',
    answers: { 200: RequestOptions },
    problems: [429],
  }),
  signIn: operation({
    method: 'POST',
    path: '/auth/passkey',
    permission: 'public',
    summary: 'Sign in with a passkey, without an e-mail; it counts as both factors',
    body: PasskeyProof,
    answers: { 200: Tokens },
    problems: [401, 429],
  }),
  list: operation({
    method: 'GET',
    path: '/me/passkeys',
    permission: 'person',
    summary: 'My passkeys, the oldest first',
    answers: { 200: PasskeyList },
  }),
  startAdding: operation({
    method: 'POST',
    path: '/me/passkeys/start',
    permission: 'person',
    confirmed: true,
    summary: 'Get what a browser needs to make a passkey, good for 5 minutes',
    answers: { 200: CreationOptions },
    problems: [409],
  }),
  add: operation({
    method: 'POST',
    path: '/me/passkeys',
    permission: 'person',
    confirmed: true,
    summary: 'Keep the passkey the browser has made',
    body: NewPasskey,
    answers: { 201: Passkey },
    problems: [409],
  }),
  rename: operation({
    method: 'PATCH',
    path: '/me/passkeys/{id}',
    permission: 'person',
    summary: 'Rename one of my passkeys',
    params: ById,
    body: PasskeyChange,
    answers: { 200: Passkey },
    problems: [404, 412],
  }),
  remove: operation({
    method: 'POST',
    path: '/me/passkeys/{id}/remove',
    permission: 'person',
    confirmed: true,
    summary: 'Remove one of my passkeys: nobody signs in with it any more',
    params: ById,
    answers: { 204: null },
    problems: [404],
  }),
}
