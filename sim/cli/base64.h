/* sim/cli/base64.h: bytes as RFC 4648 writes them, for PEM and for JOSE. */
#ifndef SESIM_CLI_BASE64_H
#define SESIM_CLI_BASE64_H

#include <stddef.h>
#include <stdio.h>

#include "cursor.h"

/* Section 4, in one line and with padding. */
void base64_print(FILE *out, struct rbuf bytes);

/* Section 5, without padding, as RFC 7515 2 has it. */
void base64url_print(FILE *out, struct rbuf bytes);

/* "-----BEGIN LABEL-----" and so on (RFC 7468), every line with this end. */
void pem_print(FILE *out, const char *label, struct rbuf der, const char *end);

#endif
