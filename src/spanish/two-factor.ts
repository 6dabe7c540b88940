export const twoFactor: Record<string, string> = {
  'Two-Factor Credential': 'La credencial de dos pasos',
  'Get the two-factor credential': 'Obtener la credencial de dos pasos',
  'Create the two-factor credential': 'Crear la credencial de dos pasos',
  'It has no seed until enrolment starts. Everything in the body is read-only, and ignored.':
    'No tiene semilla hasta que empieza la inscripción. Todo lo del cuerpo es de solo lectura y se ignora.',
  'Delete the two-factor credential': 'Eliminar la credencial de dos pasos',
  'Its seed and its recovery codes are gone with it: the user must enrol again.':
    'Con ella desaparecen su semilla y sus códigos de recuperación: el usuario debe inscribirse de nuevo.',
  'Disable or enable the two-factor credential': 'Desactivar o activar la credencial de dos pasos',
  'Start enrolment': 'Empezar la inscripción',
  'Makes a fresh seed and shows it, this once. The first code that is accepted completes enrolment; until then it can be started over.':
    'Crea una semilla nueva y la muestra, solo esta vez. El primer código aceptado completa la inscripción; hasta entonces se puede empezar de nuevo.',
  'What the authenticator app needs': 'Lo que necesita la aplicación de autenticación',
  'Check a code': 'Comprobar un código',
  'A code is accepted once. A wrong one is 200 with `accepted: false`; when the guess budget is spent, 429, and the code is not looked at. The first accepted code completes enrolment.':
    'Un código se acepta una sola vez. Uno erróneo da 200 con `accepted: false`; agotados los intentos, 429, y el código no se mira. El primer código aceptado completa la inscripción.',
  'Whether the code was accepted': 'Si el código se aceptó',
  'Count the recovery codes left': 'Contar los códigos de recuperación que quedan',
  'How many are left': 'Cuántos quedan',
  'Make new recovery codes': 'Crear códigos de recuperación nuevos',
  'Ten, each of which works once. They are in this answer only, and replace those made before.':
    'Diez, y cada uno sirve una vez. Solo están en esta respuesta y sustituyen a los anteriores.',
  'The codes': 'Los códigos',
  'Use a recovery code': 'Usar un código de recuperación',

  'Whether codes are refused': 'Si los códigos se rechazan',
  'Always `two-factor`': 'Siempre `two-factor`',
  'Whether the user has enrolled, by a first code that was right':
    'Si el usuario se ha inscrito, con un primer código correcto',
  'The seed in base32 (RFC 4648), for typing': 'La semilla en base32 (RFC 4648), para teclearla',
  'The seed with its parameters, for authenticator apps':
    'La semilla con sus parámetros, para aplicaciones de autenticación',
  'A picture of `otpauth_url`, as a data URL': 'Una imagen de `otpauth_url`, como URL de datos',
  'Seconds that a code is shown': 'Segundos que se muestra un código',
  'Until when the first code must be checked': 'Hasta cuándo hay que comprobar el primer código',
  'Exactly as many ASCII digits as the credential has':
    'Exactamente tantas cifras ASCII como tiene la credencial',
  'Whether the code was right and had not been used': 'Si el código era correcto y no se había usado',
  'Whether the user has enrolled': 'Si el usuario se ha inscrito',
  'Why it was refused. Only for callers with `diagnose_two_factor`.':
    'Por qué se rechazó. Solo para quien tiene `diagnose_two_factor`.',
  'When the next code will be looked at, if not at once':
    'Cuándo se mirará el próximo código, si no es enseguida',
  'How many are unused': 'Cuántos quedan sin usar',
  'When the set was made; null when there is none': 'Cuándo se creó el juego; null si no hay ninguno',
  'Each works once. Only in this answer.': 'Cada uno sirve una vez. Solo en esta respuesta.',
  'When the set was made': 'Cuándo se creó el juego',
  'One of the codes; letter case and dashes are free':
    'Uno de los códigos; da igual con mayúsculas o minúsculas y con o sin guiones',
  'How many are unused now': 'Cuántos quedan ahora sin usar',

  'The user already has one. Delete it first to start over.':
    'El usuario ya tiene una. Elimínela antes para empezar de nuevo.',
  "The user's credential or seed was renewed too often in a short time.":
    'La credencial o la semilla del usuario se ha renovado demasiadas veces en poco tiempo.',
  'The user has enrolled already. Delete the credential first to start over.':
    'El usuario ya se ha inscrito. Elimine antes la credencial para empezar de nuevo.',
  'The code is not exactly as many ASCII digits as the credential has. It cost no attempt.':
    'El código no tiene exactamente tantas cifras ASCII como la credencial. No ha costado ningún intento.',
  'The attempts are used up for now. The code was not looked at, right or wrong.':
    'Los intentos se han agotado por ahora. El código no se ha mirado, fuera correcto o no.',
  'Too many wrong codes came from this API key or address.':
    'De esta clave de API o esta dirección han llegado demasiados códigos erróneos.',
  'The user has not enrolled yet: check a first code, then make recovery codes.':
    'El usuario aún no se ha inscrito: compruebe un primer código y cree después los de recuperación.',
  'Resynchronise an authenticator whose clock is off':
    'Resincronizar un autenticador cuyo reloj se ha desviado',
  'For a hardware token that has drifted too far: two codes that it shows one after the other prove where its clock is, and count as one code used. Counts as one guess.':
    'Para un dispositivo físico que se ha desviado demasiado: dos códigos que muestra uno tras otro prueban dónde está su reloj, y cuentan como un código usado. Cuenta como un intento.',
  'Whether the codes were accepted': 'Si los códigos se aceptaron',
  'There are not two codes of exactly as many ASCII digits as the credential has. It cost no attempt.':
    'No hay dos códigos con exactamente tantos dígitos ASCII como tiene la credencial. No ha costado ningún intento.',
  'The attempts are used up for now. The codes were not looked at, right or wrong.':
    'Los intentos están agotados por ahora. Los códigos no se han mirado, sean correctos o no.',
  'Hash function': 'Función de resumen',
  'Digits of a code': 'Dígitos de un código',
  'Token of a device that proved itself before': 'Token de un dispositivo que ya demostró quién es',
  'Whether to trust the device from now on, if the code is right':
    'Si el dispositivo será de confianza desde ahora, cuando el código sea correcto',
  'Two codes that the authenticator showed one after the other':
    'Dos códigos que el autenticador mostró uno tras otro',
  'With the reason `clock_drift`: by how much the code was for another time; positive when the clock is ahead.':
    'Con el motivo `clock_drift`: cuánto se aparta la hora del código; positivo si el reloj va adelantado.',
  'Token of the trusted device, good until its next right code. Only in this answer.':
    'Token del dispositivo de confianza, válido hasta su próximo código correcto. Solo en esta respuesta.',
  'List the trusted devices of a user': 'Listar los dispositivos de confianza de un usuario',
  'Devices that proved themselves by a right code and asked to be remembered. Each has a guess budget of its own, so that nobody who guesses elsewhere keeps the user out.':
    'Dispositivos que demostraron quiénes son con un código correcto y pidieron ser recordados. Cada uno tiene su propio cupo de intentos, para que nadie que adivine en otro lugar deje fuera al usuario.',
  'Trusted devices': 'Dispositivos de confianza',
  'Trust a device no longer': 'Dejar de confiar en un dispositivo',
  'When it proved itself first': 'Cuándo demostró quién es por primera vez',
  'When it was last used to sign in or prove a code':
    'Cuándo se usó por última vez para iniciar sesión o probar un código',
  'Until when it is trusted': 'Hasta cuándo es de confianza',
  'Where it was when it proved itself first': 'Dónde estaba cuando demostró quién es por primera vez',
};
