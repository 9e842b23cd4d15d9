/* tests/unit/profile_refused.c: profiles that must be refused, with the line and the reason. */
#include "profile_refused.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "profiles.h"

void assert_refused(const char *text, size_t len, size_t line, const char *reason)
{
	const struct profile *p = NULL;
	struct why why = { "" };
	char sentence[700];
	int rc = profile_parse(&p, "acme.profile", text, len, &why);

	snprintf(sentence, sizeof(sentence), "acme.profile:%zu: %s", line, reason);
	if (rc == 0)
		fail_msg("not refused: %s", sentence);
	assert_int_equal(rc, -EINVAL);
	assert_null(p);
	if (strncmp(why.text, sentence, strlen(sentence)) != 0)
		fail_msg("\n%s\n%s", why.text, sentence);
}

size_t lines_before(const char *text, const char *at)
{
	size_t n = 1;

	for (; text < at; text++)
		n += *text == '\n';
	return n;
}

void assert_all_refused(const char *base, const struct wrong *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *at = rows[i].find ? strstr(base, rows[i].find) : base + strlen(base);
		char text[8192];

		assert_non_null(at);
		snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - base), base, rows[i].put,
			rows[i].find ? at + strlen(rows[i].find) : "");
		assert_refused(text, strlen(text), (size_t)((int)lines_before(base, at) + rows[i].below),
			rows[i].reason);
	}
}
