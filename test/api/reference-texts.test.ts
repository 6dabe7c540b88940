import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissions } from '../../src/core/permissions.ts';
import { words as english } from '../../src/reference/words.en.ts';
import { words as spanish } from '../../src/reference/words.es.ts';
import { files } from '../../src/spanish/catalogue.ts';
import { startInProcess } from '../harness.ts';

/** Every English text for people in the specification. */
function textsIn(value: unknown, texts = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) textsIn(item, texts);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (['summary', 'description'].includes(key) && typeof inner === 'string') {
        if (inner !== '') texts.add(inner);
      } else textsIn(inner, texts);
    }
  }
  return texts;
}

test('every text of the reference is there in Spanish, and nothing else is', async (t) => {
  const { as } = await startInProcess(t);
  const { paths, components } = (await as(null).get('/openapi.json')).body;
  const used = textsIn([paths, components.schemas]);
  for (const words of Object.values(permissions)) used.add(words);
  const translated = Object.values(files).flatMap((file) => Object.keys(file));
  const missing = [...used].filter((text) => !translated.includes(text));
  const unused = translated.filter((text) => !used.has(text));
  const twice = translated.filter((text, index) => translated.indexOf(text) !== index);
  assert.deepEqual(missing, [], 'not in src/spanish: add each to the file of its feature');
  assert.deepEqual(unused, [], 'in src/spanish, but nowhere in the specification: take it out');
  assert.deepEqual(twice, [], 'in src/spanish more than once: keep one, in general.ts if features share it');
});

test('code in a text is the same in both languages', () => {
  const codeIn = (text: string) => [...text.matchAll(/`[^`]*`/g)].map(String).toSorted();
  for (const file of Object.values(files)) {
    for (const [text, translation] of Object.entries(file)) {
      assert.deepEqual(codeIn(translation), codeIn(text), text);
      assert.notEqual(translation.trim(), '', text);
    }
  }
});

test('every subject has a title in both languages', async (t) => {
  const { as } = await startInProcess(t);
  const { paths } = (await as(null).get('/openapi.json')).body;
  const tags = new Set(
    Object.values(paths as Record<string, Record<string, { tags: string[] }>>).flatMap((methods) =>
      Object.values(methods).flatMap((documented) => documented.tags),
    ),
  );
  for (const words of [english, spanish]) {
    assert.deepEqual(
      [...tags].filter((tag) => !(tag in words.tags)),
      [],
      'add it to tags in src/reference/words.*.ts',
    );
  }
});
