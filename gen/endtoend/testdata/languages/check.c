#include <stdio.h>
#include <string.h>

#define IMAP_CODES_IMPLEMENTATION
#include "codes.h"

static void hex(const char *text, const char *end) {
    for (; *text; text++) {
        printf("%02x", (unsigned)(unsigned char)*text);
    }
    fputs(end, stdout);
}

static void types(unsigned bits) {
    static const char *const names[] = {"OK", "NO", "BAD", "PREAUTH", "BYE"};
    char text[64] = "";
    int i;
    for (i = 0; i < 5; i++) {
        if (bits & (1u << i)) {
            strcat(text, *text ? " " : "");
            strcat(text, names[i]);
        }
    }
    hex(text, ",");
}

int main(int argc, char **argv) {
    static const char *const statuses[] = {"registered", "discouraged", "reserved",
                                           "obsolete",   "removed",     "unregistered"};
    static const char *const retries[] = {"", "later", "never", "changed"};
    static const char *const states[] = {"", "any", "authenticated", "selected"};
    int i;
    for (i = 1; i <= IMAP_CODES; i++) {
        const struct imap_code_info *info = imap_code_info((enum imap_code)i);
        hex(info->name, ",");
        hex(statuses[info->status], ",");
        hex(retries[info->retry], ",");
        types(info->tagged);
        types(info->untagged);
        hex(info->commands, ",");
        hex(info->capability, ",");
        hex(states[info->state], ",");
        hex(info->deprecation, ",");
        hex(info->summary, ",");
        hex(info->advice, ",");
        hex(info->security, ",");
        hex(info->arguments, "\n");
    }
    for (i = 1; i < argc; i++) {
        const struct imap_code_info *info = imap_code_info(imap_code_find(argv[i], strlen(argv[i])));
        puts(info ? info->name : "-");
    }
    return IMAP_CODE_NEW_NAME == 0; /* deprecated */
}
