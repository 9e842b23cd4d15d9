/*
 * tests/unit/se050_say.h: commands written shorter: "41=00000001 43=616263" stands for the TLVs 41 04 00000001 and
 * 43 03 616263. What has no = is hex as it is.
 */
#ifndef SESIM_TESTS_SE050_SAY_H
#define SESIM_TESTS_SE050_SAY_H

#include "se050_fixture.h"

enum { SE_SAY_MAX = 4096 };

/* Hex of it, into SE_SAY_MAX characters. wide: every length takes three bytes, as in most answers. */
void se_say_hex(const char *text, bool wide, char *hex);
/* Hex of a command with this CLA INS P1 P2 and such data, without Le. */
void se_say_command(const char *header, const char *data, char *hex);

/* A command by its header and its TLVs; the answer's lengths are wide. */
#define assert_said(f, header, data, answer) \
	se_assert_said((f), NULL, (header), (data), (answer), __FILE__, __LINE__)
/* The same in a session. */
#define assert_said_in(f, session, header, data, answer) \
	se_assert_said((f), (session), (header), (data), (answer), __FILE__, __LINE__)
void se_assert_said(struct se050_fixture *f, struct se_session *session, const char *header, const char *data,
	const char *answer, const char *file, int line);

#endif
