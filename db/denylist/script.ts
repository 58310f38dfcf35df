import { createHash } from 'node:crypto'
import type { Denial } from '../../lib/auth/ports.ts'
import { Unavailable } from './commands.ts'

/** Raised with every change of the script: instances of two versions must not distrust each other in turn (see `trust.ts`). */
export const SCRIPT_VERSION = 1
/** Entries of the log that are kept for replicas; one that is further behind loads a snapshot again. */
const LOG_KEPT = 100_000
/** Entries that a message carries at most; replicas fetch what it does not. */
const PUSHED = 100

export interface Keys {
  readonly epoch: string
  readonly candidate: string
  readonly tail: string
  readonly log: string
  readonly replicas: string
  readonly channel: string
  entry(key: string): string
}

/** One hash slot for all (`{…}`), so that a script may touch them together on a Redis cluster. */
export function keysFor(prefix: string): Keys {
  const at = (name: string) => `{${prefix}}:${name}`
  return {
    epoch: at('epoch'),
    candidate: at('candidate'),
    tail: at('tail'),
    log: at('log'),
    replicas: at('replicas'),
    channel: at('wake'),
    entry: at,
  }
}

/**
 * Everything that is asked of Redis, as one script with the epoch inside it. Redis keeps scripts in memory only: after a restart,
 * with whatever data, this one is unknown, and nobody but a rebuild loads it. So an answer of this script says: the same Redis,
 * not restarted, not wiped since the rebuild of this epoch.
 */
export const scriptFor = (epoch: string): string => `
local epoch = '${epoch}'
local op = ARGV[1]
local EPOCH, CANDIDATE, TAIL, LOG, REPLICAS = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
if op == 'find' then
  if redis.call('GET', EPOCH) ~= epoch then return {'distrust'} end
  for i = 2, #KEYS do
    if redis.call('EXISTS', KEYS[i]) == 1 then return {'ok', i - 1} end
  end
  return {'ok', 0}
end
local now = tonumber(redis.call('TIME')[1])

-- Entries are KEYS from 6 on, their ends ARGV from \`first\` on. Lengthens, never shortens.
local function store(first)
  local stored = {}
  for i = 6, #KEYS do
    local ends = tonumber(ARGV[first + i - 6])
    if ends > now then
      stored[#stored + 1] = i
      if redis.call('EXPIRETIME', KEYS[i]) < ends then redis.call('SET', KEYS[i], '1', 'EXAT', ends) end
    end
  end
  return stored
end

if op == 'memory' then
  local info = redis.pcall('INFO', 'memory')
  return {'ok', type(info) == 'string' and info or ''}
end
if op == 'begin' then
  if not redis.call('SET', CANDIDATE, epoch, 'NX', 'PX', ARGV[2]) then return {'busy'} end
  redis.call('DEL', EPOCH)
  return {'ok'}
end
if op == 'fill' or op == 'publish' then
  if redis.call('GET', CANDIDATE) ~= epoch then return {'lost'} end
  if op == 'fill' then
    redis.call('PEXPIRE', CANDIDATE, ARGV[2])
    store(3)
  else
    redis.call('DEL', CANDIDATE, TAIL, LOG, REPLICAS)
    redis.call('SET', EPOCH, epoch)
  end
  return {'ok'}
end
if redis.call('GET', EPOCH) ~= epoch then return {'distrust'} end
if op == 'deny' then
  local stored = store(3)
  local lines = {epoch .. ' ' .. now}
  local tail = tonumber(redis.call('GET', TAIL) or '0')
  for _, i in ipairs(stored) do
    tail = tail + 1
    local ends = ARGV[3 + i - 6]
    redis.call('XADD', LOG, 'MAXLEN', '~', ${LOG_KEPT}, tail .. '-0', 'k', KEYS[i], 'u', ends)
    if #stored <= ${PUSHED} then lines[#lines + 1] = tail .. ' ' .. ends .. ' ' .. KEYS[i] end
  end
  redis.call('SET', TAIL, tail)
  if #stored > 0 then redis.call('PUBLISH', ARGV[2], table.concat(lines, '\\n')) end
  return {'ok', tail, redis.call('HGETALL', REPLICAS)}
end
if op == 'seen' then
  local missing = 0
  for i = 6, #KEYS do
    if tonumber(ARGV[2 + i - 6]) > now and redis.call('EXISTS', KEYS[i]) == 0 then missing = missing + 1 end
  end
  return {'ok', missing, redis.call('HGETALL', REPLICAS)}
end
if op == 'tail' then return {'ok', tonumber(redis.call('GET', TAIL) or '0'), now} end
if op == 'beat' then
  redis.call('HSET', REPLICAS, ARGV[2], ARGV[3] .. ':' .. ARGV[4])
  local tail = tonumber(redis.call('GET', TAIL) or '0')
  local entries = {}
  if tail > tonumber(ARGV[3]) then
    entries = redis.call('XRANGE', LOG, '(' .. ARGV[3] .. '-0', '+', 'COUNT', ARGV[5])
  end
  return {'ok', tail, now, entries}
end
if op == 'forget' then
  if redis.call('HGET', REPLICAS, ARGV[2]) == ARGV[3] then redis.call('HDEL', REPLICAS, ARGV[2]) end
  return {'ok'}
end
return redis.error_reply('unknown operation')
`

export const shaOf = (script: string): string => createHash('sha1').update(script).digest('hex')

/** The answer without its "ok". `distrust`, `busy` and `lost` are answers too; everything else is none. Throws Unavailable. */
export function decode(reply: unknown): { said: 'ok' | 'distrust' | 'busy' | 'lost'; rest: unknown[] } {
  const [said, ...rest] = Array.isArray(reply) ? reply : []
  if (said === 'ok' || said === 'distrust' || said === 'busy' || said === 'lost') return { said, rest }
  throw new Unavailable('Redis answered something else')
}

/** Integers come as numbers, or as their text over REST. */
export function integer(value: unknown): number {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  throw new Unavailable('Redis answered something else')
}

/** Replicas by id, each with what it last said: "cursor:beats". */
export function registry(value: unknown): Map<string, string> {
  if (!Array.isArray(value) || value.length % 2 !== 0) throw new Unavailable('Redis answered something else')
  return new Map(value.flatMap((id, at) => (at % 2 === 0 ? [[String(id), String(value[at + 1])] as const] : [])))
}

export interface LogEntry extends Denial {
  readonly seq: number
}

/** Entries of the log as XRANGE gives them; `strip` turns a Redis key into a denial's. */
export function logEntries(value: unknown, strip: (key: string) => string): LogEntry[] {
  if (!Array.isArray(value)) throw new Unavailable('Redis answered something else')
  return value.map((one) => {
    const [id, fields] = one as [string, string[]]
    return { seq: integer(String(id).split('-')[0]), key: strip(String(fields[1])), until: integer(fields[3]) }
  })
}

/** What a message of the channel says; null: it is of another epoch, or of nobody. */
export function readMessage(
  text: string,
  epoch: string,
  strip: (key: string) => string,
): { now: number; entries: LogEntry[] } | null {
  const [head = '', ...lines] = text.split('\n')
  const [from, now] = head.split(' ')
  if (from !== epoch) return null
  const entries = lines.map((line) => {
    const [seq, until, key = ''] = line.split(' ')
    return { seq: integer(seq), until: integer(until), key: strip(key) }
  })
  return { now: integer(now), entries }
}
