/* A fixture: macros with strings, as in a server. There is no TOOMANY yet, nor "ALERT". */
#ifndef RESP_CODE_H
#define RESP_CODE_H

#include "limit.h"

#define IMAP_CAPABILITY_METADATA "METADATA"
#define IMAP_CAPABILITY_SORT "SORT"

/* RFC 3501 */
#define RESP_CODE_BADCHARSET "BADCHARSET"
#define RESP_CODE_PARSE "PARSE"
#define RESP_CODE_READ_ONLY "READ-ONLY"
#define RESP_CODE_READ_WRITE "READ-WRITE" // as "UIDNEXT"

/* RFC 5530 */
#define RESP_CODE_AUTHENTICATIONFAILED "AUTHENTIFICATIONFAILED"
#define RESP_CODE_EXPUNGEISSUED "EXPUNGEISSUED"
#define RESP_CODE_UNAVAILABLE	"UNAVAILABLE"

/* Ours. */
#define RESP_CODE_THROTTLED "THROTTLED"

#define LOG_PREFIX "CLOSED"
static const char quote = '"', *other = "it's";

#endif
