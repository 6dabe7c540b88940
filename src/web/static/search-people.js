// Shows, while somebody types, who is found. Without this the form asks for another page.
const form = document.querySelector('#search');
const button = form.querySelector('button');
let waiting;
let latest;
button.hidden = true;

function ask() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
  const url = `${form.getAttribute('action')}?${query}`;
  latest?.abort();
  const request = new XMLHttpRequest();
  latest = request;
  request.open('GET', url);
  request.responseType = 'document';
  request.addEventListener('load', () => {
    const results = request.response?.querySelector('#results');
    // Signed out in the meantime, or something else went wrong: the browser shows what.
    if (!results) return location.assign(url);
    document.querySelector('#results').replaceWith(document.adoptNode(results));
    document.querySelector('#count').textContent = request.response.querySelector('#count').textContent;
    document.dispatchEvent(new Event('shown'));
    history.replaceState(null, '', url);
  });
  request.send();
}

form.addEventListener('input', ({ target }) => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, target.type === 'search' ? 200 : 0);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  ask();
});
