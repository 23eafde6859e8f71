// A fixture: a union of strings. There is no 'TOOMANY' yet, nor "ALERT".
import { Limit } from './limit';

export type ResponseCode =
  | 'ALREADYEXISTS'
  | 'BADCHARSET'
  | 'INUSE'
  | 'READ_WRITE' // wrong
  | 'TRYCREATE'
  | 'MESSAGELIMIT';

export type State = 'CLOSED' | 'EXPIRED' | 'OPEN';

const help = `see https://example.test/ and
  "UIDNEXT"`;

export const messages: Record<string, string> = {
  CONTACTADMIN: "Ask for help",
  noPerm: "You may not",
  CORRUPTION: "It's broken",
  SERVERBUG: "A bug",
  ClientBug: "A bug",
};
