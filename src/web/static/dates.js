// Moments come in UTC. Here they are put into the time of whoever reads them.
const format = new Intl.DateTimeFormat(document.documentElement.lang, {
  dateStyle: 'medium',
  timeStyle: 'short',
});

for (const time of document.querySelectorAll('time')) {
  time.textContent = format.format(new Date(time.dateTime));
}
for (const note of document.querySelectorAll('[data-utc]')) note.hidden = true;
