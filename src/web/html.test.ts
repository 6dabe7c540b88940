import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from './html.ts';

test('what is interpolated is text, in content and in attributes', () => {
  const name = `<script>alert("1" & '2')</script>`;
  assert.equal(
    String(html`<p title="${name}">${name}</p>`),
    '<p title="&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;">&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;</p>',
  );
});

test('markup stays markup, lists are joined, and nothing is written for nothing', () => {
  const items = ['a', '<'].map((item) => html`<li>${item}</li>`);
  assert.equal(
    String(html`<ul>${items}</ul>${null}${undefined}${false}${0}`),
    '<ul><li>a</li><li>&lt;</li></ul>0',
  );
});

test('an object that looks like markup is not', () => {
  const forged = { toString: () => '<b>' } as unknown as string;
  assert.throws(() => String(html`${forged}`));
});
