export const passwordPolicy: Record<string, string> = {
  'Get the rules for passwords': 'Obtener las reglas de las contraseñas',
  'Password Config': 'Las reglas de las contraseñas',
  'Change the rules for passwords': 'Cambiar las reglas de las contraseñas',
  'They hold for passwords that are chosen from then on.':
    'Valen para las contraseñas que se elijan desde entonces.',
  'Make everybody choose a new password': 'Hacer que todos elijan una contraseña nueva',
  'At their next sign-in. API keys are not concerned.':
    'En su próximo inicio de sesión. No afecta a las claves de API.',
  'Characters that a password must have at least, from 7 to 100':
    'Caracteres que debe tener como mínimo una contraseña, de 7 a 100',
  'Whether a password must have a digit': 'Si una contraseña debe tener una cifra',
  'Whether a password must have an upper case and a lower case letter':
    'Si una contraseña debe tener una mayúscula y una minúscula',
  'Whether a password must have a character that is neither letter nor digit':
    'Si una contraseña debe tener un carácter que no sea letra ni cifra',
};
