import type { coverageMessages as en } from './messages-coverage.en.ts';

/** Los textos de la cobertura, en español. */
export const coverageMessages: typeof en = {
  coverage: {
    title: 'Cobertura',
    share: 'Personas con segundo factor',
    shareNow: (having: string, people: string) => `${having} de ${people} personas`,
    shareLabel: (before: string, date: string, now: string) =>
      `La proporción ha pasado de ${before} el ${date} a ${now} hoy.`,
    today: 'Hoy',
    week: 'El',
    having: 'Con factor',
    people: 'Personas',
    shareShort: 'Proporción',
    of: (part: string, all: string) => `${part} de ${all}`,
    ofToday:
      'Se cuentan las cuentas activas hoy. Un factor que se restableció cuenta desde que se configuró de nuevo.',
    groups: 'Por grupo',
    group: 'Grupo',
    noGroups: 'No hay grupos con personas.',
    largest: 'Los grupos más grandes, con las personas que están en ellos directamente.',
    wrongCodes: 'Códigos rechazados por día',
    lockouts: 'Bloqueos por día',
    lastDays: (days: number) => `en los últimos ${days} días`,
    failuresLabel: (what: string, total: string, most: string) =>
      `${what}: ${total} en total, como mucho ${most} en un día.`,
    day: 'Día (UTC)',
    asTable: 'Las cifras como tabla',
  },
};
