import type { FormEvent, ReactNode } from 'react'

type Props = { title: string; onSubmit: (event: FormEvent<HTMLFormElement>) => Promise<void>; children: ReactNode }

/** The one form of a page before the frame: signing in, asking for a password, choosing one. */
export const Gate = ({ title, onSubmit, children }: Props) => (
  <main className="flex min-h-dvh items-center justify-center p-4">
    <form
      onSubmit={(event) => void onSubmit(event)}
      className="flex w-80 max-w-full flex-col gap-4 rounded-dialog border border-border bg-surface p-6"
    >
      <h1 className="text-page font-semibold">{title}</h1>
      {children}
    </form>
  </main>
)
