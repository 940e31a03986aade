#!/usr/bin/env node
import { execute, settings } from '@oclif/core';

// What runs is what was built; oclif would otherwise look for the TypeScript beside it.
settings.enableAutoTranspile = false;

await execute({ dir: import.meta.url });
