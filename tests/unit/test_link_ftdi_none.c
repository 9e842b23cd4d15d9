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
	assert_int_equal(link_open(&link, "ftdi:", schemes, 1, &why), -ENOSYS);
	assert_null(link);
	assert_non_null(strstr(why.text, "this program was built without libftdi1"));
	assert_non_null(strstr(link_scheme_ftdi.missing, "libftdi1-dev"));
	assert_null(link_scheme_ftdi.find);
	assert_int_equal(link_open(&link, "ftdi:nothing", schemes, 1, &why), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_there_and_says_what_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
