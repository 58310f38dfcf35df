/** Hands the browser a file that was made on this page. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun by then; a second is more than any browser takes.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
