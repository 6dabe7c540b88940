export const sessions: Record<string, string> = {
  'Log in with an API key': 'Iniciar sesión con una clave de API',
  'Send `client_id` and `client_secret` as a form (`application/x-www-form-urlencoded`). The answer has an access token for the `Authorization` header. Four wrong secrets in a row from one address are followed by five minutes of 429.':
    'Envíe `client_id` y `client_secret` como formulario (`application/x-www-form-urlencoded`). La respuesta lleva un token de acceso para la cabecera `Authorization`. A cuatro secretos erróneos seguidos desde una dirección les siguen cinco minutos de 429.',
  'client_id part of the API key. Better sent in the body.':
    'El client_id de la clave de API. Mejor en el cuerpo.',
  'client_secret part of the API key. Better sent in the body.':
    'El client_secret de la clave de API. Mejor en el cuerpo.',
  'Access token with metadata.': 'Token de acceso con sus datos.',
  'Access token for API calls': 'Token de acceso para llamar a la API',
  'Type of token': 'Tipo de token',
  'Seconds before the token expires': 'Segundos que faltan para que caduque el token',
  'Always null: log in again': 'Siempre null: inicie sesión de nuevo',
  'Needs the permission `login_as`. The user needs no API key. The caller keeps their own token.':
    'Requiere el permiso `login_as`. El usuario no necesita una clave de API. Quien llama conserva su propio token.',
  'Accepted for clients that send it; what is done is always recorded with who did it.':
    'Se acepta por los clientes que lo envían; lo que se hace queda siempre registrado con quién lo hizo.',
  'Log out': 'Cerrar la sesión',
  'Ends the access token that the request came with. A token that has ended already is 404.':
    'Pone fin al token de acceso con el que llegó la petición. Un token que ya terminó da 404.',
  'Get the API session': 'Obtener la sesión de la API',
  'Change the API session': 'Cambiar la sesión de la API',
  'What belongs to the access token that the request came with.':
    'Lo que corresponde al token de acceso con el que llegó la petición.',
  Auth: 'La sesión',
  '`production` or `dev`. Kept with the token for clients; no effect here.':
    '`production` o `dev`. Se guarda con el token para los clientes; aquí no tiene efecto.',
  'Id of who acts as the user; null: the user':
    'Identificador de quien actúa como el usuario; null: el propio usuario',

  'Four wrong secrets in a row came for this key from this address. Not even the right one is looked at until the time is over.':
    'Para esta clave llegaron de esta dirección cuatro secretos erróneos seguidos. Hasta que pase el tiempo no se mira ni el correcto.',
};
