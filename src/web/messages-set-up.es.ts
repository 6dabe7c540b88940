import type { setUpMessages as english } from './messages-set-up.en.ts';

/** Los textos de la configuración del segundo factor, en español. */
export const setUpMessages: typeof english = {
  setUp: {
    step: (step: number, of: number) => `Paso ${step} de ${of}`,
    title: 'Configure el acceso en dos pasos',
    asked:
      'Su administrador lo pide: a partir de ahora iniciará sesión con su contraseña y con un código de su teléfono. Así, quien averigüe su contraseña seguirá sin poder entrar. Son dos minutos.',
    chosen:
      'A partir de entonces iniciará sesión con su contraseña y con un código de su teléfono. Así, quien averigüe su contraseña seguirá sin poder entrar. Son dos minutos.',
    grace: (date: string) =>
      `A partir del ${date} lo necesitará para iniciar sesión. Configúrelo ahora, o más tarde. Desde entonces inicia sesión con su contraseña y con un código de su teléfono, y quien averigüe su contraseña seguirá sin poder entrar.`,
    appTitle: 'Qué necesita',
    app: 'Una aplicación de autenticación en su teléfono, como Aegis, 2FAS, Google Authenticator, Microsoft Authenticator o el gestor de contraseñas que use. Si no tiene ninguna, instálela primero.',
    start: 'Tengo una aplicación: continuar',
    notNow: 'Ahora no',
    signOut: 'Más tarde: cerrar la sesión',
    scanTitle: 'Escanee esto con su aplicación',
    scan: 'En la aplicación, elija añadir una cuenta y apunte la cámara aquí.',
    qrAlt: 'Código QR con el secreto. Abajo está también como texto.',
    open: 'Abrir en mi aplicación',
    byHand: '¿No puede escanearlo? Escríbalo',
    account: 'Cuenta',
    secret: 'Secreto',
    copy: 'Copiar',
    copied: 'Copiado',
    kind: 'Tipo',
    timeBased: 'Basado en la hora (TOTP)',
    parameters: 'Parámetros',
    parametersAre: (algorithm: string, digits: number, seconds: number) =>
      `${algorithm}, ${digits} cifras, cada ${seconds} segundos`,
    codeTitle: 'Introduzca el código que muestra la aplicación',
    codeLabel: (digits: number) => `Código de ${digits} cifras`,
    confirm: 'Confirmar',
    codeFailed: 'El código no se ha aceptado',
    malformed: (digits: number) =>
      `El código tiene ${digits} cifras y nada más. Introduzca el que la aplicación muestra ahora.`,
    again:
      'Por su seguridad, el código QR se muestra una sola vez. Si no lo ha escaneado, pida otro: el primero dejará de servir.',
    newCode: 'Mostrar un código QR nuevo',
  },
  refusal: {
    clockAhead: (minutes: number) =>
      `El reloj de su teléfono va adelantado ${minutes === 1 ? 'cerca de un minuto' : `unos ${minutes} minutos`}. En los ajustes, deje que el teléfono ponga la fecha y la hora solo; después introduzca el código siguiente.`,
    clockBehind: (minutes: number) =>
      `El reloj de su teléfono va atrasado ${minutes === 1 ? 'cerca de un minuto' : `unos ${minutes} minutos`}. En los ajustes, deje que el teléfono ponga la fecha y la hora solo; después introduzca el código siguiente.`,
    otherWay:
      'Su aplicación hace los códigos de otra manera que la que dice el código QR. Tiene arreglo: espere al código siguiente e introdúzcalo también.',
    replaced:
      'Este código viene de un código QR que se mostró antes. Borre esa entrada en su aplicación y escanee el más reciente.',
    used: 'Este código ya se ha usado. Espere al siguiente e introdúzcalo.',
    disabled: 'Un administrador ha desactivado su segundo factor. Pídale que lo active.',
    expired:
      'Han pasado más de diez minutos y el código QR ya no sirve. Empiece de nuevo y borre la entrada en su aplicación.',
    wrong:
      'No corresponde ni al código QR ni a la hora. Compruebe que mira la entrada correcta de la aplicación e introduzca el código antes de que cambie.',
  },
  recoveryCodes: {
    title: 'Guarde sus códigos de recuperación',
    isOn: 'El acceso en dos pasos está activado.',
    text: 'Con uno de ellos podrá entrar si pierde o se le rompe el teléfono. Cada uno sirve una sola vez. Se muestran ahora y nunca más: guárdelos donde guarda los papeles importantes o en un gestor de contraseñas.',
    site: 'Sitio',
    made: 'Creados el',
    sheet:
      'Cada código sirve una sola vez, junto con la contraseña. Guarde esto donde nadie más lo encuentre.',
    download: 'Descargar',
    print: 'Imprimir',
    copy: 'Copiar',
    saved: 'Los he guardado',
    goOn: 'Continuar',
    fileTitle: (issuer: string) => `Códigos de recuperación de ${issuer}`,
    renewTitle: 'Códigos de recuperación nuevos',
    left: (count: number) =>
      count === 1 ? 'Le queda un código de recuperación.' : `Le quedan ${count} códigos de recuperación.`,
    renewText: 'Puede tener diez nuevos. Los antiguos dejarán de servir.',
    renew: 'Crear códigos nuevos',
    notNow: 'Ahora no',
    notSaved: 'Los códigos no se muestran de nuevo. Si no los ha guardado, cree otros.',
  },
};
