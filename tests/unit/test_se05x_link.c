/* tests/unit/test_se05x_link.c: an SE05x reached over a link. */
#include <errno.h>

#include "cmocka_all.h"
#include "host_link.h"

static void a_part_is_reached_over_a_link(void **state)
{
	struct host_link *f = host_link_se05x("se050c");

	(void)state;
	assert_int_equal(f->se05x.version[0], 3);
	assert_int_equal(t1_host_end(&f->se05x.t1), 0);
	host_link_free(f);
}

static void nobody_at_the_address_is_no_part(void **state)
{
	struct host_link *f = host_link_new("atecc608a");

	(void)state;
	assert_int_equal(se05x_host_open(&f->se05x, &f->port), -ENXIO);
	host_link_free(f);
}

static void a_broken_block_is_mended(void **state)
{
	struct host_link *f = host_link_new("se050c");

	(void)state;
	host_link_fault(f, "flip read=1 byte=2 bit=3 after=3 times=1");
	assert_int_equal(se05x_host_open(&f->se05x, &f->port), 0);
	assert_int_equal(f->fault.struck, 1);
	host_link_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_is_reached_over_a_link),
		cmocka_unit_test(nobody_at_the_address_is_no_part),
		cmocka_unit_test(a_broken_block_is_mended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
