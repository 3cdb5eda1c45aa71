/** The subject a certificate signing request asks for. The X.509 library is loaded when the first one is looked at. */

export interface RequestSubject {
  commonName: string
  organizations: string[]
}

/** @param request base64 of a PEM block, as CertificateSigningRequest.spec.request has it */
export async function requestSubject(request: string): Promise<RequestSubject | { problem: string }> {
  const pem = Buffer.from(request, 'base64').toString('utf8')
  if (!/-----BEGIN CERTIFICATE REQUEST-----/.test(pem)) {
    return { problem: 'PEM block type must be CERTIFICATE REQUEST' }
  }
  try {
    const { Pkcs10CertificateRequest } = await import('@peculiar/x509')
    const { subjectName } = new Pkcs10CertificateRequest(pem)
    return { commonName: subjectName.getField('CN').at(-1) ?? '', organizations: subjectName.getField('O') }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
