import { SourceData } from '../_lab/source/source-data.tsx'
import { SourcePane } from '../_lab/source/source-pane.tsx'
export default function P() {
  return <SourceData regions={['verify', 'denylist-check', 'logout', 'deny-session']}><div className="grid gap-8 mx-auto max-w-sheet"><SourcePane counts={{ verify: 37, logout: 1 }} /><SourcePane selected="deny-session" counts={{ 'deny-session': 1 }} /><SourcePane selected="rotate" /></div></SourceData>
}
