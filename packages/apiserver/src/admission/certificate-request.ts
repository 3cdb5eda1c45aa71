/**
 * The subject a certificate signing request asks for. The ASN.1 library is loaded when the first one is looked at.
 * Only its parser is used: signing and the rest of X.509 belong to the signers.
 */

export interface RequestSubject {
  commonName: string
  organizations: string[]
}

const commonNameOid = '2.5.4.3'
const organizationOid = '2.5.4.10'

/** @param request base64 of a PEM block, as CertificateSigningRequest.spec.request has it */
export async function requestSubject(request: string): Promise<RequestSubject | { problem: string }> {
  const pem = Buffer.from(request, 'base64').toString('utf8')
  const [, body] = /-----BEGIN CERTIFICATE REQUEST-----([\s\S]+?)-----END CERTIFICATE REQUEST-----/.exec(pem) ?? []
  if (body === undefined) return { problem: 'PEM block type must be CERTIFICATE REQUEST' }
  try {
    const { AsnConvert } = await import('@peculiar/asn1-schema')
    const { CertificationRequest } = await import('@peculiar/asn1-csr')
    const parsed = AsnConvert.parse(Buffer.from(body, 'base64'), CertificationRequest)
    const attributes = [...parsed.certificationRequestInfo.subject].flatMap((names) => [...names])
    const values = (oid: string): string[] =>
      attributes.filter(({ type }) => type === oid).map(({ value }) => value.toString())
    return { commonName: values(commonNameOid).at(-1) ?? '', organizations: values(organizationOid) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
