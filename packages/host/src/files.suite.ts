/** What every implementation of Files must do: one suite for the real ones and those in memory. */
import { describe, expect, test } from 'vitest'
import type { Files } from './files.ts'
import { hasCode } from './files.ts'

/** @param make files and an empty directory in them, and a way to wait until a condition holds */
export function filesContract(
  name: string,
  make: () => Promise<{ files: Files; root: string; until: (condition: () => boolean) => Promise<void> }>,
): void {
  describe(`files: ${name}`, () => {
    test('writes, appends, reads, lists sorted, removes trees', async () => {
      const { files, root } = await make()
      await files.mkdir(`${root}/b/c`)
      await files.write(`${root}/b/c/one`, 'eins')
      await files.append(`${root}/b/c/one`, ' und')
      await files.append(`${root}/b/a`, new Uint8Array([1, 2]))
      expect(await files.readText(`${root}/b/c/one`)).toBe('eins und')
      expect([...(await files.read(`${root}/b/a`))]).toEqual([1, 2])
      expect(await files.list(`${root}/b`)).toEqual(['a', 'c'])
      expect(await files.stat(`${root}/b/a`)).toMatchObject({ kind: 'file', sizeBytes: 2 })
      expect(await files.stat(`${root}/b`)).toMatchObject({ kind: 'directory' })
      await files.remove(`${root}/b`)
      await files.remove(`${root}/b`)
      expect(await files.stat(`${root}/b`)).toBeUndefined()
      expect(await files.stat(`${root}/b/c`)).toBeUndefined()
    })

    test('writeAtomic replaces content and mode, and leaves nothing beside', async () => {
      const { files, root } = await make()
      await files.writeAtomic(`${root}/f`, 'old')
      const before = await files.stat(`${root}/f`)
      await files.writeAtomic(`${root}/f`, 'new', { mode: 0o600 })
      expect(await files.readText(`${root}/f`)).toBe('new')
      const after = await files.stat(`${root}/f`)
      expect(after?.mode).toBe(0o600)
      expect(after?.inode).not.toBe(before?.inode)
      expect(await files.list(root)).toEqual(['f'])
    })

    test('symlinks are followed by read and stat, not by lstat, rename or remove', async () => {
      const { files, root } = await make()
      await files.mkdir(`${root}/v1`)
      await files.write(`${root}/v1/key`, 'value')
      await files.symlink('v1', `${root}/data`)
      await files.symlink('data/key', `${root}/key`)
      expect(await files.readText(`${root}/key`)).toBe('value')
      expect(await files.readlink(`${root}/data`)).toBe('v1')
      expect(await files.lstat(`${root}/data`)).toMatchObject({ kind: 'symlink' })
      expect(await files.realpath(`${root}/key`)).toBe(await files.realpath(`${root}/v1/key`))
      await files.symlink('nowhere', `${root}/new`)
      await files.rename(`${root}/new`, `${root}/data`)
      expect(await files.stat(`${root}/data`)).toBeUndefined()
      await files.remove(`${root}/data`)
      expect(await files.readText(`${root}/v1/key`)).toBe('value')
    })

    test.each([
      ['reading nothing', 'ENOENT', (files: Files, root: string) => files.read(`${root}/none`)],
      ['listing nothing', 'ENOENT', (files: Files, root: string) => files.list(`${root}/none`)],
      ['listing a file', 'ENOTDIR', (files: Files, root: string) => files.list(`${root}/file`)],
      ['reading a directory', 'EISDIR', (files: Files, root: string) => files.read(`${root}/dir`)],
      ['writing below nothing', 'ENOENT', (files: Files, root: string) => files.write(`${root}/none/x`, '')],
      ['writing below a file', 'ENOTDIR', (files: Files, root: string) => files.write(`${root}/file/x`, '')],
      [
        'atomically replacing a directory',
        'EISDIR',
        (files: Files, root: string) => files.writeAtomic(`${root}/dir`, ''),
      ],
      ['a directory where a file is', 'EEXIST', (files: Files, root: string) => files.mkdir(`${root}/file`)],
      ['a link where something is', 'EEXIST', (files: Files, root: string) => files.symlink('x', `${root}/file`)],
      ['readlink of a file', 'EINVAL', (files: Files, root: string) => files.readlink(`${root}/file`)],
      ['renaming nothing', 'ENOENT', (files: Files, root: string) => files.rename(`${root}/none`, `${root}/x`)],
      [
        'renaming over a full directory',
        'ENOTEMPTY',
        (files: Files, root: string) => files.rename(`${root}/dir2`, `${root}/dir`),
      ],
      ['chmod of nothing', 'ENOENT', (files: Files, root: string) => files.chmod(`${root}/none`, 0o600)],
      ['a loop of links', 'ELOOP', (files: Files, root: string) => files.read(`${root}/loop`)],
    ])('%s fails with %s', async (_name, code, act) => {
      const { files, root } = await make()
      await files.mkdir(`${root}/dir`)
      await files.mkdir(`${root}/dir2`)
      await files.write(`${root}/dir/full`, '')
      await files.write(`${root}/file`, '')
      await files.symlink('loop', `${root}/loop`)
      const error = await act(files, root).then(
        () => undefined,
        (caught: unknown) => caught,
      )
      expect(hasCode(error, code), `${String(error)}`).toBe(true)
      expect((await files.list(root)).filter((entry) => entry.includes('tmp'))).toEqual([])
    })

    test('watch sees changes in a directory, a file replaced by rename, and nothing after close', async () => {
      const { files, root, until } = await make()
      await files.mkdir(`${root}/dir`)
      await files.writeAtomic(`${root}/file`, '0')
      let inDirectory = 0
      let onFile = 0
      const watches = [files.watch(`${root}/dir`, () => inDirectory++), files.watch(`${root}/file`, () => onFile++)]
      await files.write(`${root}/dir/x`, '')
      await until(() => inDirectory > 0)
      for (const content of ['1', '2', '3']) {
        const seen = onFile
        await files.writeAtomic(`${root}/file`, content)
        await until(() => onFile > seen)
      }
      for (const watch of watches) watch.close()
      const seen = inDirectory
      await files.write(`${root}/dir/y`, '')
      await files.list(root)
      expect(inDirectory).toBe(seen)
    })

    test('watch sees a path that appears later, and what is in it', async () => {
      const { files, root, until } = await make()
      let calls = 0
      const watch = files.watch(`${root}/later`, () => calls++)
      await files.mkdir(`${root}/later`)
      await until(() => calls > 0)
      const seen = calls
      await files.write(`${root}/later/x`, '')
      await until(() => calls > seen)
      watch.close()
    })
  })
}
