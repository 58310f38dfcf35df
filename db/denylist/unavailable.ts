import { Unavailable } from './commands.ts'

/** Unavailable, with all that may be told of what was thrown: a code or a name. Its text may hold keys and addresses and stays here. */
export function unavailable(sentence: string, thrown: unknown): Unavailable {
  const { name, code, cause } = (thrown ?? {}) as { name?: unknown; code?: unknown; cause?: { code?: unknown } }
  // Numbers are the old codes of DOMException, which say less than its name.
  const told = [code, cause?.code, name].find((one) => typeof one === 'string')
  return new Unavailable(sentence, { cause: { code: told } })
}
