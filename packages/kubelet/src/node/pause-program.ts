/**
 * The program of the pause image: a static ELF of under 300 bytes that ignores SIGCHLD (so orphans of a shared PID namespace
 * are reaped by the kernel) and then waits for ever.
 * In: an architecture as Node names it. Out: the executable's bytes. Why not busybox: nothing has to be installed, and a pod costs 4 KB.
 * Always: position of code and data is computed, nothing is linked. Elsewhere: the image around it (./image-archive.ts).
 */

const headerBytes = 64 + 56
const base = 0x400000

/** rt_sigaction(SIGCHLD, &ignore, NULL, 8); for (;;) pause(); */
function x64(): Buffer {
  const code = Buffer.from([
    ...[0xb8, 0x0d, 0x00, 0x00, 0x00], // mov eax, 13 (rt_sigaction)
    ...[0xbf, 0x11, 0x00, 0x00, 0x00], // mov edi, 17 (SIGCHLD)
    ...[0x48, 0x8d, 0x35, 0x00, 0x00, 0x00, 0x00], // lea rsi, [rip + to the data]
    ...[0x31, 0xd2], // xor edx, edx
    ...[0x41, 0xba, 0x08, 0x00, 0x00, 0x00], // mov r10d, 8
    ...[0x0f, 0x05], // syscall
    ...[0xb8, 0x22, 0x00, 0x00, 0x00], // mov eax, 34 (pause)
    ...[0x0f, 0x05], // syscall
    ...[0xeb, 0xf7], // jmp back to mov eax, 34
  ])
  const padded = Buffer.concat([code, Buffer.alloc((8 - (code.length % 8)) % 8)])
  padded.writeInt32LE(padded.length - 17, 13)
  return padded
}

/** The same with ppoll(NULL, 0, NULL, NULL) in place of pause, which arm64 does not have. */
function arm64(): Buffer {
  const words = [
    0xd28010c8, // mov x8, 134 (rt_sigaction)
    0xd2800220, // mov x0, 17 (SIGCHLD)
    0x10000181, // adr x1, data (48 bytes on)
    0xd2800002, // mov x2, 0
    0xd2800103, // mov x3, 8
    0xd4000001, // svc 0
    0xd2800000, // mov x0, 0
    0xd2800001, // mov x1, 0
    0xd2800002, // mov x2, 0
    0xd2800003, // mov x3, 0
    0xd2800928, // mov x8, 73 (ppoll)
    0xd4000001, // svc 0
    0x17fffffa, // b back to mov x0, 0
    0, // padding
  ]
  const code = Buffer.alloc(words.length * 4)
  for (const [i, word] of words.entries()) code.writeUInt32LE(word, i * 4)
  return code
}

/** @throws RangeError for an architecture we have no code for. */
export function pauseProgram(architecture: string): Buffer {
  const targets: Readonly<Record<string, { machine: number; code: () => Buffer }>> = {
    x64: { machine: 62, code: x64 },
    arm64: { machine: 183, code: arm64 },
  }
  const target = targets[architecture]
  if (!target) throw new RangeError(`no pause program for ${architecture}`)
  const ignore = Buffer.alloc(32)
  ignore.writeBigUInt64LE(1n, 0) // sa_handler = SIG_IGN; flags, restorer and mask stay zero
  const body = Buffer.concat([target.code(), ignore])
  const size = headerBytes + body.length
  const head = Buffer.alloc(headerBytes)
  head.write('\x7fELF', 0, 'latin1')
  head.set([2, 1, 1], 4) // 64 bit, little endian, version 1
  head.writeUInt16LE(2, 16) // executable
  head.writeUInt16LE(target.machine, 18)
  head.writeUInt32LE(1, 20)
  head.writeBigUInt64LE(BigInt(base + headerBytes), 24) // entry
  head.writeBigUInt64LE(64n, 32) // program headers follow at once
  head.writeUInt16LE(64, 52)
  head.writeUInt16LE(56, 54)
  head.writeUInt16LE(1, 56)
  head.writeUInt16LE(64, 58)
  head.writeUInt32LE(1, 64) // PT_LOAD
  head.writeUInt32LE(5, 68) // read, execute
  head.writeBigUInt64LE(BigInt(base), 80)
  head.writeBigUInt64LE(BigInt(base), 88)
  head.writeBigUInt64LE(BigInt(size), 96)
  head.writeBigUInt64LE(BigInt(size), 104)
  head.writeBigUInt64LE(0x1000n, 112)
  return Buffer.concat([head, body])
}
