import { useSyncExternalStore } from 'react'

const root = document.documentElement

/** The height of a row in pixels, as the style sheet has it: it follows density, screen and text size. */
export const useRowHeight = () => useSyncExternalStore(subscribe, read)

function read(): number {
  const style = getComputedStyle(root)
  return Number.parseFloat(style.getPropertyValue('--row')) * Number.parseFloat(style.fontSize)
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(root, { attributeFilter: ['data-density'] })
  window.addEventListener('resize', changed)
  return () => {
    observer.disconnect()
    window.removeEventListener('resize', changed)
  }
}
