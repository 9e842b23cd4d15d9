/* tests/unit/test_atecc_vectors.c: the published vectors through the commands of ATECC608A and ATECC508A. */
#include "cmocka_all.h"

#include "vector_part.h"

static int setup(void **state)
{
	*state = part_new(0x6002);
	return 0;
}

static int setup_508a(void **state)
{
	*state = part_new(0x5000);
	return 0;
}

static int teardown(void **state)
{
	part_free(*state);
	return 0;
}

static void verify_external_agrees_with_nist(void **state)
{
	const struct part *part = *state;

	assert_int_equal(walk_ecdsa_sigver(&part->target), 75);
	assert_int_equal(walk_ecdsa_siggen(&part->target), 75);
}

static void gen_key_answers_the_public_key_of_a_private_one(void **state)
{
	const struct part *part = *state;

	assert_int_equal(walk_ecdsa_key_pairs(&part->target), 10);
}

static void verify_external_refuses_points_off_the_curve(void **state)
{
	const struct part *part = *state;

	assert_int_equal(walk_ecdsa_points(&part->target), 8);
}

static void ecdh_answers_nists_secrets(void **state)
{
	const struct part *part = *state;

	assert_int_equal(walk_ecdh_primitive(&part->target), 25);
	assert_int_equal(walk_ecdh_validity(&part->target), 60);
}

static void aes_from_every_block_of_slot_and_tempkey(void **state)
{
	const struct part *part = *state;

	assert_int_equal(walk_aes_ecb(&part->target), 588);
}

static void aes_and_gfm_make_gcm(void **state)
{
	const struct part *part = *state;

	assert_int_equal(walk_gcm(&part->target), 156);
}

static void kdf_encrypts_with_aes(void **state)
{
	const struct part *part = *state;
	struct vector_target target = part->target;

	target.aes_encrypt = part_kdf_encrypt;
	target.aes_decrypt = NULL;
	assert_int_equal(walk_aes_ecb(&target), 294);
}

static void sha_in_pieces_and_through_its_context(void **state)
{
	const struct part *part = *state;

	assert_int_equal(walk_sha256(&part->target), 81);
	assert_int_equal(walk_sha256_monte(&part->target, 3), 3);
}

static void sha_hmac_from_slot_and_tempkey(void **state)
{
	const struct part *part = *state;

	assert_int_equal(walk_hmac(&part->target), 15);
}

static void sha_hmac_of_the_508a_from_slots(void **state)
{
	const struct part *part = *state;

	assert_int_equal(walk_hmac(&part->target), 14);
}

static void kdf_extracts_and_expands(void **state)
{
	const struct part *part = *state;

	assert_int_equal(walk_hkdf(&part->target), 3);
}

static void kdf_prf_is_that_of_tls_1_2(void **state)
{
	const struct part *part = *state;

	assert_int_equal(walk_prf(&part->target), 3);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(verify_external_agrees_with_nist, setup, teardown),
		cmocka_unit_test_setup_teardown(
			gen_key_answers_the_public_key_of_a_private_one, setup, teardown),
		cmocka_unit_test_setup_teardown(
			verify_external_refuses_points_off_the_curve, setup, teardown),
		cmocka_unit_test_setup_teardown(ecdh_answers_nists_secrets, setup, teardown),
		cmocka_unit_test_setup_teardown(aes_from_every_block_of_slot_and_tempkey, setup, teardown),
		cmocka_unit_test_setup_teardown(aes_and_gfm_make_gcm, setup, teardown),
		cmocka_unit_test_setup_teardown(kdf_encrypts_with_aes, setup, teardown),
		cmocka_unit_test_setup_teardown(sha_in_pieces_and_through_its_context, setup, teardown),
		cmocka_unit_test_setup_teardown(sha_hmac_from_slot_and_tempkey, setup, teardown),
		cmocka_unit_test_setup_teardown(kdf_extracts_and_expands, setup, teardown),
		cmocka_unit_test_setup_teardown(kdf_prf_is_that_of_tls_1_2, setup, teardown),
	};
	static const struct CMUnitTest tests_508a[] = {
		cmocka_unit_test_setup_teardown(verify_external_agrees_with_nist, setup_508a, teardown),
		cmocka_unit_test_setup_teardown(
			gen_key_answers_the_public_key_of_a_private_one, setup_508a, teardown),
		cmocka_unit_test_setup_teardown(
			verify_external_refuses_points_off_the_curve, setup_508a, teardown),
		cmocka_unit_test_setup_teardown(ecdh_answers_nists_secrets, setup_508a, teardown),
		cmocka_unit_test_setup_teardown(sha_in_pieces_and_through_its_context, setup_508a, teardown),
		cmocka_unit_test_setup_teardown(sha_hmac_of_the_508a_from_slots, setup_508a, teardown),
	};

	return cmocka_run_group_tests_name("ATECC608A", tests, NULL, NULL) +
	       cmocka_run_group_tests_name("ATECC508A", tests_508a, NULL, NULL);
}
