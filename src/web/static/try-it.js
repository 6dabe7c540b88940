// Calls the operation of a reference page from its own form. What is typed stays in this tab: the token goes into
// the header of the request and into sessionStorage, the secret into the body of the login, and neither into a URL.
const KEPT = 'countersign-reference-token';
const LONGEST_SHOWN = 128 * 1024;

const root = document.querySelector('.try');
const texts = JSON.parse(root.dataset.texts);
const tokenField = root.querySelector('#try-token');
const outcome = root.querySelector('.outcome');
const result = root.querySelector('.result');

function say(text) {
  outcome.textContent = text;
}

function keep(token) {
  tokenField.value = token;
  if (token) sessionStorage.setItem(KEPT, token);
  else sessionStorage.removeItem(KEPT);
}

/** The beginning of an answer, which may be a list of a million. */
async function textOf(response) {
  if (!response.body) return { text: '', isWhole: true };
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), isWhole: true };
    text += decoder.decode(value, { stream: true });
    if (text.length > LONGEST_SHOWN) {
      await reader.cancel();
      return { text: text.slice(0, LONGEST_SHOWN), isWhole: false };
    }
  }
}

function formatted(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The page that explains an error, if it is one of this server. */
function explanationIn(text) {
  try {
    const { pathname } = new URL(JSON.parse(text).documentation_url, location.origin);
    return pathname.startsWith('/docs') ? pathname : undefined;
  } catch {
    return undefined;
  }
}

async function show(response, tookMs) {
  const { text, isWhole } = await textOf(response);
  say(`${response.status} ${response.statusText} ${texts.took.replace('{ms}', String(Math.round(tookMs)))}`);
  result.querySelector('.answer').textContent = isWhole ? formatted(text) : `${text}\n\n${texts.cut}`;
  result.querySelector('.answer').hidden = text === '';
  result.querySelector('.headers').textContent = [...response.headers]
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
  const link = result.querySelector('.explained');
  const explanation = response.ok ? undefined : explanationIn(text);
  link.hidden = explanation === undefined;
  if (explanation) link.setAttribute('href', explanation);
  result.hidden = false;
  return text;
}

async function send(url, options) {
  result.hidden = true;
  say(texts.sending);
  const started = performance.now();
  try {
    const response = await fetch(url, {
      ...options,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
    });
    return { response, text: await show(response, performance.now() - started) };
  } catch {
    say(texts.failed);
    return undefined;
  }
}

function addressOf(fields) {
  const query = new URLSearchParams();
  let path = root.dataset.path;
  for (const field of fields) {
    const { in: place, name } = field.dataset;
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(field.value));
    else if (field.value !== '') query.set(name, field.value);
  }
  return { path, query };
}

async function call(event) {
  event.preventDefault();
  const { method, form } = root.dataset;
  const { path, query } = addressOf(root.querySelectorAll('[data-in]'));
  const headers = {};
  let body;
  if (form === 'yes') {
    body = query;
  } else {
    if (tokenField?.value) headers.authorization = `Bearer ${tokenField.value.trim()}`;
    const typed = root.querySelector('#try-body')?.value.trim();
    if (typed) {
      try {
        body = JSON.stringify(JSON.parse(typed));
      } catch {
        say(texts.badBody);
        return;
      }
      headers['content-type'] = 'application/json';
    }
  }
  const inUrl = form === 'yes' || query.size === 0 ? '' : `?${query}`;
  await send(path + inUrl, { method, headers, ...(body !== undefined && { body }) });
}

async function logIn(event) {
  event.preventDefault();
  const secretField = root.querySelector('#try-client-secret');
  const body = new URLSearchParams({
    client_id: root.querySelector('#try-client-id').value,
    client_secret: secretField.value,
  });
  const sent = await send('/api/4.0/login', { method: 'POST', body });
  if (!sent?.response.ok) return;
  keep(JSON.parse(sent.text).access_token);
  secretField.value = '';
  result.hidden = true;
  root.querySelector('.log-in').open = false;
  say(texts.loggedIn);
}

if (tokenField) {
  tokenField.value = sessionStorage.getItem(KEPT) ?? '';
  tokenField.addEventListener('change', () => keep(tokenField.value.trim()));
  root.querySelector('form.token').addEventListener('submit', (event) => event.preventDefault());
  root.querySelector('.log-in form').addEventListener('submit', logIn);
  root.querySelector('.forget').addEventListener('click', () => {
    keep('');
    say(texts.forgotten);
  });
}
root.querySelector('form.call').addEventListener('submit', call);
root.hidden = false;
document.querySelector('.without-script').hidden = true;
