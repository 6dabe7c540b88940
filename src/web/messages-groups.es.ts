import type { groupMessages as en } from './messages-groups.en.ts';

/** Los textos de un grupo, de un rol y de lo que se hace con ellos, en español. */
export const groupMessages: typeof en = {
  group: {
    allUsers:
      'Este grupo está integrado: todo el mundo está en él, siempre. Por eso conserva su nombre, no se puede borrar, y en él no entra ni sale nadie. Puede dar roles.',
    gives: 'Lo que da',
    rolesOfParents: 'Roles de los grupos en que está',
    parents: 'Está en los grupos',
    children: 'Grupos dentro de él',
    inPolicy: 'La política exige un segundo factor a quien está en él.',
    people: (number: string) => `Personas (${number})`,
    nobody: 'Aquí no hay nadie.',
    search: 'Buscar entre ellas',
    create: {
      link: 'Crear un grupo',
      title: 'Crear un grupo',
      text: 'Aún no hay nadie en él y no da nada. Ningún otro grupo puede llamarse igual.',
      go: 'Crearlo',
    },
    rename: {
      link: 'Cambiar el nombre',
      title: (name: string) => `Cambiar el nombre de ${name}`,
      text: 'Quién está en él y lo que da se queda como está.',
      go: 'Cambiarlo',
    },
    delete: {
      link: 'Borrar',
      title: (name: string) => `¿Borrar el grupo ${name}?`,
      text: (people: number) =>
        people === 0
          ? 'No hay nadie en él.'
          : people === 1
            ? 'Hay una persona en él, que se queda, sin lo que da el grupo.'
            : `Hay ${people} personas en él. Se quedan, sin lo que da el grupo.`,
      gives: (roles: string) => `Da: ${roles}.`,
      givesNothing: 'No da ningún rol.',
      policy: 'Eso acaba para quien no esté en otro grupo que ella nombre.',
      forGood: 'No se puede deshacer.',
      go: 'Borrarlo',
    },
    add: {
      link: 'Añadir a una persona',
      title: (name: string) => `Añadir a una persona a ${name}`,
      gives: (roles: string) => `La persona recibe lo que da el grupo: ${roles}.`,
      givesNothing: 'El grupo no da ningún rol.',
      label: 'Correo electrónico o id',
      go: 'Añadir',
    },
    remove: {
      link: 'Quitar',
      title: (person: string, group: string) => `¿Quitar a ${person} de ${group}?`,
      text: 'La cuenta se queda, sin lo que solo da este grupo.',
      go: 'Quitar',
    },
    roles: {
      link: 'Elegir roles',
      title: (name: string) => `Roles que da ${name}`,
      text: 'Los tiene quien está en el grupo y quien está en los grupos dentro de él. Nadie puede dar ni quitar lo que no puede hacer.',
      legend: 'Roles dados a este grupo',
      go: 'Guardar',
    },
    refused: {
      name: 'Escriba un nombre de una línea, de 255 caracteres como mucho.',
      taken: 'Otro grupo ya se llama así.',
      nobody: 'Nadie tiene este correo electrónico ni este id.',
      outranked:
        'No puede hacerlo: el grupo da permisos que usted no tiene, o no quedaría nadie que pueda hacerlo todo.',
      role: 'No puede hacerlo: un rol da permisos que usted no tiene, o no quedaría nadie que pueda hacerlo todo.',
    },
  },
  role: {
    set: (name: string) => `Conjunto de permisos: ${name}.`,
    builtIn: 'Está integrado: lo que permite no cambia. Se puede dar a cualquiera.',
    throughApi: 'Lo que permite se cambia por la API.',
    howTo: 'Cómo cambiar un rol',
    groups: 'Grupos que lo dan',
    people: 'Quién lo tiene, por sí o por un grupo. A una persona se le da en su página.',
    nobody: 'No lo tiene nadie.',
    give: {
      link: 'Darlo a un grupo',
      title: (role: string) => `Dar el rol ${role} a un grupo`,
      text: 'Lo recibe quien está en el grupo y quien está en los grupos dentro de él.',
      label: 'Nombre del grupo',
      unknown: 'No hay ningún grupo con ese nombre. Escríbalo entero.',
      go: 'Darlo',
    },
    take: {
      link: 'Quitárselo',
      title: (role: string, group: string) => `¿Quitar el rol ${role} a ${group}?`,
      text: 'Quien lo tenga por otra vía lo conserva.',
      go: 'Quitárselo',
    },
  },
};
