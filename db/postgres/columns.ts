import type { Column } from 'drizzle-orm'

/** Rows come to a statement as one JSON text: their columns by name and type, as `json_to_recordset` wants them. */
export const quoted = (column: Column) => `"${column.name}"`
export const namesOf = (columns: Record<string, Column>) => Object.keys(columns).map((name) => `given."${name}"`)
export const typesOf = (columns: Record<string, Column>) =>
  Object.entries(columns).map(([name, column]) => `"${name}" ${column.getSQLType()}`)
