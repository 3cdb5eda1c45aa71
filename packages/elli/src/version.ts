/** What this build calls itself. The patch level is the 1.31 release whose behaviour is kept. */
export const elliVersion = '0.1.0'
export const kubernetesVersion = '1.31.14'
/** `/version` gitVersion and every component's version text. */
export const gitVersion = `v${kubernetesVersion}+elli.${elliVersion}`
