import { Me, Refresh, SignIn, Tokens } from '#domain/people.ts'
import { operation } from './operation.ts'

export const auth = {
  login: operation({
    method: 'POST',
    path: '/auth/login',
    permission: 'public',
    summary: 'Sign in with e-mail and password',
    body: SignIn,
    answers: { 200: Tokens },
    problems: [401],
  }),
  refresh: operation({
    method: 'POST',
    path: '/auth/refresh',
    permission: 'public',
    summary: 'Exchange a refresh token for a new pair; each token works once',
    body: Refresh,
    answers: { 200: Tokens },
    problems: [401],
  }),
  logout: operation({
    method: 'POST',
    path: '/auth/logout',
    permission: 'public',
    summary: 'End the session the refresh token belongs to',
    body: Refresh,
    answers: { 204: null },
  }),
  me: operation({
    method: 'GET',
    path: '/me',
    permission: 'signed-in',
    summary: 'Who I am and what I may do',
    answers: { 200: Me },
  }),
}
