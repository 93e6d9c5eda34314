import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** Opens a page of ours by its whole address. */
export function useFollow(): (href: string) => void {
  const router = useRouter()
  return (href) => router.history.push(href)
}

type Props = { href: string; className: string; children: ReactNode }
/** A link to an address with its words; what the browser does with modifiers stays its own. */
export function Follow({ href, ...rest }: Props) {
  const follow = useFollow()
  return (
    <a
      href={href}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        follow(href)
      }}
      {...rest}
    />
  )
}
