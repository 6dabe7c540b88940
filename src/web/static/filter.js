// Shows, while somebody types, the operations that have all the words. Without this the form asks the server.
const form = document.querySelector('form.filter');
const field = form.querySelector('input');
const count = form.querySelector('.count');
const rows = [...document.querySelectorAll('.operations > li')];
form.querySelector('button').hidden = true;

function filter() {
  const asked = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    row.hidden = !asked.every((word) => row.dataset.words.includes(word));
    if (!row.hidden) shown += 1;
  }
  for (const subject of document.querySelectorAll('.subject')) {
    subject.hidden = !subject.querySelector('.operations > li:not([hidden])');
  }
  const { none, one, many } = count.dataset;
  count.textContent = shown === 0 ? none : shown === 1 ? one : many.replace('0', String(shown));
}

field.addEventListener('input', filter);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  filter();
});
filter();
