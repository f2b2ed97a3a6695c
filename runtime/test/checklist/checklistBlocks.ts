import { afterBlocks } from './afterBlocks.ts';
import type { ChecklistBlock } from './block.ts';
import { configurationBlocks } from './configurationBlocks.ts';
import { operationBlocks } from './operationBlocks.ts';
import { routerBlocks } from './routerBlocks.ts';
import { securityBlocks } from './securityBlocks.ts';

/** Every block of commands of the production checklist that asks a running world. */
export const checklistBlocks: readonly ChecklistBlock[] = [
  ...configurationBlocks,
  ...securityBlocks,
  ...routerBlocks,
  ...operationBlocks,
  ...afterBlocks,
];
