export const webSessions: Record<string, string> = {
  "List a user's web sessions": 'Enumerar las sesiones web de un usuario',
  'Where the user is signed in on the pages. Access tokens of the API are not among them.':
    'Dónde tiene abierta la sesión el usuario en las páginas. Los tokens de acceso de la API no figuran.',
  'Web Login Session': 'La sesión web',
  'Get a web session': 'Obtener una sesión web',
  'End a web session': 'Terminar una sesión web',
  'Get how people stay signed in': 'Obtener cómo se mantiene abierta la sesión',
  'Session Config': 'La configuración de las sesiones',
  'Change how people stay signed in': 'Cambiar cómo se mantiene abierta la sesión',
  'A shorter life holds for the sessions there are, too.':
    'Una duración menor vale también para las sesiones que ya hay.',
  'Address that the user signed in from': 'Dirección desde la que entró el usuario',
  'What the browser calls itself': 'Cómo se presenta el navegador',
  'What the browser says it runs on': 'En qué dice el navegador que funciona',
  'With what the user signed in, such as `email`': 'Con qué entró el usuario, por ejemplo `email`',
  'When the user signed in': 'Cuándo entró el usuario',
  'When it ends, used or not': 'Cuándo termina, se use o no',
  'Whether people may stay signed in when they close the browser':
    'Si la sesión puede seguir abierta al cerrar el navegador',
  'Minutes that a session lasts at most, from 5 to 43200':
    'Minutos que dura una sesión como máximo, de 5 a 43200',
  'Whether a user may have several sessions. Otherwise each sign-in ends the one before.':
    'Si un usuario puede tener varias sesiones. Si no, cada acceso termina la anterior.',
  'Whether a session ends when it is not used for 15 minutes':
    'Si una sesión termina cuando no se usa durante 15 minutos',
  'Kept for clients; no place is looked up': 'Se guarda para los clientes; no se busca ningún lugar',
};
