/**
 * Bootstrap signer: signs the kubeconfig in ConfigMap kube-public/cluster-info with every bootstrap token that may, so that whoever knows a token
 * can tell that it is genuine. Reads bootstrap tokens and the config map; writes the config map.
 */
import type { Secret } from '@elli/api/core/v1'
import { configmaps, secrets } from '@elli/api/core/v1.resources'
import type { ControllerDefinition } from '../controller.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { detachedSignature } from './node/jws.ts'
import { bootstrapTokenType, kubeconfigKey, signingTokens, timeLeftMs, withSignatures } from './tokens.ts'

const publicNamespace = 'kube-public'
const configMapName = 'cluster-info'
const secretNamespace = 'kube-system'

export const bootstrapSigner: ControllerDefinition = {
  name: 'bootstrap-signer-controller',
  aliases: ['bootstrapsigner'],
  serviceAccount: 'bootstrap-signer',
  onByDefault: false,
  reads: [],
  writes: { '': { configmaps: ['update'] } },
  async run(context, signal) {
    const { host, client, informers } = context
    const infos = informers.for(configmaps, {
      namespace: publicNamespace,
      fieldSelector: `metadata.name=${configMapName}`,
    })
    const tokens = informers.for(secrets, {
      namespace: secretNamespace,
      fieldSelector: `type=${bootstrapTokenType}`,
    })
    const key = `${publicNamespace}/${configMapName}`
    await runQueueLoop(
      context,
      {
        name: 'bootstrap_signer_queue',
        workers: 1,
        watch(queue) {
          const wake = (): void => queue.add(key)
          infos.on({ added: wake, updated: wake })
          const ofToken = (secret: Secret): void => {
            queue.add(key)
            // Its signature ends with it, even if nobody removes it then.
            const leftMs = timeLeftMs(secret, host.clock.now())
            if (leftMs > 0 && Number.isFinite(leftMs)) queue.addAfter(key, leftMs)
          }
          tokens.on({ added: ofToken, updated: (_, after) => ofToken(after), deleted: wake })
        },
        async reconcile(_, workSignal) {
          const info = infos.get(publicNamespace, configMapName)
          const content = info?.data?.[kubeconfigKey]
          if (info?.data === undefined || content === undefined) return
          const signatures = new Map<string, string>()
          for (const [id, secret] of signingTokens(tokens.list(), host.clock.now()))
            signatures.set(id, detachedSignature(content, id, secret))
          const data = withSignatures(info.data, signatures)
          if (data) await client.for(configmaps).update({ ...info, data }, { signal: workSignal })
        },
      },
      signal,
    )
  },
}
