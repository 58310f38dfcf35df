import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of its own, for a database that is to lose it. */
export interface Disk {
  readonly folder: string
  remove(): void
}

export interface FailingDisk extends Disk {
  /** As after an error of the device: nothing is written any more, also by who has files open. */
  fail(): void
  /** Mounted again, once nobody has a file open: `rw` as after a repair. */
  remount(mode: 'rw' | 'ro'): void
}

export const NO_MOUNTS = 'no mounts are allowed here'

const run = (command: string, ...words: string[]) => execFileSync(command, words, { stdio: 'pipe' })

/** In memory. Null: this machine allows no mounts. */
export function openSmallDisk(size: string): Disk | null {
  return mounted(mkdtempSync(join(tmpdir(), 'disk-')), (folder) => {
    run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)
  })
}

/** An ext4 in a file, which can be told that its device failed. Null: this machine allows no such mounts. */
export function openFailingDisk(): FailingDisk | null {
  const image = join(mkdtempSync(join(tmpdir(), 'device-')), 'image')
  const mount = (folder: string, mode: string) => run('mount', '-o', `loop,${mode}`, image, folder)
  writeFileSync(image, Buffer.alloc(16 * 1024 * 1024))
  const disk = mounted(mkdtempSync(join(tmpdir(), 'disk-')), (folder) => {
    run('mkfs.ext4', '-q', image)
    mount(folder, 'rw')
  })
  const forget = () => rmSync(join(image, '..'), { recursive: true })
  if (!disk) forget()
  return (
    disk && {
      folder: disk.folder,
      fail: () => run('mount', '-o', 'remount,abort', disk.folder),
      remount(mode) {
        run('umount', disk.folder)
        mount(disk.folder, mode)
      },
      remove() {
        disk.remove()
        forget()
      },
    }
  )
}

function mounted(folder: string, mount: (folder: string) => void): Disk | null {
  try {
    mount(folder)
  } catch {
    rmSync(folder, { recursive: true })
    return null
  }
  const remove = () => {
    run('umount', '-l', folder)
    rmSync(folder, { recursive: true })
  }
  return { folder, remove }
}

/** Nothing more fits on it. Returns how to make room again. */
export function fill({ folder }: Disk): () => void {
  const ballast = join(folder, 'ballast')
  const { bavail, bsize } = statfsSync(folder)
  writeFileSync(ballast, Buffer.alloc(bavail * bsize))
  return () => rmSync(ballast)
}
