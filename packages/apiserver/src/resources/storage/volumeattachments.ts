/** VolumeAttachments on the server. */
import { volumeattachments } from '@elli/api/storage/v1.resources'
import {
  type VolumeAttachment,
  type VolumeAttachmentSource,
  VolumeAttachmentSpec,
  type VolumeError,
} from '@elli/api/storage/v1'
import { at, forbidden, invalid, required, tooLong } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, dns1123Subdomain, type Errors, type FieldPath, text } from '../checks.ts'
import { validatePersistentVolumeSpec } from '../core/persistentvolumes.validation.ts'
import { csiDriverName } from '../core/volume-sources.validation.ts'
import { semanticEqual } from '../equality.ts'
import { keepMetadata } from '../metadata-for-status.ts'
import { ageColumn, ageOf, boolean, column, table } from '../printing.ts'

const spec = at('spec')
const maxMetadataBytes = 256 * 1024

export const volumeattachmentsStrategy: Strategy<VolumeAttachment> = {
  resource: volumeattachments,
  allowUnconditionalUpdate: false,
  prepareForCreate(attachment) {
    attachment.status = { attached: false }
  },
  validate: (attachment) =>
    collect((errors) => {
      validate(errors, attachment)
      csiDriverName(errors, at('spec.attacher'), attachment.spec.attacher)
      const volume = attachment.spec.source?.persistentVolumeName
      if (volume !== undefined) dns1123Subdomain(errors, at('spec.source.persistentVolumeName'), volume)
    }),
  validateUpdate,
  status: {
    prepareForUpdate: keepMetadata,
    validateUpdate,
  },
  table: table<VolumeAttachment>(
    [
      column('Attacher', 'Driver that attaches.', { format: 'name' }),
      column('PV', 'Volume that is attached.'),
      column('Node', 'Node it is attached to.'),
      column('Attached', 'Whether that has happened.', boolean),
      ageColumn,
    ],
    (attachment, now) => [
      attachment.spec.attacher,
      attachment.spec.source?.persistentVolumeName ?? '',
      attachment.spec.nodeName,
      attachment.status?.attached ?? false,
      ageOf(attachment, now),
    ],
  ),
}

function validateUpdate(attachment: VolumeAttachment, old: VolumeAttachment): Errors {
  return collect((errors) => {
    validate(errors, attachment)
    if (!semanticEqual(VolumeAttachmentSpec, attachment.spec, old.spec)) {
      errors.push(invalid(spec, attachment.spec, 'field is immutable'))
    }
  })
}

function validate(errors: Errors, attachment: VolumeAttachment): void {
  const { attacher, source } = attachment.spec
  if (!attacher) errors.push(required(spec.child('attacher'), ''))
  validateSource(errors, spec.child('source'), source ?? {})
  dns1123Subdomain(errors, spec.child('nodeName'), text(attachment.spec.nodeName))
  const metadata = Object.entries(attachment.status?.attachmentMetadata ?? {})
  const size = metadata.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0)
  const status = at('status')
  if (size > maxMetadataBytes) errors.push(tooLong(status.child('attachmentMetadata'), '', maxMetadataBytes))
  validateVolumeError(errors, status.child('attachError'), attachment.status?.attachError)
  validateVolumeError(errors, status.child('detachError'), attachment.status?.detachError)
}

function validateSource(errors: Errors, path: FieldPath, source: VolumeAttachmentSource): void {
  const detail = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'
  const { inlineVolumeSpec, persistentVolumeName } = source
  if (inlineVolumeSpec === undefined && persistentVolumeName === undefined) errors.push(required(path, detail))
  else if (inlineVolumeSpec !== undefined && persistentVolumeName !== undefined) errors.push(forbidden(path, detail))
  else if (persistentVolumeName === '') {
    errors.push(required(path.child('persistentVolumeName'), 'must specify non empty persistentVolumeName'))
  } else if (inlineVolumeSpec !== undefined) {
    validatePersistentVolumeSpec(errors, path.child('inlineVolumeSpec'), inlineVolumeSpec, '', { inline: true })
  }
}

function validateVolumeError(errors: Errors, path: FieldPath, error: VolumeError | undefined): void {
  const message = error?.message ?? ''
  if (Buffer.byteLength(message) > 1024) errors.push(tooLong(path.child('message'), message, 1024))
}
