import type { accountMessages as english } from './messages-account.en.ts';

const count = (number: number, one: string, many: string): string =>
  number === 1 ? `un ${one}` : `${number} ${many}`;

/** Los textos de la cuenta de una persona, en español. */
export const accountMessages: typeof english = {
  overview: {
    title: 'Su cuenta',
    hello: (name: string) => `Hola, ${name}`,
    fewCodes: (left: number) =>
      left === 0
        ? 'No le quedan códigos de recuperación. Sin ninguno, si pierde el teléfono no podrá entrar.'
        : `Solo le ${left === 1 ? 'queda un código' : `quedan ${left} códigos`} de recuperación. Sin ninguno, si pierde el teléfono no podrá entrar.`,
    newCodes: 'Crear códigos de recuperación nuevos',
    onText: (codes: number) =>
      `Inicia sesión con su contraseña y con un código de su teléfono, y le ${codes === 1 ? 'queda' : 'quedan'} ${count(codes, 'código', 'códigos')} de recuperación.`,
    signedIn: (browsers: number) =>
      `Tiene la sesión abierta en ${count(browsers, 'navegador', 'navegadores')}.`,
    trusted: (devices: number) =>
      devices === 0
        ? 'No confía en ningún dispositivo.'
        : `Confía en ${count(devices, 'dispositivo', 'dispositivos')}.`,
    keys: (keys: number) =>
      keys === 0
        ? 'Ningún programa actúa en su nombre.'
        : `Tiene ${keys === 1 ? 'una clave' : `${keys} claves`} de API.`,
    grace: (date: string) =>
      `A partir del ${date}, la contraseña sola ya no le dejará entrar: hará falta también un código de su teléfono.`,
    setUpNow: 'Configurar el acceso en dos pasos',
    setUp: 'Configurarlo',
    change: 'Cambiar',
    look: 'Gestionar',
    lately: 'Últimamente',
    all: 'Toda la actividad',
    none: 'Ninguno',
  },
  twoFactor: {
    title: 'Acceso en dos pasos',
    on: 'Activado',
    off: 'Desactivado',
    disabled: 'Suspendido',
    onText:
      'Inicia sesión con su contraseña y con un código de la aplicación de autenticación de su teléfono.',
    offText: 'Su contraseña basta para abrir su cuenta. Añada un código de su teléfono: son dos minutos.',
    disabledText:
      'Un administrador lo ha suspendido. Mientras no lo reactive, no podrá volver a entrar si cierra la sesión.',
    setUp: 'Configurarlo',
    since: 'Este teléfono desde',
    phone: 'Su teléfono',
    phoneText:
      'Si tiene un teléfono nuevo, o cree que alguien ha copiado el secreto que contiene, configure otro. El anterior funciona hasta que funcione el nuevo.',
    replace: 'Cambiar de teléfono',
    replaced:
      'Su teléfono nuevo está configurado. El anterior ya no sirve y se ha cerrado la sesión en los demás dispositivos.',
    codes: 'Códigos de recuperación',
    codesText: 'Con uno de ellos puede entrar si pierde el teléfono. Cada uno sirve una sola vez.',
    left: 'Quedan',
    made: 'Creados el',
    renew: 'Crear otros',
    history: 'Qué ha pasado con él',
    all: 'Toda la actividad',
  },
  replacement: {
    title: 'Cambie de teléfono',
    text: 'Escanee un código QR nuevo con el teléfono nuevo e introduzca el código que muestre. Hasta entonces el anterior sigue funcionando, y puede dejarlo cuando quiera.',
    after:
      'Después, el teléfono anterior ya no sirve, no se confía en ningún dispositivo y se cierra la sesión en los demás navegadores y programas.',
    start: 'Mostrar el código QR',
    notNow: 'Ahora no',
    scanTitle: 'Escanéelo con el teléfono nuevo',
    scan: 'Instale en él una aplicación de autenticación si no la tiene. En ella, elija añadir una cuenta y apunte la cámara aquí.',
    expired:
      'Han pasado más de diez minutos y el código QR ya no sirve. No ha cambiado nada: su teléfono funciona como antes. Empiece de nuevo.',
    otherWay:
      'Esta aplicación no hace los códigos como dice el código QR. Borre la entrada y use otra aplicación.',
    old: 'Este código es del teléfono anterior. Introduzca el que muestra el nuevo.',
    codes: (complete: boolean): string =>
      complete
        ? 'Sus códigos de recuperación siguen sirviendo.'
        : 'Recibirá códigos de recuperación nuevos, porque algunos ya se han usado.',
    codesNew:
      'Algunos de sus códigos de recuperación estaban usados, así que aquí tiene diez nuevos. Los de antes ya no sirven.',
  },
  devices: {
    title: 'Dispositivos',
    sessions: 'Dónde tiene la sesión abierta',
    sessionsText: 'Cierre las que no reconozca y cambie después su contraseña.',
    unknown: 'Navegador desconocido',
    on: (browser: string, system: string) => `${browser} en ${system}`,
    here: 'Este',
    since: 'Abierta',
    lastUsed: 'Último uso',
    from: 'Desde',
    end: 'Cerrar',
    everywhere: 'Cerrar todas las demás',
    everywhereText:
      'También termina lo que los programas hacen ahora mismo con sus claves de API; las claves siguen sirviendo.',
    trusted: 'Dispositivos de confianza',
    trustedText: 'En ellos basta su contraseña, sin código.',
    noTrusted:
      'No confía en ninguno: el código se pide en todos. Puede confiar en un dispositivo al introducir un código.',
    trustedSince: 'Confía desde',
    until: 'Hasta',
    forget: 'Dejar de confiar',
    forgetAll: 'No confiar en ninguno',
    done: {
      ended: 'Se ha cerrado esa sesión.',
      endedAll: 'Se han cerrado todas sus sesiones menos esta.',
      forgotten: 'Ya no se confía en ese dispositivo.',
      forgottenAll: 'Ya no se confía en ningún dispositivo.',
      gone: 'Ya había terminado.',
    },
  },
  apiKeys: {
    title: 'Claves de API',
    text: 'Con una clave de API, un programa actúa en su nombre sin su contraseña y sin código.',
    none: 'No tiene claves de API.',
    ask: 'Su administrador las crea y las elimina.',
    clientId: 'Id de cliente',
    secret: 'Secreto de cliente',
    made: 'Creada el',
    off: 'Suspendida',
    create: 'Crear una clave de API',
    remove: 'Eliminar',
    removeTitle: '¿Eliminar esta clave de API?',
    removeText: 'Los programas que la usan dejarán de funcionar al instante. No se puede recuperar.',
    keep: 'Conservarla',
    removed: 'Se ha eliminado la clave.',
    madeTitle: 'Su clave de API nueva',
    madeText:
      'El secreto se muestra ahora y nunca más. Guárdelo donde lo lea su programa, y en ningún otro sitio.',
    copy: 'Copiar',
    saved: 'Lo he guardado',
  },
  profile: {
    title: 'Perfil',
    first: 'Nombre',
    last: 'Apellidos',
    language: 'Idioma',
    languages: { '': 'El del navegador', en: 'English', es: 'Español' },
    languageText: 'El de estas páginas y el de los correos que reciba.',
    save: 'Guardar',
    saved: 'Guardado.',
    notSaved: 'No se ha guardado nada',
    tooLong: (length: number) => `Un nombre tiene como máximo ${length} caracteres, sin saltos de línea.`,
    email: 'Correo electrónico',
    emailText: 'Su administrador puede cambiarlo.',
    password: 'Contraseña',
    passwordText: 'Cámbiela si alguien ha podido averiguarla.',
    noPassword: 'No tiene ninguna: aquí no inicia sesión con contraseña.',
    changePassword: 'Cambiar la contraseña',
    changed: 'Su contraseña ha cambiado. Se ha cerrado la sesión en los demás navegadores y programas.',
  },
  changePassword: {
    title: 'Cambie su contraseña',
    text: 'Se cerrará la sesión en los demás navegadores y programas.',
    current: 'Contraseña actual',
    wrong: 'La contraseña actual es otra.',
    cancel: 'Cancelar',
  },
  activity: {
    title: 'Actividad',
    text: 'Lo que se ha hecho con su cuenta. Si algo no lo hizo usted, cierre todas las sesiones, cambie su contraseña y avise a su administrador.',
    none: 'Todavía nada.',
    older: 'Anteriores',
    newest: 'Las más recientes',
    utc: 'Las horas están en UTC.',
    by: { you: 'usted', other: 'otra cuenta' },
    byOf: (who: string) => `por ${who}`,
    from: (address: string) => `desde ${address}`,
  },
};
