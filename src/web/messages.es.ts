import type { Messages } from './messages.en.ts';

/** Todos los textos de las páginas, en español. */
export const es: Messages = {
  layout: {
    skip: 'Ir al contenido',
    language: 'Idioma',
    otherLanguage: 'English',
    tagline: 'Acceso en dos pasos',
  },
  error: {
    notFound: 'Página no encontrada',
    notFoundText: 'No hay nada en esta dirección. Quizá se haya movido o el enlace esté incompleto.',
    failed: 'Algo ha fallado',
    failedText: (requestId: string) =>
      `No es culpa suya. Inténtelo de nuevo; si vuelve a ocurrir, dé a su administrador este número: ${requestId}.`,
    home: 'Ir a la página de inicio',
  },
};
