/** How to search, as several descriptions end with it. */
export const search = {
  english:
    'Text matches in any letter case: the whole value, or a pattern with `%` and `_`. Numbers may be lists, separated by commas. `IS NULL` and `NOT NULL` match what is not or is there. All that is given must hold; with `filter_or`, one of it.',
  spanish:
    'El texto coincide sin distinguir mayúsculas: el valor entero, o un patrón con `%` y `_`. Los números pueden ser listas, separadas por comas. `IS NULL` y `NOT NULL` encuentran lo que falta o lo que está. Debe cumplirse todo lo indicado; con `filter_or`, basta una condición.',
};

/** What texts of several features share, and the words of errors and permissions. */
export const general: Record<string, string> = {
  'Bad Request': 'Petición incorrecta',
  'Requires Authentication': 'Requiere autenticación',
  'Permission Denied': 'Permiso denegado',
  'Not Found': 'No encontrado',
  "Resource Can't Be Modified": 'No se puede modificar',
  'Resource Already Exists': 'Ya existe',
  'Body Too Large': 'Cuerpo demasiado grande',
  'Unsupported Content Type': 'Tipo de contenido no admitido',
  'Validation Error': 'Error de validación',
  'Too Many Requests': 'Demasiadas peticiones',
  Unavailable: 'No disponible',
  'What was wrong and what to do': 'Qué falló y qué hacer',
  'Where this is explained': 'Dónde se explica',
  'Which field': 'Qué campo',
  'What kind of fault': 'Qué clase de error',
  'Done. No body.': 'Hecho. Sin cuerpo.',

  'Requested fields, separated by commas; nested ones in parentheses':
    'Campos que se piden, separados por comas; los anidados, entre paréntesis',
  'Page to return, the first being 1. Used with `per_page`.':
    'Página que se devuelve; la primera es la 1. Se usa con `per_page`.',
  'Number of results in a page.': 'Número de resultados por página.',
  'Number of results to return. Takes precedence over `page` and `per_page`.':
    'Número de resultados que se devuelven. Tiene prioridad sobre `page` y `per_page`.',
  'Number of results to skip. Used with `limit`.': 'Número de resultados que se saltan. Se usa con `limit`.',
  'Fields to sort by, each with asc or desc': 'Campos por los que se ordena, cada uno con asc o desc',
  [search.english]: search.spanish,
  'Whether one condition that holds is enough': 'Si basta con que se cumpla una condición',
  'Ids, separated by commas': 'Identificadores, separados por comas',
  'Accepted for clients; no effect here': 'Se acepta por los clientes; aquí no tiene efecto',
  'Kept for clients; no effect here': 'Se guarda para los clientes; aquí no tiene efecto',

  'What the caller may do with this item': 'Lo que quien llama puede hacer con este elemento',
  'Link to this item': 'Enlace a este elemento',
  'Unique id': 'Identificador único',
  'When it was created': 'Cuándo se creó',
  'Id of the user': 'Identificador del usuario',
  'Id of the group': 'Identificador del grupo',
  'Always null': 'Siempre null',
  'Always empty': 'Siempre vacío',
  'Always false': 'Siempre false',
  'Always true': 'Siempre true',
  Name: 'Nombre',
  'Name for people': 'Nombre para las personas',
  'Whether it can neither be changed nor deleted': 'Si no se puede cambiar ni eliminar',

  'Change the settings of this server': 'Cambiar los ajustes de este servidor',
  'See everything about every user, except secrets': 'Ver todo sobre cada usuario, salvo los secretos',
  "See other users' names": 'Ver los nombres de otros usuarios',
  'Create, change and delete users': 'Crear, cambiar y eliminar usuarios',
  "Create a user's two-factor credential and receive its seed":
    'Crear la credencial de dos pasos de un usuario y recibir su semilla',
  'Check codes and recovery codes': 'Comprobar códigos y códigos de recuperación',
  'Learn why a code was refused': 'Saber por qué se rechazó un código',
  "Disable or delete a user's two-factor credential, renew recovery codes and end lockouts":
    'Desactivar o eliminar la credencial de dos pasos de un usuario, renovar códigos de recuperación y levantar bloqueos',
  'Create and delete API keys of other users': 'Crear y eliminar claves de API de otros usuarios',
  'Change roles and who has them': 'Cambiar los roles y quién los tiene',
  'Create, change and delete groups and say who is in them':
    'Crear, cambiar y eliminar grupos, y decidir quién está en ellos',
  'Act as another user': 'Actuar como otro usuario',
  'Read the audit log': 'Leer el registro de auditoría',
  'Decide who must have a second factor': 'Decidir quién debe tener un segundo factor',
};
