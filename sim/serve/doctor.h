/* sim/serve/doctor.h: what this machine has of what `sesim run` and a given command need. */
#ifndef SESIM_SERVE_DOCTOR_H
#define SESIM_SERVE_DOCTOR_H

#include <stddef.h>

enum doctor_state {
	DOCTOR_GOOD,
	DOCTOR_NOTE, /* good, but worth knowing */
	DOCTOR_BAD,  /* something will not work */
};

/* One thing that was looked at. sentence says what there is and, if need be, what would be right. */
struct doctor_line {
	const char *subject;
	enum doctor_state state;
	char sentence[640];
};

struct doctor_options {
	const char *const *command; /* as execvp() takes it; NULL: none to look at */
	unsigned bus;               /* N of the /dev/i2c-N that it would see */
	const char *shim;           /* as in run_options */
	const char *dev;            /* where devices are; NULL: /dev */
	void (*tell)(void *context, const struct doctor_line *line);
	void *context;
};

/* Looks at all there is and tells each thing. Returns how many are bad. */
size_t doctor_examine(const struct doctor_options *options);

#endif
