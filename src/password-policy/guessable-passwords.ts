import { canonical } from '../core/canonical.ts';

/**
 * What guessers try first, in English and Spanish: words, names, keys in a row. One entry stands for all that
 * differ in letter case, in digits and signs around it, or in signs that look like letters: `password` also for
 * `P@ssw0rd2026!`. Ours and short on purpose: the guess budget at the sign-in bounds what more there is to try.
 */
const common = new Set(
  `
  12345678 123456789 1234567890 12345678910 0123456789 987654321 9876543210 87654321 0987654321 11111111
  111111111 1111111111 00000000 000000000 22222222 33333333 44444444 55555555 66666666 77777777 88888888
  888888888 99999999 999999999 12341234 123123123 12121212 10101010 11223344 1122334455 112233445566
  147258369 159753456 123654789 789456123 741852963 789456 123321123 13579246 24681012 31415926 20202020
  1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc q1w2e3r4 q1w2e3r4t5 qwer1234 1234qwer asdf1234 zaq12wsx
  zaq1zaq1 a1b2c3d4 a1b2c3d4e5 abcd1234 aa123456 abc123456 1a2b3c4d q2w3e4r5
  qwerty qwertyu qwertyui qwertyuio qwertyuiop qwertz qwertzuiop azerty azertyuiop qwertyqwerty asdfgh asdfghj
  asdfghjk asdfghjkl asdfasdf zxcvbn zxcvbnm zxcvbnmm qazwsx qazwsxedc qweasd qweasdzxc asdfqwer poiuytrewq
  lkjhgfdsa mnbvcxz aaaaaaa aaaaaaaa aaaaaaaaaa xxxxxxxx zzzzzzzz abcdefg abcdefgh abcdefghi abcdefghij abcabc
  abcdabcd
  password passwords passw0rd pass passwd passpass mypassword thepassword newpassword oldpassword password-is
  passwordpassword yourpassword temppassword temporary changeme changeit changethis change-me default letmein
  letmeinnow openup opensesame opensezame admin administrator adminadmin adminpass root rootroot toor rootpass
  user username useruser guest guestguest login loginlogin logmein signin access accessme secret secrets
  topsecret mysecret private security secure system server service support helpdesk manager master masterkey
  supervisor operator test testing tester testtest testuser testpass demo example sample welcome welcomeback
  hello hellohello helloworld hithere goodbye internet computer laptop network windows microsoft google facebook
  instagram twitter youtube amazon apple samsung android iphone nintendo playstation linux ubuntu database
  oracle mysql postgres docker github enterprise company business office
  iloveyou iloveu ilovegod loveyou loveme lovely lover love lovelove mylove truelove forever friend friends
  family mother father daddy mommy mamma papa brother sister baby babygirl babyboy princess prince queen
  sunshine sunflower rainbow butterfly flower flowers rose angel angels heaven blessed jesus jesuschrist god
  freedom liberty peace happy smile lucky money success winner champion hero superman batman spiderman ironman
  wonderwoman starwars skywalker pokemon pikachu naruto dragonball minecraft fortnite counterstrike warcraft
  matrix trustno trustme trustnoone whatever nothing something anything
  monkey dragon tiger lion eagle falcon panther dolphin elephant kitty kitten puppy doggy mustang ferrari porsche
  mercedes corvette yamaha harley football soccer baseball basketball hockey tennis golfer cricket chelsea
  arsenal liverpool manchester barcelona realmadrid juventus cowboys steelers yankees lakers
  michael jordan michelle jennifer jessica ashley amanda daniel david andrew anthony joshua matthew thomas robert
  william charlie george jonathan benjamin christopher alexander nicholas samantha elizabeth stephanie natalie
  victoria patricia barbara maria carlos alejandro fernando francisco roberto ricardo gabriela valentina
  spring summer autumn winter january february march april june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday london paris madrid berlin newyork california texas
  america england mexico argentina colombia espana españa
  shadow silver golden purple orange yellow black blackblack diamond crystal thunder lightning storm hurricane
  phoenix ninja samurai warrior hunter2 killer joker wizard merlin gandalf voldemort hogwarts cheese chocolate
  cookie cookies coffee banana pepper ginger vanilla
  correcthorsebatterystaple correct-horse-battery-staple
  contraseña contrasena contraseñas clave claves miclave micontraseña secreto secreta acceso entrada
  administrador administradora usuario usuaria invitado invitada prueba pruebas bienvenido bienvenida bienvenidos
  hola holahola holamundo adios gracias temporal cambiame cambiar teamo tequiero teamomucho miamor amor amores
  amorcito mivida micorazon corazon familia hermano hermana mama papito princesa estrella estrellas mariposa
  angelito sandiego libertad felicidad feliz dinero suerte campeon futbol barça barca atletico boca riverplate
  empresa oficina servidor sistema seguridad
  `
    .trim()
    .split(/\s+/),
);

/** What stands for a letter in the spellings that people think nobody thinks of. */
const lookalikes: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/**
 * Whether a password is among the first that a guesser would try (NIST SP 800-63B-4 section 3.1.1.2, ASVS
 * 6.2.4 and 6.2.11).
 *
 * @param known What everybody knows of the user and the server: names, the e-mail address.
 */
export function isGuessable(password: string, known: readonly (string | null)[]): boolean {
  const words = new Set(known.flatMap((word) => spellings(partsOf(word ?? ''))));
  return spellings([password]).some((spelling) => common.has(spelling) || words.has(spelling));
}

/** The whole, and what is before and after the `@` of an address. Two letters are nobody's name. */
const partsOf = (word: string): string[] => {
  const [name = '', host = ''] = word.split('@');
  return [word, name, host, host.split('.')[0] ?? ''].filter((part) => part.length > 2);
};

function spellings(texts: string[]): string[] {
  return texts.flatMap((text) => {
    const whole = canonical(text);
    const core = whole.replace(/^[^\p{L}@$]+|[^\p{L}$]+$/gu, '');
    const letters = [...core].map((character) => lookalikes[character] ?? character).join('');
    const together = core.replace(/[^\p{L}\p{N}]+/gu, '');
    return [whole, core, letters, together].filter((spelling) => spelling !== '');
  });
}
