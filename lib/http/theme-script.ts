/** Where the chosen theme is kept; absent: as the system. */
export const THEME_KEY = 'theme'

/** Runs in the head, before anything is painted: no flash of the other theme, and no control that only works with JavaScript. */
export const themeScript = `(root => {
  root.dataset.js = ''
  try {
    const theme = localStorage.getItem('${THEME_KEY}')
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
  } catch {}
})(document.documentElement)`
