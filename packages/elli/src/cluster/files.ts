/** Where the files of a cluster lie below its data directory. */
export function clusterFiles(dataDir: string) {
  return {
    pki: `${dataDir}/pki`,
    store: `${dataDir}/store`,
    adminKubeconfig: `${dataDir}/admin.kubeconfig`,
    controllerManagerKubeconfig: `${dataDir}/controller-manager.kubeconfig`,
    schedulerKubeconfig: `${dataDir}/scheduler.kubeconfig`,
    kubeletKubeconfig: `${dataDir}/kubelet.kubeconfig`,
    proxyKubeconfig: `${dataDir}/proxy.kubeconfig`,
    dnsKubeconfig: `${dataDir}/dns.kubeconfig`,
    kubelet: `${dataDir}/kubelet`,
    containerd: `${dataDir}/containerd`,
    log: `${dataDir}/elli.log`,
    controllersLog: `${dataDir}/logs/controllers.log`,
    nodeAgentLog: `${dataDir}/logs/node-agent.log`,
  }
}
