/* sim/atecc608/describe.h: the command table, packets and slots in words, for people. */
#ifndef SESIM_ATECC_DESCRIBE_H
#define SESIM_ATECC_DESCRIBE_H

#include <stdio.h>

#include "command.h"

/* A bit of atecc_form.needs or atecc_form.consumes, and what it says. Lists end with bit 0. */
struct atecc_term {
	unsigned int bit;
	const char *name; /* as machines read it */
	const char *text;
};

extern const struct atecc_term atecc_needs_terms[];
extern const struct atecc_term atecc_consumes_terms[];

/* "0 to 15", "0000 or 8000", ...; at most 32 characters. */
void describe_param2(char *text, size_t size, const struct atecc_param2 *param2);
/* "none", "32", "0 or 32", "0 to 64". */
void describe_data(char *text, size_t size, const struct atecc_data *data);

/* Whether a form exists on this silicon. */
bool form_is_on(const struct atecc_form *form, const struct atecc_command *command, enum atecc_revisions on);

#endif
