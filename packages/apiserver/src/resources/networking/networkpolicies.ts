/** NetworkPolicies on the server. */
import { goStrings } from '../go-structs.ts'
import { networkpolicies } from '@elli/api/networking/v1.resources'
import {
  type IPBlock,
  type NetworkPolicy,
  type NetworkPolicyPeer,
  type NetworkPolicyPort,
  NetworkPolicySpec,
} from '@elli/api/networking/v1'
import { at, forbidden, invalid, required } from '@elli/machinery/field'
import { cidrContains, parseCidr } from '@elli/machinery/ip'
import { formatLabelSelector } from '@elli/machinery/labels'
import { checkPortName } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import { cidr, collect, type Errors, type FieldPath, list, oneOf, portNumber, say } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { isInvalidSelector, validateLabelSelector } from '../label-selector.validation.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

const spec = at('spec')

export const networkpoliciesStrategy: Strategy<NetworkPolicy> = {
  resource: networkpolicies,
  prepareForCreate: firstGeneration,
  validate: (policy) => collect((errors) => validate(errors, policy, false)),
  prepareForUpdate(policy, old) {
    if (!semanticEqual(NetworkPolicySpec, policy.spec, old.spec)) nextGeneration(policy, old)
  },
  validateUpdate: (policy, old) =>
    collect((errors) => {
      const allowInvalidValues = isInvalidSelector(spec, old.spec?.podSelector)
      // Alone, and again beside the stored one: upstream tells what is wrong twice.
      validate(errors, policy, allowInvalidValues)
      validate(errors, policy, allowInvalidValues)
    }),
  table: table<NetworkPolicy>([column('Pod-Selector', 'Pods that the policy is for.'), ageColumn], (policy, now) => [
    formatLabelSelector(policy.spec?.podSelector ?? {}),
    ageOf(policy, now),
  ]),
}

function validate(errors: Errors, policy: NetworkPolicy, allowInvalidValues: boolean): void {
  const { podSelector, ingress, egress, policyTypes } = policy.spec ?? { podSelector: {} }
  validateLabelSelector(errors, spec.child('podSelector'), podSelector, { allowInvalidValues })
  const rules = [
    ...list(ingress).map((rule, i) => ({
      ...rule,
      path: spec.child('ingress').index(i),
      side: 'from',
      peers: rule.from,
    })),
    ...list(egress).map((rule, i) => ({ ...rule, path: spec.child('egress').index(i), side: 'to', peers: rule.to })),
  ]
  for (const { path, side, ports, peers } of rules) {
    for (const [i, port] of list(ports).entries()) validatePort(errors, path.child('ports').index(i), port)
    for (const [i, peer] of list(peers).entries()) {
      validatePeer(errors, path.child(side).index(i), peer, allowInvalidValues)
    }
  }
  const types = list(policyTypes)
  if (types.length > 2) {
    errors.push(
      invalid(
        spec.child('policyTypes'),
        goStrings('networking.PolicyType', types),
        'may not specify more than two policyTypes',
      ),
    )
    return
  }
  for (const [i, type] of types.entries()) {
    oneOf(errors, spec.child('policyTypes').index(i), type, ['Ingress', 'Egress'])
  }
}

function validatePort(errors: Errors, path: FieldPath, { protocol, port, endPort }: NetworkPolicyPort): void {
  if (protocol !== undefined) oneOf(errors, path.child('protocol'), protocol, ['TCP', 'UDP', 'SCTP'])
  const end = path.child('endPort')
  if (typeof port === 'number') {
    portNumber(errors, path.child('port'), port)
    if (endPort === undefined) return
    if (endPort < port) errors.push(invalid(end, port, 'must be greater than or equal to `port`'))
    portNumber(errors, end, endPort)
  } else if (port !== undefined) {
    if (endPort !== undefined) {
      errors.push(invalid(end, endPort, 'may not be specified when `port` is non-numeric'))
    }
    say(errors, path.child('port'), port, checkPortName(port))
  } else if (endPort !== undefined) {
    errors.push(invalid(end, endPort, 'may not be specified when `port` is not specified'))
  }
}

function validatePeer(errors: Errors, path: FieldPath, peer: NetworkPolicyPeer, allowInvalidValues: boolean): void {
  const { podSelector, namespaceSelector, ipBlock } = peer
  validateLabelSelector(errors, path.child('podSelector'), podSelector, { allowInvalidValues })
  validateLabelSelector(errors, path.child('namespaceSelector'), namespaceSelector, { allowInvalidValues })
  if (ipBlock !== undefined) validateBlock(errors, path.child('ipBlock'), ipBlock)
  if (podSelector === undefined && namespaceSelector === undefined && ipBlock === undefined) {
    errors.push(required(path, 'must specify a peer'))
  } else if (ipBlock !== undefined && (podSelector !== undefined || namespaceSelector !== undefined)) {
    errors.push(forbidden(path, 'may not specify both ipBlock and another peer'))
  }
}

function validateBlock(errors: Errors, path: FieldPath, block: IPBlock): void {
  if (!block.cidr) {
    errors.push(required(path.child('cidr'), ''))
    return
  }
  cidr(errors, path.child('cidr'), block.cidr)
  const whole = parseCidr(block.cidr)
  if (whole === undefined) return
  for (const [i, text] of list(block.except).entries()) {
    const where = path.child('except').index(i)
    cidr(errors, where, text)
    const part = parseCidr(text)
    if (part === undefined) continue
    const inside = part.base.length === whole.base.length && cidrContains(whole, part.base)
    if (!inside || whole.prefixLength >= part.prefixLength) {
      errors.push(invalid(where, text, 'must be a strict subset of `cidr`'))
    }
  }
}
