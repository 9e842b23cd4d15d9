/* tests/unit/se050_say.c: commands written shorter. */
#include "se050_say.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"

static void add(char *hex, const char *text, size_t n)
{
	size_t len = strlen(hex);

	assert_true(len + n < SE_SAY_MAX);
	memcpy(hex + len, text, n);
	hex[len + n] = 0;
}

void se_say_hex(const char *text, bool wide, char *hex)
{
	*hex = 0;
	while (*text) {
		size_t n = strcspn(text, " ");
		const char *value = memchr(text, '=', n);

		if (value) {
			size_t digits = n - (size_t)(++value - text);
			char head[16];

			snprintf(head, sizeof(head), wide || digits / 2 >= 0x80 ? "%.2s82%04zx" : "%.2s%02zx",
				text, digits / 2);
			add(hex, head, strlen(head));
			add(hex, value, digits);
		} else {
			add(hex, text, n);
		}
		text += n + strspn(text + n, " ");
	}
}

void se_say_command(const char *header, const char *data, char *hex)
{
	char body[SE_SAY_MAX], length[16];
	size_t n;

	se_say_hex(data, false, body);
	n = strlen(body) / 2;
	snprintf(length, sizeof(length), n > 255 ? "00%04zx" : "%02zx", n);
	*hex = 0;
	add(hex, header, strlen(header));
	if (n > 0)
		add(hex, length, strlen(length));
	add(hex, body, strlen(body));
}

void se_assert_said(struct se050_fixture *f, struct se_session *session, const char *header, const char *data,
	const char *answer, const char *file, int line)
{
	char command[SE_SAY_MAX], expected[SE_SAY_MAX];

	se_say_command(header, data, command);
	se_say_hex(answer, true, expected);
	if (session)
		se_assert_in(f, session, command, expected, file, line);
	else
		se_assert_apdu(f, command, expected, file, line);
}
