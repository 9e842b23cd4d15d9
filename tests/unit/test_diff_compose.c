/* tests/unit/test_diff_compose.c: what a stream of commands by chance leaves alone on a part that nothing takes back. */
#include "cmocka_all.h"

#include "apdu.h"
#include "diff_compose.h"
#include "se05x.h"
#include "tlv.h"

enum {
	COMMANDS = 20000,
	THEIRS = 0x20000001,
};

static void somebody_elses_objects_are_only_read(void **state)
{
	struct compose c = compose_make(1);
	size_t deletions = 0;

	(void)state;
	c.writes = true;
	c.version[0] = c.version[1] = 0x030101;
	c.objects[0].id = THEIRS;
	c.objects[0].classes = UINT32_MAX;
	c.n_objects = 1;
	for (size_t i = 0; i < COMMANDS; i++) {
		struct composed command;
		struct apdu apdu;
		struct tlv tlv;

		assert_true(compose_se05x(&c, &command));
		assert_true(apdu_parse(rbuf_from(command.bytes, command.len), &apdu));
		if ((apdu.ins & 0x1f) != INS_WRITE && (apdu.ins != INS_MANAGE || apdu.p2 != P2_DELETE_OBJECT))
			continue;
		assert_true(tlv_next(&apdu.data, &tlv));
		assert_int_equal(tlv.tag, TAG_1);
		assert_int_not_equal(rbuf_be32(&tlv.value), THEIRS);
		deletions += apdu.ins == INS_MANAGE;
	}
	assert_true(deletions > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(somebody_elses_objects_are_only_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
