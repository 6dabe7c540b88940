export const lockouts: Record<string, string> = {
  'List login lockouts': 'Enumerar los bloqueos de acceso',
  'Those in force: which credential is locked for which address.':
    'Los vigentes: qué credencial está bloqueada para qué dirección.',
  'User Login Lockout': 'El bloqueo de acceso',
  'Search login lockouts': 'Buscar bloqueos de acceso',
  'What was tried: `api`, `email` or `totp`': 'Qué se intentó: `api`, `email` o `totp`',
  'Name of the user': 'Nombre del usuario',
  'E-mail address of the user': 'Correo electrónico del usuario',
  'Accepted for clients; it is always null': 'Se acepta por los clientes; siempre es null',
  'End a login lockout': 'Levantar un bloqueo de acceso',
  'What ends this lockout is told to end': 'Lo que se indica para levantar este bloqueo',
  'Address that the last failure came from': 'Dirección de la que vino el último fallo',
  'Id of the user whose credential was tried; null: it is nobody’s':
    'Identificador del usuario cuya credencial se probó; null: no es de nadie',
  'Name of that user': 'Nombre de ese usuario',
  'E-mail address of that user': 'Correo electrónico de ese usuario',
  'Failures in a row that led to it': 'Fallos seguidos que lo causaron',
  'When it began. It lasts five minutes.': 'Cuándo empezó. Dura cinco minutos.',
};
