/** A stop the server has not heard of: it stays on this device, through a reload too, until it is sent or taken back. */
import { useSyncExternalStore } from 'react'

/** `pressed_at`: by the clock of this device. `refused`: the server was reached, and something has to be said first. */
export type KeptStop = { timer_id: string; pressed_at: string; billable?: boolean; refused?: boolean }

// whoever signs in here next has a timer of their own
const keyOf = (user_id: string) => `timer-stop ${user_id}`
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}

export function keepStop(user_id: string, stop: KeptStop): void {
  localStorage.setItem(keyOf(user_id), JSON.stringify(stop))
  tell()
}
export function forgetStop(user_id: string): void {
  localStorage.removeItem(keyOf(user_id))
  tell()
}
/** Of this timer; null where nobody stopped it here, or the server knows. */
export const keptStop = (user_id: string, timer_id: string): KeptStop | null =>
  read(localStorage.getItem(keyOf(user_id)), timer_id)

function read(text: string | null, timer_id: string | undefined): KeptStop | null {
  const stop = text === null ? null : (JSON.parse(text) as KeptStop)
  return stop?.timer_id === timer_id ? stop : null
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  // another tab has sent it
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

export function useKeptStop(user_id: string, timer_id: string | undefined): KeptStop | null {
  // the text, because what is read twice has to be the same
  const text = useSyncExternalStore(listen, () => localStorage.getItem(keyOf(user_id)))
  return read(text, timer_id)
}
