import { Fragment } from 'react'

/** Ends before punctuation that belongs to the sentence and not to the address. */
const address = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/

/** A note as it was typed: line breaks stay, web addresses can be followed, and nothing in it is ever HTML. */
export const NoteText = ({ text }: { text: string }) => (
  <p className="break-words whitespace-pre-wrap">
    {text.split(address).map((part, place) =>
      place % 2 === 1 ? (
        <a key={place} href={part} target="_blank" rel="noreferrer noopener" className="text-accent-text underline">
          {part}
        </a>
      ) : (
        <Fragment key={place}>{part}</Fragment>
      ),
    )}
  </p>
)
