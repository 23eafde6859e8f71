/* A fixture: an enum. There is no RESP_TOO_MANY yet. */
enum resp_code {
	RESP_NONE = 0,
	RESP_UNKNOWN,
	RESP_ALERT,
	RESP_BAD_CHARSET, // not RESP_LIMIT
	RESP_OVERQUOTA,   /* not
	RESP_CANNOT, */
	RESP_READ_ONLY,
	RESP_TRY_CREAT,
	RESP_NO_PRIVATE = 0x20,
	RESP_MAX
};

enum state { STATE_CLOSED, STATE_EXPIRED, STATE_OPEN };

static const char *names[] = { "TOOMANY", "UIDNOTSTICKY", "OVERQUOTA",
	"NOPERM", [RESP_ALERT] = "ALERT" };
