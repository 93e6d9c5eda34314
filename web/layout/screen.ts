/** As wide as the styles call `md`: below it nothing stands beside anything else, and records open as pages. */
export const isPhone = () => window.matchMedia('(width < 48rem)').matches

export const isTouched = () => window.matchMedia('(pointer: coarse)').matches
