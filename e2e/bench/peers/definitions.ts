import { kubectl } from '../../harness/kubectl.ts';

/** Applies a controller's CustomResourceDefinitions, named as kubectl takes them, and waits until the server serves their kinds. */
export async function applyDefinitions(files: readonly string[]): Promise<void> {
  const names = await kubectl(['apply', '--server-side', '--force-conflicts', '--output=name', ...files]);
  await kubectl(['wait', '--for=condition=Established', '--timeout=30s', ...names.trim().split('\n')]);
}
