export const twoFactorPolicy: Record<string, string> = {
  'Get who must have a second factor': 'Obtener quién debe tener un segundo factor',
  'The policy': 'La política',
  'Change who must have a second factor': 'Cambiar quién debe tener un segundo factor',
  'Counts for people who sign in on the pages, from their next sign-in on: whoever has no second factor sets one up before anything else opens. API keys and tokens are not asked for one.':
    'Vale para quien inicia sesión en las páginas, desde su próximo inicio de sesión: quien no tenga un segundo factor lo configura antes de que se abra nada más. A las claves y los tokens de la API no se les pide.',
  'Find out whom a policy would affect': 'Averiguar a quién afectaría una política',
  'Takes what a change would take, and changes nothing.': 'Acepta lo mismo que un cambio y no cambia nada.',
  'How many, and who': 'A cuántos, y a quiénes',
  'Who must have a second factor; `some`: the groups and roles that are listed':
    'Quién debe tener un segundo factor; `some`: los grupos y roles de las listas',
  'Ids of groups: whoever is in one, also by way of a group in it':
    'Ids de grupos: quien esté en uno, también por medio de un grupo que esté en él',
  'Ids of roles: whoever has one, also by way of a group':
    'Ids de roles: quien tenga uno, también por medio de un grupo',
  'Until then they are told and may do without; null: it is required at once':
    'Hasta entonces se les avisa y pueden pasar sin él; null: se exige enseguida',
  'How many can sign in with a password and would have to have a second factor':
    'Cuántos pueden iniciar sesión con contraseña y tendrían que tener un segundo factor',
  'How many of them have none, and would have to set one up to get in again':
    'Cuántos de ellos no lo tienen y tendrían que configurarlo para volver a entrar',
  'Ids of the first hundred of these': 'Ids de los cien primeros de estos',
};
