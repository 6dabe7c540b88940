#!/usr/bin/env node
import { enableCompileCache, registerHooks } from 'node:module';

// Keeps what Node.js makes of the TypeScript, so that a start takes two thirds of the time and the compiler stays out of
// memory. It is beside the program's packages: whoever can write there can change the program anyway. Where nobody
// can, nothing is kept. This file is JavaScript, because the compiler would be loaded for one that is not.
enableCompileCache(new URL('../node_modules/.cache/countersign', import.meta.url).pathname);

// What the program imports of its own it names by file, so Node.js need not search for each of its 450 files, ask the
// disk whether it is a link, and look up in which package it is: a tenth of the start.
registerHooks({
  resolve: (name, from, next) =>
    /^\.\.?\/.*\.ts$/.test(name)
      ? { url: new URL(name, from.parentURL).href, format: 'module-typescript', shortCircuit: true }
      : next(name, from),
});

await import('../src/main.ts');
