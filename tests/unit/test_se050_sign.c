/* tests/unit/test_se050_sign.c: signatures by EC keys, verified by plain OpenSSL (se050-evidence.md 3.2). */
#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "host_crypto.h"
#include "se050_fixture.h"
#include "tlv.h"

#define DIGEST "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"

static int set_up(void **state)
{
	struct se050_fixture *f = se_new("se050c");

	se_select(f);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

/* The value under 41 of an answer whose status is 9000. Returns its length. */
static size_t value_of(struct se050_fixture *f, const char *command, uint8_t *value, size_t cap)
{
	uint8_t bytes[1000], answer[1000];
	size_t len = se_apdu(f, bytes, se_hex(command, bytes, sizeof(bytes)), answer, sizeof(answer));
	struct rbuf r = rbuf_from(answer, len);
	struct tlv tlv;

	assert_true(tlv_next(&r, &tlv) && tlv.tag == 0x41 && rbuf_be16(&r) == 0x9000 && rbuf_left(&r) == 0);
	len = rbuf_left(&tlv.value);
	assert_true(len <= cap);
	rbuf_copy(&tlv.value, value, len);
	return len;
}

static void a_factory_key_signs_and_openssl_verifies(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t point[65], digest[32], der[80], rs[64];
	size_t len;

	assert_int_equal(value_of(f, "8002000006 4104f0000100", point, sizeof(point)), 65);
	len = value_of(f, "80030c092b 4104f0000100 420121 4320" DIGEST, der, sizeof(der));
	se_hex(DIGEST, digest, sizeof(digest));
	host_signature_from_der(der, len, rs);
	assert_true(host_verifies(point + 1, digest, rs));
	digest[0] ^= 1;
	assert_false(host_verifies(point + 1, digest, rs));
}

static void the_input_is_as_long_as_the_digest(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f,
		"80030c092a 4104f0000100 420121 431f"
		"202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e",
		"6985");
	assert_apdu(f, "80030c092c 4104f0000100 420121 4321" DIGEST "40", "6985");
	assert_apdu(f, "80030c0909 4104f0000100 420121", "6a80");
	assert_apdu(f, "80030c092b 4104f0000100 420109 4320" DIGEST, "6985");
	assert_apdu(f, "80030c092b 410400000001 420121 4320" DIGEST, "6985");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_factory_key_signs_and_openssl_verifies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_input_is_as_long_as_the_digest, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
