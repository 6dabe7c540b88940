import type { policyMessages as en } from './messages-policy.en.ts';

/** Los textos de la política, en español. */
export const policyMessages: typeof en = {
  policy: {
    title: 'Quién debe tener un segundo factor',
    inForce: 'En vigor',
    ofNobody: 'Nadie. Quien quiere lo configura, y a quien se le pide debe hacerlo.',
    ofEverybody: 'Se exige un segundo factor a todo el mundo',
    ofSome: (groups: string | undefined, roles: string | undefined) =>
      `Se exige un segundo factor a quien ${[groups && `está en ${groups}`, roles && `tiene el rol ${roles}`].filter(Boolean).join(' o ')},`,
    now: 'desde ya.',
    since: (date: string) =>
      `a partir del ${date}. Hasta entonces se avisa en cada inicio de sesión y se puede pasar sin él.`,
    counts:
      'Vale cuando alguien inicia sesión en las páginas. Sin segundo factor, lo configura antes de que se abra nada más. Nadie se lo quita mientras se le exige; un administrador lo restablece, y entonces se configura de nuevo. A las claves y los tokens de la API no se les pide.',
    another: 'Otra política',
    ofWhom: 'Se exige a',
    requiredOf: {
      nobody: 'Nadie',
      everybody: 'Todo el mundo',
      some: 'Los grupos y roles de abajo',
    },
    groups: 'Grupos, con los grupos que contienen',
    roles: 'Roles, también los que da un grupo',
    from: 'Se exige desde',
    fromHint:
      'El día empieza a las 00:00 UTC. Hasta entonces se avisa y se puede pasar sin él. Vacío: enseguida.',
    dryRun: 'Ver a quién afecta',
    dryRunTitle: 'Antes de ponerla en vigor',
    affected: (number: number, shown: string) =>
      number === 0
        ? 'No afecta a nadie: todos a quienes se exige tienen un segundo factor.'
        : number === 1
          ? 'Una persona no tiene todavía un segundo factor.'
          : `${shown} personas no tienen todavía un segundo factor.`,
    affectedNow: 'En el próximo inicio de sesión hay que configurarlo antes de entrar.',
    affectedLater:
      'Se avisa en cada inicio de sesión. Quien ese día no lo tenga debe configurarlo antes de entrar.',
    required: (required: string, having: string) =>
      `De ${required} que pueden iniciar sesión con contraseña y a quienes se exige, ${having} lo tienen o se les ha pedido.`,
    who: 'Quiénes son',
    andMore: (number: number) => `Y ${number} más.`,
    switchOn: 'Ponerla en vigor',
    problems: {
      ofWhom: 'Elija al menos un grupo o un rol, o exíjalo a todo el mundo.',
      noDay: 'Eso no es un día. Escriba uno como 2026-12-01 o deje el campo vacío.',
    },
  },
};
