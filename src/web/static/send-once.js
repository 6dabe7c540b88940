// A form that is sent twice by a double click would use a trusted device's token twice, as a thief's copy does.
const sent = new WeakSet();

addEventListener('submit', (event) => {
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
});

// Back from the next page, the form may be sent anew.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
