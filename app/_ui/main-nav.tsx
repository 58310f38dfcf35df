/** The ways through the site, in the order of a first visit. */
const places = [
  { href: '/learn', text: 'Learn' },
  { href: '/lab', text: 'Lab' },
  { href: '/compare', text: 'Compare' },
  { href: '/inspect', text: 'Inspect' },
  { href: '/about', text: 'About' },
]

export function MainNav() {
  return (
    <nav aria-label="Main" className="max-sm:order-last max-sm:w-full sm:me-auto">
      <ul className="flex flex-wrap gap-x-1 max-sm:-mx-2 max-sm:justify-between sm:gap-x-2">
        {places.map(({ href, text }) => (
          <li key={href}>
            <a href={href} className="inline-flex min-h-9 items-center px-2 text-sm text-text">
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
