/* tests/unit/test_link_ftdi_none.c: the link ftdi: of a program that was built without libftdi1. */
#include "cmocka_all.h"

#include <errno.h>
#include <string.h>

#include "link.h"

static void it_is_there_and_says_what_is_missing(void **state)
{
	static const struct link_scheme *const schemes[] = { &link_scheme_ftdi };
	struct link *link;
	struct why why = { "" };

	(void)state;
	assert_int_equal(link_open(&link, "ftdi:", schemes, 1, &why), -EOPNOTSUPP);
	assert_null(link);
	assert_string_equal(why.text, "ftdi: cannot be opened: this program was built without libftdi1 "
				      "(Debian package libftdi1-dev; "
				      "then configure and build anew)");
	assert_null(link_scheme_ftdi.find);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_there_and_says_what_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
