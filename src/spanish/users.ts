import { search } from './general.ts';

export const users: Record<string, string> = {
  'Get the current user': 'Obtener el usuario actual',
  'Current user.': 'El usuario actual.',
  'List users': 'Enumerar los usuarios',
  'Without `limit` or `per_page`: all of them. A caller without `see_users` gets names alone.':
    'Sin `limit` ni `per_page`: todos. Quien llama sin `see_users` solo recibe los nombres.',
  'Ids of the users to list': 'Identificadores de los usuarios que se piden',
  'All users.': 'Todos los usuarios.',
  'Create a user': 'Crear un usuario',
  'Created user.': 'El usuario creado.',
  'Search users': 'Buscar usuarios',
  'Matching users.': 'Los usuarios que coinciden.',
  'First name': 'Nombre de pila',
  'Last name': 'Apellidos',
  'Nobody is': 'Nadie lo es',
  'E-mail address': 'Dirección de correo electrónico',
  'Whether the user is disabled': 'Si el usuario está desactivado',
  'Whether the user was created for embedding': 'Si el usuario se creó para contenido incrustado',
  'Ids of groups: users who are in one of them':
    'Identificadores de grupos: usuarios que están en alguno de ellos',
  'Search users by name or e-mail address': 'Buscar usuarios por nombre o correo electrónico',
  [`Users whose first name, last name or e-mail address matches the pattern, and for whom the other parameters hold. ${search.english}`]: `Usuarios cuyo nombre, apellidos o correo electrónico coinciden con el patrón y para los que se cumplen los demás parámetros. ${search.spanish}`,
  'Get a user': 'Obtener un usuario',
  'A caller without `see_users` gets the name alone (`UserPublic`) of anybody else.':
    'Quien llama sin `see_users` solo recibe el nombre (`UserPublic`) de los demás.',
  'Requested user.': 'El usuario pedido.',
  'Change a user': 'Cambiar un usuario',
  'Changes the keys that are sent. Read-only ones are ignored, so that a user can be sent back as read.':
    'Cambia las claves que se envían. Las de solo lectura se ignoran, así que un usuario se puede devolver tal como se leyó.',
  'New state for specified user.': 'El nuevo estado del usuario.',
  'Delete a user': 'Eliminar un usuario',
  'Nobody can delete themselves, and the last administrator cannot be deleted.':
    'Nadie puede eliminarse a sí mismo, y el último administrador no se puede eliminar.',

  'Picture with the initials': 'Imagen con las iniciales',
  'The same, without a size': 'La misma, sin tamaño',
  'Full name; null unless both first and last name are there':
    'Nombre completo; null si falta el nombre o los apellidos',
  "Ids of the user's groups": 'Identificadores de los grupos del usuario',
  "Ids of the user's roles": 'Identificadores de los roles del usuario',
  'A disabled user cannot sign in, and their keys and codes are refused':
    'Un usuario desactivado no puede entrar, y sus claves y códigos se rechazan',
  'Preferred language': 'Idioma preferido',
  'Whether the password must be changed at the next sign-in':
    'Si hay que cambiar la contraseña en el próximo inicio de sesión',
  'Last sign-in with it; null before the first': 'Último acceso con ella; null antes del primero',
  'Always `email`': 'Siempre `email`',
  'Link to the user': 'Enlace al usuario',

  'The permission is missing, the user has permissions that the caller does not have, or it would delete the caller or the last administrator.':
    'Falta el permiso, el usuario tiene permisos que quien llama no tiene, o se eliminaría a quien llama o al último administrador.',
};
