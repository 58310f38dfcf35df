import type { ButtonHTMLAttributes } from 'react'

export type ButtonKind = 'primary' | 'plain' | 'danger'

const kinds: Record<ButtonKind, string> = {
  primary: 'button button-primary',
  plain: 'button',
  danger: 'button button-danger',
}

/** For links that look like buttons. The classes are in controls.css. */
export function buttonClass(kind: ButtonKind = 'plain'): string {
  return kinds[kind]
}

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind
}

/** Submits its form, unless told otherwise. */
export function Button({ kind = 'plain', type = 'submit', className = '', ...rest }: Props) {
  return <button type={type} className={`${buttonClass(kind)} ${className}`} {...rest} />
}
