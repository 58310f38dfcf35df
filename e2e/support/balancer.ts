import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Balancer {
  readonly origin: string
  stop(): Promise<void>
}

/** nginx in front of some ports of this machine, each request to the next one: no sticky sessions. Streams pass unbuffered. */
export async function startBalancer(port: number, ports: readonly number[]): Promise<Balancer> {
  const folder = mkdtempSync(join(tmpdir(), 'balancer-'))
  const upstream = ports.map((one) => `server localhost:${one} max_fails=1 fail_timeout=1s;`).join(' ')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`)
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 1024; }
     http {
       access_log off; ${temporary.join(' ')}
       upstream product { ${upstream} }
       server {
         listen 127.0.0.1:${port}; listen [::1]:${port};
         location / {
           proxy_pass http://product; proxy_buffering off; proxy_http_version 1.1;
           proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr;
           proxy_next_upstream error timeout; proxy_connect_timeout 1s; proxy_read_timeout 1h;
         }
       }
     }`,
  )
  const child = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', join(folder, 'error.log')], { stdio: 'ignore' })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const origin = `http://localhost:${port}`
  const deadline = Date.now() + 10_000
  for (;;) {
    if ((await fetch(`${origin}/healthz`).catch(() => null))?.ok) break
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('nginx did not start: is it installed?')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    origin,
    async stop() {
      process.off('exit', kill)
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
