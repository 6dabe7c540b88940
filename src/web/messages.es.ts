import type { Messages } from './messages.en.ts';
import { accountMessages } from './messages-account.es.ts';
import { auditMessages } from './messages-audit.es.ts';
import { coverageMessages } from './messages-coverage.es.ts';
import { directoryMessages } from './messages-directory.es.ts';
import { eventMessages } from './messages-events.es.ts';
import { groupMessages } from './messages-groups.es.ts';
import { peopleMessages } from './messages-people.es.ts';
import { policyMessages } from './messages-policy.es.ts';
import { setUpMessages } from './messages-set-up.es.ts';
import { signInMessages } from './messages-sign-in.es.ts';

/** Todos los textos de las páginas, en español. */
export const es: Messages = {
  layout: {
    skip: 'Ir al contenido',
    language: 'Idioma',
    otherLanguage: 'English',
    reference: 'Referencia de la API',
    tagline: 'Acceso en dos pasos',
  },
  elsewhere: {
    title: 'Esto se ha enviado desde otra página',
    text: 'No ha cambiado nada. Quizá la página de la que viene sea demasiado antigua: ábrala de nuevo e inténtelo allí otra vez.',
  },
  onward: {
    title: 'Un momento',
    text: 'Viene de otro sitio.',
    go: 'Continuar',
  },
  wait: (minutes: number) =>
    `Demasiados intentos fallidos. Vuelva a intentarlo dentro de ${minutes === 1 ? 'un minuto' : `${minutes} minutos`}: hasta entonces no se comprueba nada.`,
  ...signInMessages,
  ...setUpMessages,
  ...accountMessages,
  ...eventMessages,
  ...peopleMessages,
  ...auditMessages,
  ...policyMessages,
  ...coverageMessages,
  ...directoryMessages,
  ...groupMessages,
  areas: {
    areas: 'Áreas',
    signOut: 'Cerrar sesión',
    account: {
      area: 'Su cuenta',
      overview: 'Resumen',
      twoFactor: 'Acceso en dos pasos',
      devices: 'Dispositivos',
      apiKeys: 'Claves de API',
      profile: 'Perfil',
      activity: 'Actividad',
    },
    administration: {
      area: 'Administración',
      people: 'Personas',
      groups: 'Grupos y roles',
      policy: 'Política',
      coverage: 'Cobertura',
      lockouts: 'Bloqueos',
      audit: 'Registro de auditoría',
      apiKeys: 'Claves de API',
      settings: 'Ajustes',
    },
  },
  password: {
    resetTitle: 'Elija una contraseña nueva',
    setupTitle: 'Prepare su cuenta',
    resetText: 'Después, inicie sesión con ella. Todas las sesiones que tenga abiertas se cerrarán.',
    setupText: 'Elija una contraseña. Después, inicie sesión con ella y con su correo electrónico.',
    email: 'Correo electrónico',
    password: 'Contraseña nueva',
    repeat: 'La misma otra vez',
    atLeast: (length: number) =>
      `Al menos ${length} caracteres. Unas pocas palabras son mejores que unos pocos signos.`,
    save: 'Guardar contraseña',
    notSaved: 'La contraseña no se ha guardado',
    missing: 'Escriba una contraseña nueva.',
    different: 'Las dos contraseñas no son iguales. Escriba ambas de nuevo.',
    min_length: (length: number) => `La contraseña debe tener al menos ${length} caracteres.`,
    max_length: (length: number) => `La contraseña debe tener como máximo ${length} caracteres.`,
    require_numeric: 'La contraseña debe tener una cifra.',
    require_upperlower: 'La contraseña debe tener una letra mayúscula y una minúscula.',
    require_special: 'La contraseña debe tener un carácter que no sea ni letra ni cifra.',
    guessable: 'Esa contraseña está entre las primeras que otros probarían. Elija otra.',
    doneTitle: 'Su contraseña está guardada',
    doneText: 'El enlace ya no sirve más. Inicie sesión con la contraseña nueva.',
    signIn: 'Iniciar sesión',
    goneTitle: 'Este enlace no funciona',
    goneText:
      'Quizá esté incompleto, haya caducado, se haya usado ya o lo haya sustituido otro. Use el enlace más reciente que haya recibido o pida otro a su administrador.',
  },
  mail: {
    resetSubject: (issuer: string) => `${issuer}: elija una contraseña nueva`,
    resetText: (email: string) => `Se ha pedido una contraseña nueva para la cuenta de ${email}.`,
    resetLink: 'Elegir una contraseña nueva',
    setupSubject: (issuer: string) => `${issuer}: prepare su cuenta`,
    setupText: (email: string) =>
      `Se ha creado una cuenta para ${email}. Elija una contraseña para empezar a usarla.`,
    setupLink: 'Preparar la cuenta',
    once: (minutes: number) => `El enlace funciona una sola vez, durante ${minutes} minutos.`,
    ignore: 'Si no esperaba este mensaje, no haga nada: sin el enlace no cambia nada.',
    changedSubject: (issuer: string) => `${issuer}: su contraseña ha cambiado`,
    changedText: (email: string) =>
      `La contraseña de la cuenta de ${email} se ha cambiado, y se han cerrado las demás sesiones.`,
    movedSubject: (issuer: string) => `${issuer}: su correo electrónico ha cambiado`,
    movedText: (email: string) =>
      `${email} ya no es la dirección de su cuenta: se ha puesto otra en su lugar. A partir de ahora, los enlaces para elegir una contraseña irán allí.`,
    enrolledSubject: (issuer: string) => `${issuer}: el acceso en dos pasos está activado`,
    enrolledText: (email: string) =>
      `La cuenta de ${email} pide ahora, además de la contraseña, un código de una aplicación de autenticación.`,
    recoverySubject: (issuer: string) => `${issuer}: se ha usado un código de recuperación`,
    recoveryText: (email: string, left: number) =>
      `Alguien ha iniciado sesión en la cuenta de ${email} con la contraseña y un código de recuperación. Quedan ${left}.`,
    renewedSubject: (issuer: string) => `${issuer}: códigos de recuperación nuevos`,
    renewedText: (email: string) =>
      `La cuenta de ${email} tiene códigos de recuperación nuevos. Los de antes ya no sirven.`,
    replacedSubject: (issuer: string) => `${issuer}: ha cambiado de teléfono`,
    replacedText: (email: string) =>
      `Los códigos para la cuenta de ${email} vienen ahora de otro teléfono. El anterior ya no sirve, y se han cerrado las demás sesiones.`,
    keySubject: (issuer: string) => `${issuer}: una clave de API nueva`,
    keyText: (email: string) =>
      `Se ha creado una clave de API para la cuenta de ${email}. Con ella, un programa actúa en su nombre sin su contraseña.`,
    copiedSubject: (issuer: string) => `${issuer}: puede que se haya copiado un dispositivo de confianza`,
    copiedText: (email: string) =>
      `Un dispositivo en el que confía la cuenta de ${email} se ha usado con una marca anticuada: se ha copiado, o se perdió una respuesta. Ya no se confía en él, y allí se vuelve a pedir el código.`,
    exportedSubject: (issuer: string) => `${issuer}: se traslada su segundo factor`,
    exportedText: (email: string) =>
      `Un administrador ha puesto el segundo factor de la cuenta de ${email} en un archivo sellado, para trasladarlo a otro servidor. Aquí no cambia nada.`,
    removedSubject: (issuer: string) => `${issuer}: se ha restablecido su segundo factor`,
    removedText: (email: string) =>
      `Un administrador ha quitado el segundo factor de la cuenta de ${email}. Se configura de nuevo en el próximo inicio de sesión.`,
    changedNotYou: 'Si no ha sido usted, avise a su administrador de inmediato.',
  },
  error: {
    notFound: 'Página no encontrada',
    notFoundText: 'No hay nada en esta dirección. Quizá se haya movido o el enlace esté incompleto.',
    refused: 'No se ha podido leer',
    refusedText: 'Vuelva atrás e inténtelo de nuevo.',
    later: 'Hay demasiado que hacer ahora mismo',
    laterText: 'No ha cambiado nada. Inténtelo de nuevo dentro de un momento.',
    failed: 'Algo ha fallado',
    failedText: (requestId: string) =>
      `No es culpa suya. Inténtelo de nuevo; si vuelve a ocurrir, dé a su administrador este número: ${requestId}.`,
    home: 'Ir a la página de inicio',
  },
};
