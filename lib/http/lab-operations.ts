import { refreshRefusals } from '../auth/index.ts'
import { labRequests as requests, labResponses as responses } from './lab-schemas.ts'
import type { Operation } from './operation.ts'

const lab = ['labs_off', 'store_unavailable'] as const
/** Of a run: whoever knows its id may present credentials to it, as a thief would. */
const credential = [...lab, 'run_not_found', 'too_many_requests'] as const
const write = [...credential, 'cross_origin', 'invalid_request', 'body_too_large', 'unsupported_media_type'] as const

/** The sandbox. Every address answers 404 `labs_off` where LABS=off. Its tokens are refused everywhere else, and the reverse. */
export const labOperations = {
  labStart: {
    method: 'POST',
    path: '/api/lab/runs',
    summary: 'Begin a run: a guest, its sessions, and an attacker who has a copy',
    auth: 'lab',
    body: requests.start,
    success: { status: 201, schema: responses.started },
    problems: [...write, 'too_many_runs', 'lab_full'],
  },
  labRuns: {
    method: 'GET',
    path: '/api/lab/runs',
    summary: 'The runs of this guest, newest first, and what they have proved',
    auth: 'lab',
    success: { status: 200, schema: responses.runs },
    problems: [...lab],
  },
  labRun: {
    method: 'GET',
    path: '/api/lab/runs/{id}',
    summary: 'One run of this guest with all its events',
    auth: 'lab',
    success: { status: 200, schema: responses.run },
    problems: [...lab, 'run_not_found'],
  },
  labEvents: {
    method: 'GET',
    path: '/api/lab/runs/{id}/events',
    summary: 'The events of a run as they happen (text/event-stream), resumable by Last-Event-ID',
    auth: 'lab',
    success: { status: 200, schema: null },
    problems: [...lab, 'run_not_found', 'too_many_streams'],
  },
  labMe: {
    method: 'GET',
    path: '/api/lab/runs/{id}/me',
    summary: 'The protected resource of the lab; cookie or bearer',
    auth: 'lab',
    success: { status: 200, schema: responses.me },
    problems: [...credential, 'invalid_token'],
  },
  labRefresh: {
    method: 'POST',
    path: '/api/lab/runs/{id}/refresh',
    summary: 'Rotate the refresh token of the lab',
    auth: 'lab',
    body: requests.nothing,
    success: { status: 200, schema: responses.refreshed },
    problems: [...write, ...refreshRefusals],
  },
  labLogout: {
    method: 'POST',
    path: '/api/lab/runs/{id}/logout',
    summary: 'End this session of the run, the others, or all; or change the password',
    auth: 'lab',
    body: requests.logout,
    success: { status: 200, schema: responses.loggedOut },
    problems: [...write, 'invalid_token', 'session_revoked', 'reauthentication_required'],
  },
  labReplay: {
    method: 'POST',
    path: '/api/lab/runs/{id}/replay',
    summary: 'The attacker tries once more, now',
    auth: 'lab',
    body: requests.nothing,
    success: { status: 200, schema: responses.replayed },
    problems: [...write],
  },
  labStop: {
    method: 'POST',
    path: '/api/lab/runs/{id}/stop',
    summary: 'The attacker gives up',
    auth: 'lab',
    body: requests.nothing,
    success: { status: 200, schema: requests.nothing },
    problems: [...write],
  },
  labTokens: {
    method: 'GET',
    path: '/api/lab/runs/{id}/tokens',
    summary: 'The raw tokens of a run and the Set-Cookie lines that carried them; powerless elsewhere',
    auth: 'lab',
    success: { status: 200, schema: responses.tokens },
    problems: [...lab, 'run_not_found'],
  },
  labSave: {
    method: 'POST',
    path: '/api/lab/runs/{id}/save',
    summary: 'Freeze a run under an address that can be shared',
    auth: 'lab',
    body: requests.nothing,
    success: { status: 201, schema: responses.saved },
    problems: [...write],
  },
  labResult: {
    method: 'GET',
    path: '/api/lab/results/{id}',
    summary: 'A frozen run: no token, no user, no address',
    auth: 'lab',
    success: { status: 200, schema: responses.result },
    problems: [...lab, 'result_not_found'],
  },
} as const satisfies Record<string, Operation>
