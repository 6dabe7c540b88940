export const emailCredentials: Record<string, string> = {
  "Get a user's e-mail credential": 'Obtener la credencial de correo de un usuario',
  "Change a user's e-mail credential": 'Cambiar la credencial de correo de un usuario',
  "Delete a user's e-mail credential": 'Eliminar la credencial de correo de un usuario',
  'Give a user an e-mail address to sign in with': 'Dar a un usuario un correo electrónico con el que entrar',
  'Search e-mail credentials': 'Buscar credenciales de correo',
  'Credentials Email': 'La credencial de correo',
  'Email/Password Credential': 'La credencial de correo y contraseña',
  'email/password credential': 'La credencial de correo y contraseña',
  'E-mail addresses, separated by commas': 'Correos electrónicos, separados por comas',
  'Ids of users, separated by commas': 'Identificadores de usuarios, separados por comas',
  'An address belongs to one user, in whatever letter case it is written. The user has no password until they choose one: see `create_user_credentials_email_password_reset`.':
    'Una dirección es de un solo usuario, se escriba con mayúsculas o minúsculas. El usuario no tiene contraseña hasta que elige una: véase `create_user_credentials_email_password_reset`.',
  'Changes the keys that are sent. A link to choose a password ends when the address changes.':
    'Cambia las claves que se envían. Un enlace para elegir contraseña deja de valer cuando cambia la dirección.',
  'Its password and its link go with it.': 'Con ella se van su contraseña y su enlace.',
  "Replace a disabled user's e-mail addresses":
    'Sustituir los correos electrónicos de un usuario desactivado',
  'Puts another address in the place of every one that the user has, so that the old one is free.':
    'Pone otra dirección en lugar de cada una que tiene el usuario, para que la antigua quede libre.',
  'Get the user who has a credential': 'Obtener el usuario que tiene una credencial',
  'By `email` (address), `api3` (`client_id`) or `embed` (`external_user_id`). Nobody has one of the other types.':
    'Por `email` (la dirección), `api3` (`client_id`) o `embed` (`external_user_id`). De los demás tipos nadie tiene ninguna.',
  'Specified user.': 'El usuario indicado.',
  'Whether this credential cannot be used: it has no password yet, or the user is disabled':
    'Si esta credencial no se puede usar: aún no tiene contraseña o el usuario está desactivado',
  'Link to choose a new password: in the answer that made it, and in no other':
    'Enlace para elegir una contraseña nueva: en la respuesta que lo creó y en ninguna otra',
  'The same for somebody who has no password yet': 'Lo mismo para quien aún no tiene contraseña',

  'Make a link with which a user chooses a password':
    'Crear un enlace con el que un usuario elige una contraseña',
  'The answer has it as `password_reset_url` and, for a user who never had a password, also as `account_setup_url`; no other answer has it again. It works once. It replaces the one before.':
    'La respuesta lo lleva como `password_reset_url` y, para un usuario que nunca tuvo contraseña, también como `account_setup_url`; ninguna otra respuesta lo vuelve a llevar. Sirve una vez. Sustituye al anterior.',
  'Whether it ends after 60 minutes (the default) or never':
    'Si deja de valer a los 60 minutos (lo habitual) o nunca',
  'Mail a user a link with which they choose a password':
    'Enviar por correo a un usuario un enlace con el que elige una contraseña',
  'The link works once, for 60 minutes, and replaces the one before. When it has gone by mail, both URLs in the answer are null and the header `X-Mail-Sent` is `true`. A server without a mail server sends none: then the answer has the link to pass on, as that of `create_user_credentials_email_password_reset` does, and the header is `false`. A mail that the mail server does not take is 502.':
    'El enlace sirve una vez, durante 60 minutos, y sustituye al anterior. Cuando ha salido por correo, las dos URL de la respuesta son null y la cabecera `X-Mail-Sent` es `true`. Sin servidor de correo no se envía nada: entonces la respuesta lleva el enlace para entregarlo, como la de `create_user_credentials_email_password_reset`, y la cabecera es `false`. Un correo que el servidor de correo no acepta da 502.',
  'Mail Not Sent': 'Correo no enviado',
};
