import type { Messages } from './messages.en.ts';

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
  signIn: {
    title: (issuer: string) => `Iniciar sesión en ${issuer}`,
    email: 'Correo electrónico',
    password: 'Contraseña',
    forgotten: '¿La ha olvidado?',
    go: 'Iniciar sesión',
    failed: 'No se ha iniciado sesión',
    wrong: 'El correo electrónico y la contraseña no se corresponden. Revise ambos e inténtelo de nuevo.',
    why: {
      ended:
        'Su sesión se ha cerrado, por una pausa larga o por un cambio en su cuenta. Inicie sesión para seguir donde estaba.',
      again: 'Para esto, demuestre una vez más que es usted.',
      out: 'Ha cerrado la sesión.',
    },
  },
  code: {
    title: 'Introduzca su código',
    text: 'Abra su aplicación de autenticación e introduzca el código que muestra.',
    label: 'Código de su aplicación',
    trust: 'Confiar en este dispositivo durante 30 días',
    trustHint: 'Aquí bastará entonces con su contraseña. Solo en un dispositivo que sea únicamente suyo.',
    go: 'Iniciar sesión',
    recovery: 'Usar un código de recuperación',
    as: 'Inicia sesión',
    other: '¿Es otra persona?',
    failed: 'El código no se ha aceptado',
    malformed:
      'Un código solo tiene cifras, casi siempre seis. Introduzca el que su aplicación muestra ahora.',
    wrong:
      'Cada código sirve una sola vez y durante medio minuto más o menos. Espere al siguiente e introdúzcalo. Si vuelve a fallar, compruebe que su teléfono pone la hora solo.',
    disabledTitle: 'Su segundo factor está desactivado',
    disabledText:
      'Un administrador lo ha desactivado, y sin él nadie inicia sesión en su nombre. Pídale que lo active o que lo restablezca.',
  },
  recovery: {
    title: 'Use un código de recuperación',
    text: 'Introduzca uno de los códigos que guardó al configurar el acceso en dos pasos. Cada uno sirve una sola vez.',
    label: 'Código de recuperación',
    go: 'Iniciar sesión',
    code: 'Usar un código de su aplicación',
    none: '¿No tiene ni lo uno ni lo otro? Pida a su administrador que restablezca su segundo factor.',
    failed: 'El código de recuperación no se ha aceptado',
    malformed:
      'Un código de recuperación tiene cinco grupos de cinco letras y cifras. Compruebe que está completo.',
    wrong:
      'Revise que no tenga errores. Si es correcto, ya se ha usado o lo han sustituido otros más nuevos: pruebe con otro.',
  },
  forgotten: {
    title: '¿Ha olvidado su contraseña?',
    text: 'Introduzca su correo electrónico. Recibirá un enlace con el que elegir una contraseña nueva.',
    go: 'Enviarme un enlace',
    back: 'Volver al inicio de sesión',
    failed: 'No se ha enviado nada',
    noAddress: 'Eso no es un correo electrónico. Introduzca uno como ada@example.com.',
    sentTitle: 'Mire su correo',
    sentText:
      'Si hay una cuenta con esa dirección, un enlace está en camino. Sirve una sola vez, durante una hora. Si no llega nada, mire en el correo no deseado o inténtelo de nuevo dentro de 20 minutos.',
    noMail:
      'Este servidor no envía correo. Pida a su administrador un enlace con el que elegir una contraseña nueva.',
  },
  setUp: {
    step: (step: number, of: number) => `Paso ${step} de ${of}`,
    title: 'Configure el acceso en dos pasos',
    asked:
      'Su administrador lo pide: a partir de ahora iniciará sesión con su contraseña y con un código de su teléfono. Así, quien averigüe su contraseña seguirá sin poder entrar. Son dos minutos.',
    chosen:
      'A partir de entonces iniciará sesión con su contraseña y con un código de su teléfono. Así, quien averigüe su contraseña seguirá sin poder entrar. Son dos minutos.',
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
  start: {
    title: 'Su cuenta',
    hello: (name: string) => `Hola, ${name}`,
    signOut: 'Cerrar sesión',
    secondFactor: 'Acceso en dos pasos',
    on: 'Activado',
    off: 'Desactivado',
    onText: 'Inicia sesión con su contraseña y con un código de su teléfono.',
    offText: 'Su contraseña basta para abrir su cuenta. Añada un código de su teléfono: son dos minutos.',
    setUp: 'Configurarlo',
    codesLeft: 'Códigos de recuperación que quedan',
    newCodes: 'Crear códigos de recuperación nuevos',
    fewCodes: (count: number) =>
      count === 0
        ? 'No le quedan códigos de recuperación. Sin ninguno, si pierde el teléfono no podrá entrar.'
        : `Solo le ${count === 1 ? 'queda un código' : `quedan ${count} códigos`} de recuperación. Sin ninguno, si pierde el teléfono no podrá entrar.`,
    account: 'Usted',
    name: 'Nombre',
    email: 'Correo electrónico',
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
      `La contraseña de la cuenta de ${email} se ha cambiado con un enlace, y se han cerrado todas las sesiones.`,
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
