/* proto/wire/why.h: the one sentence a user reads when something outside a chip goes wrong. */
#ifndef SESIM_WIRE_WHY_H
#define SESIM_WIRE_WHY_H

/*
 * Written where the knowledge is, printed by the command line. Lower case, no full stop: what is
 * wrong with which file, option or bytes, and what would be right. The callers of a function that
 * takes one may pass NULL.
 */
struct why {
	char text[512];
};

/* Writes the sentence; returns -errnum, for `return why_fail(why, EINVAL, ...)`. */
int why_fail(struct why *why, int errnum, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same with ": " and the system's words for errnum (positive or negative) behind it. */
int why_errno(struct why *why, int errnum, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
