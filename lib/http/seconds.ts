import { z } from 'zod'

/** A Date of ECMAScript ends there: 8.64e15 milliseconds. */
const LAST_MOMENT = 8.64e12
export const seconds = z.number().min(0).max(LAST_MOMENT).describe('NumericDate: seconds since the epoch')
