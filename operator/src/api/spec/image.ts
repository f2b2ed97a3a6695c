import * as z from 'zod';
import { choice, keyedList, objectName, text } from '../fields.ts';

export const image = text(
  'Runtime image, by tag or digest, such as spacetime:v1.0.0. A change is a release.',
  512,
);

export const imagePullPolicy = choice('When a node pulls the image. A change is a release.', [
  'Always',
  'IfNotPresent',
  'Never',
]);

export const imagePullSecrets = keyedList(
  'Secrets that hold credentials of the registry. They stand on the ServiceAccount of the world, so a rollback pulls with the credentials of today; a change is no release.',
  z.object({ name: objectName('Name of the Secret, in the namespace of the SpaceTime.') }),
  8,
);
