// Buttons that need a script show themselves here. Without one, the page has all that they would copy or print.
const show = (button) => {
  button.hidden = false;
};

for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  const said = button.textContent;
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy);
    const items = source.querySelectorAll('li');
    const lines = items.length
      ? [...items].map((item) => item.textContent.trim())
      : [source.textContent.trim()];
    const text = lines.join('\n');
    await navigator.clipboard.writeText(
      'copyWithoutSpaces' in button.dataset ? text.replace(/\s/g, '') : text,
    );
    button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = said;
    }, 2000);
  });
  button.setAttribute('aria-live', 'polite');
  show(button);
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => print());
  show(button);
}
