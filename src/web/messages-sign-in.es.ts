import type { signInMessages as english } from './messages-sign-in.en.ts';

/** Los textos del inicio de sesión, en español. */
export const signInMessages: typeof english = {
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
};
