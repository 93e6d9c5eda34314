import { useEffect, useState, useSyncExternalStore } from 'react'

/** This moment, looked at once a minute. */
export function useNow(): number {
  const [now_ms, setNow] = useState(Date.now())
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 60_000)
    return () => clearInterval(ticking)
  }, [])
  return now_ms
}

const narrow = window.matchMedia('(width < 48rem)')
/** Turns with the phone: a week does not fit beside itself there. */
export const usePhone = () =>
  useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener)
      return () => narrow.removeEventListener('change', listener)
    },
    () => narrow.matches,
  )
