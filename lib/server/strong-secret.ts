/** Sixteen different bytes among 32 random ones: less has a chance below one in 10^12, a repeated placeholder has fewer. */
export function isStrong(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text && bytes.length >= 32 && new Set(bytes).size >= 16
}
