/* tests/unit/test_atecc_verify.c: Verify (TFLX-A 5.2.5, LORA-B 5.2.4, DS20005927A 9.20, atecc608.md 8.4). */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

/* RFC 6979 A.2.5: the key, SHA-256 of "sample", and a signature of it. */
static const char known_point[] = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
				  "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
static const char sample[] = "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf";
static const char sample_signature[] = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
				       "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

static struct bytes signature_by(unsigned int key, const uint8_t digest[32])
{
	struct host_key signer = fixture_key(key);
	struct bytes signature = { .len = 64 };

	host_sign(&signer, digest, signature.at);
	return signature;
}

/* External */

static void a_published_signature_verifies_with_its_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes point = wire(known_point), digest = wire(sample), signature = wire(sample_signature);

	assert_status(f, ATCA_SUCCESS, "16 03 0000 %b", &digest);
	assert_status(f, ATCA_SUCCESS, "45 02 0400 %b %b", &signature, &point);
}

static void a_signature_wrong_at_any_bit_is_01(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes point = wire(known_point), digest = wire(sample);

	for (unsigned int bit = 0; bit < 512; bit += 11) {
		struct bytes signature = wire(sample_signature);

		signature.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_status(f, ATCA_SUCCESS, "16 03 0000 %b", &digest);
		assert_status(f, ATCA_MISCOMPARE, "45 02 0400 %b %b", &signature, &point);
	}
	assert_status(f, ATCA_SUCCESS, "16 03 0000 %b", &digest);
	assert_status(f, ATCA_MISCOMPARE, "45 02 0400 00*64 %b", &point);
	assert_status(f, ATCA_SUCCESS, "16 03 0000 00*32");
	assert_status(f, ATCA_MISCOMPARE, "45 02 0400 %b %b", &(struct bytes){ .len = 64 }, &point);
}

/* atecc608.md 14 [T] */
static void a_point_off_the_curve_is_0f(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes digest = wire(sample), signature = wire(sample_signature);

	for (unsigned int bit = 0; bit < 512; bit += 37) {
		struct bytes point = wire(known_point);

		point.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_false(host_point_valid(point.at));
		assert_status(f, ATCA_SUCCESS, "16 03 0000 %b", &digest);
		assert_status(f, ATCA_EXECUTION_ERROR, "45 02 0400 %b %b", &signature, &point);
	}
}

static void the_message_may_lie_in_msg_dig_buf_for_one_command(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes point = wire(known_point), digest = wire(sample), signature = wire(sample_signature);

	assert_status(f, ATCA_EXECUTION_ERROR, "45 22 0400 %b %b", &signature, &point);
	assert_status(f, ATCA_SUCCESS, "16 43 0000 %b", &digest);
	assert_status(f, ATCA_SUCCESS, "45 22 0400 %b %b", &signature, &point);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 22 0400 %b %b", &signature, &point);
}

static void without_a_message_in_tempkey_it_is_0f(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes point = wire(known_point);

	assert_status(f, ATCA_EXECUTION_ERROR, "45 02 0400 00*64 %b", &point);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 00 0f00 00*64");
}

static void an_external_keys_type_is_p256(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_fixed(f, known_key);
	for (unsigned int type = 0; type < 20; type++)
		if (type != 4)
			assert_status(f, ATCA_PARSE_ERROR, "45 02 %w 00*128", type);
}

static void modes_of_the_608(void **state)
{
	static const uint8_t modes[] = { 0x00, 0x20, 0x80, 0xa0, 0x02, 0x22, 0x82, 0xa2, 0x03, 0x07, 0x01 };
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 256; mode++) {
		if (memchr(modes, (int)mode, sizeof(modes)))
			continue;
		assert_status(f, ATCA_PARSE_ERROR, "45 %c 0e00 00*64", mode);
		assert_status(f, ATCA_PARSE_ERROR, "45 %c 0400 00*128", mode);
		assert_status(f, ATCA_PARSE_ERROR, "45 %c 0e00 00*83", mode);
	}
}

static void modes_of_the_508a(void **state)
{
	static const uint8_t modes[] = { 0x00, 0x01, 0x02, 0x03, 0x07 };
	struct atecc_fixture *f = *state;

	for (unsigned int mode = 0; mode < 256; mode++) {
		if (memchr(modes, (int)mode, sizeof(modes)))
			continue;
		assert_status(f, ATCA_PARSE_ERROR, "45 %c 0e00 00*64", mode);
		assert_status(f, ATCA_PARSE_ERROR, "45 %c 0400 00*128", mode);
		assert_status(f, ATCA_PARSE_ERROR, "45 %c 0e00 00*83", mode);
	}
}

/* Stored */

static void a_stored_key_verifies(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_by(15, known_key);

	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "45 00 0f00 %b", &signature);
	signature.at[3] ^= 1;
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_MISCOMPARE, "45 00 0f00 %b", &signature);
}

static void a_stored_key_verifies_a_message_in_msg_dig_buf(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_by(15, known_key);

	assert_status(f, ATCA_SUCCESS, "16 43 0000 %32", known_key);
	assert_status(f, ATCA_SUCCESS, "45 20 0f00 %b", &signature);
}

/* KeyType not ECC, private, or in a short slot: 0F (p.88). */
static void a_stored_key_is_a_public_p256_key(void **state)
{
	static const unsigned int slots[] = { 0, 2, 4, 7, 8, 12 };
	struct atecc_fixture *f = *state;

	for (size_t i = 0; i < 6; i++) {
		host_nonce_fixed(f, known_key);
		assert_status(f, ATCA_EXECUTION_ERROR, "45 00 %w 00*64", slots[i]);
	}
	assert_status(f, ATCA_PARSE_ERROR, "45 00 1000 00*64");
}

static void a_key_that_needs_validation_verifies_only_when_valid(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_by(14, known_key);

	for (unsigned int nibble = 0; nibble < 16; nibble++) {
		slot_at(f, 14)[0] = (uint8_t)(nibble << 4);
		host_nonce_fixed(f, known_key);
		assert_status(
			f, nibble == 5 ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR, "45 00 0e00 %b", &signature);
	}
}

/* DS20005927A 3.2.9 */
static void a_stored_key_that_verifies_is_authorised(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_by(15, known_key);

	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "45 00 0f00 %b", &signature);
	assert_int_equal(run(f, "30 02 0000").at[1] & 0x7c, 15 << 3 | 4);
	host_sleep(f);
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_MISCOMPARE, "45 00 0f00 00*64");
	assert_int_equal(run(f, "30 02 0000").at[1] & 0x7c, 0);
	signature = signature_by(3, known_key);
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "45 02 0400 %b %64", &signature, fixture_key(3).point);
	assert_int_equal(run(f, "30 02 0000").at[1] & 0x7c, 0);
}

/* A MsgDigBuf message never satisfies ReqRandom (symptom on parts: cryptoauthlib #276). */
static void req_random_wants_the_message_to_be_a_random_tempkey(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest message;
	struct bytes signature;

	set_key_config(f, 15, 0x0070);
	host_nonce_fixed(f, known_key);
	signature = signature_by(15, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 00 0f00 %b", &signature);
	host_nonce_random(f);
	assert_status(f, ATCA_SUCCESS, "16 43 0000 %32", known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 20 0f00 %b", &signature);
	message = host_nonce_random(f);
	signature = signature_by(15, message.at);
	assert_status(f, ATCA_SUCCESS, "45 00 0f00 %b", &signature);
}

/* MAC: SHA(IO key, message, system nonce, signature, command) (LORA-B 5.2.4). */

static void a_verified_signature_is_answered_with_a_mac(void **state)
{
	static const struct {
		unsigned int mode, param2;
	} cases[] = { { 0x80, 15 }, { 0xa0, 15 }, { 0x82, 4 }, { 0xa2, 4 } };
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_by(15, wire("33*32").at);

	for (size_t i = 0; i < 4; i++) {
		bool external = cases[i].mode & 2, in_msg_dig_buf = cases[i].mode & 0x20;
		struct host_key key = fixture_key(15);
		struct bytes point = external ? wire("%64", key.point) : wire("");
		struct digest mac;

		if (in_msg_dig_buf) {
			assert_status(f, ATCA_SUCCESS, "16 63 0000 33*32 77*32");
		} else {
			assert_status(f, ATCA_SUCCESS, "16 03 0000 33*32");
			assert_status(f, ATCA_SUCCESS, "16 43 0000 77*32");
		}
		mac = host_sha256(
			"%32 33*32 77*32 %b 45 %c %w", known_key, &signature, cases[i].mode, cases[i].param2);
		assert_answer(f, "45 %c %w %b %b", "%32", cases[i].mode, cases[i].param2, &signature, &point,
			mac.at);
	}
}

static void a_mac_needs_the_system_nonce_and_the_io_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = signature_by(15, known_key);

	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 80 0f00 %b", &signature); /* no nonce */
	assert_status(f, ATCA_SUCCESS, "16 43 0000 %32", known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 a0 0f00 %b", &signature); /* half of it */
	set_config(f, CONFIG_CHIP_OPTIONS, "0c");
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "16 43 0000 77*32");
	assert_status(f, ATCA_EXECUTION_ERROR, "45 80 0f00 %b", &signature);
	assert_status(f, ATCA_SUCCESS, "16 63 0000 %32 77*32", known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 a0 0f00 %b", &signature);
}

static void a_wrong_signature_gets_01_and_no_mac(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "16 43 0000 77*32");
	assert_status(f, ATCA_MISCOMPARE, "45 80 0f00 11*64");
}

/* Validate and invalidate: slot 14 by the key of slot 15 (SlotConfig.ReadKey). */

struct validation {
	struct digest message;
	struct bytes other_data;
};

/* GenKey has digested slot 14 with a fixed nonce; OtherData as an internal Sign would have it. */
static struct validation prepare(struct atecc_fixture *f, unsigned int invalidate)
{
	struct digest tk = host_nonce_fixed(f, known_key);
	struct validation v;

	set_slot_config(f, 14, 0x0f0f);
	assert_status(f, ATCA_SUCCESS, "40 10 0e00 000000");
	tk = host_sha256(
		"%32 40 000000 ee 0123 00*25 %32 %32", tk.at, slot_at(f, 14) + 4, slot_at(f, 14) + 40);
	v.other_data = wire("01 0200 0f0f 3200 5e 0000 89abcdef 4567 01 %c 00", invalidate);
	v.message = host_sha256("%32 41 %10 ee %4 0123 %5", tk.at, v.other_data.at, v.other_data.at + 10,
		v.other_data.at + 14);
	return v;
}

static void a_key_is_validated_and_invalidated_by_its_parent(void **state)
{
	struct atecc_fixture *f = *state;
	struct validation v;
	struct bytes signature;

	slot_at(f, 14)[0] = 0xa7;
	v = prepare(f, 0);
	signature = signature_by(15, v.message.at);
	assert_status(f, ATCA_SUCCESS, "45 03 0e00 %b %b", &signature, &v.other_data);
	assert_int_equal(slot_at(f, 14)[0], 0x57);
	v = prepare(f, 1);
	signature = signature_by(15, v.message.at);
	assert_status(f, ATCA_SUCCESS, "45 07 0e00 %b %b", &signature, &v.other_data);
	assert_int_equal(slot_at(f, 14)[0], 0xa7);
}

/* The two ends of it in one part: its own internal Sign makes what Verify takes. */
static void an_internal_sign_of_the_parent_validates(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature, other_data;

	set_public_key(f, 15, fixture_key(2).point, 0);
	set_slot_config(f, 14, 0x0f0f);
	slot_at(f, 14)[0] = 0xa0;
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "40 10 0e00 000000");
	signature = assert_length(f, 64, "41 40 0200");
	other_data = wire("40 0200 0f0f 3200 5e 0000 89abcdef 4567 01 00 00");
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "40 10 0e00 000000");
	assert_status(f, ATCA_SUCCESS, "45 03 0e00 %b %b", &signature, &other_data);
	assert_answer(f, "02 02 7000", "50000000");
}

static void neither_lock_keeps_a_key_from_being_validated(void **state)
{
	struct atecc_fixture *f = *state;
	struct validation v;
	struct bytes signature;

	set_config(f, CONFIG_SLOT_LOCKED, "0000");
	v = prepare(f, 0);
	signature = signature_by(15, v.message.at);
	assert_status(f, ATCA_SUCCESS, "45 03 0e00 %b %b", &signature, &v.other_data);
	assert_int_equal(slot_at(f, 14)[0], 0x50);
}

static void a_wrong_signature_validates_nothing(void **state)
{
	struct atecc_fixture *f = *state;
	struct validation v;
	struct bytes signature;

	slot_at(f, 14)[0] = 0xa0;
	v = prepare(f, 0);
	signature = signature_by(14, v.message.at); /* its own key, not its parent's */
	assert_status(f, ATCA_MISCOMPARE, "45 03 0e00 %b %b", &signature, &v.other_data);
	v = prepare(f, 0);
	signature = signature_by(15, v.message.at);
	v.other_data.at[0] ^= 1;
	assert_status(f, ATCA_MISCOMPARE, "45 03 0e00 %b %b", &signature, &v.other_data);
	assert_int_equal(slot_at(f, 14)[0], 0xa0);
}

/* OtherData[17] bit 0 is mode bit 2. */
static void a_signature_to_invalidate_does_not_validate(void **state)
{
	struct atecc_fixture *f = *state;
	struct validation v;
	struct bytes signature;

	slot_at(f, 14)[0] = 0xa0;
	v = prepare(f, 1);
	signature = signature_by(15, v.message.at);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 03 0e00 %b %b", &signature, &v.other_data);
	v = prepare(f, 0);
	signature = signature_by(15, v.message.at);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 07 0e00 %b %b", &signature, &v.other_data);
	assert_int_equal(slot_at(f, 14)[0], 0xa0);
}

static void tempkey_must_be_the_gen_key_digest_of_that_slot(void **state)
{
	struct atecc_fixture *f = *state;
	struct validation v = prepare(f, 0);
	struct bytes signature = signature_by(15, v.message.at);

	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 03 0e00 %b %b", &signature, &v.other_data);
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_SUCCESS, "40 10 0f00 000000");
	assert_status(f, ATCA_EXECUTION_ERROR, "45 03 0e00 %b %b", &signature, &v.other_data);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 03 0e00 %b %b", &signature, &v.other_data);
}

/* X509format not 00: by certificate only (p.88). */
static void a_key_with_an_x509_format_is_not_validated_so(void **state)
{
	struct atecc_fixture *f = *state;
	struct validation v;
	struct bytes signature;

	set_key_config(f, 14, 0x8032);
	set_config(f, CONFIG_X509_FORMAT, "00002300");
	v = prepare(f, 0);
	signature = signature_by(15, v.message.at);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 03 0e00 %b %b", &signature, &v.other_data);
	set_key_config(f, 14, 0x4032);
	v = prepare(f, 0);
	v.message = host_sha256("%32 41 %10 ee %4 0123 %5", f->chip->sram.tempkey.value, v.other_data.at,
		v.other_data.at + 10, v.other_data.at + 14);
	signature = signature_by(15, v.message.at);
	assert_status(f, ATCA_SUCCESS, "45 03 0e00 %b %b", &signature, &v.other_data);
}

static void only_slots_8_to_15_are_validated(void **state)
{
	struct atecc_fixture *f = *state;

	for (unsigned int slot = 0; slot < 8; slot++) {
		host_nonce_fixed(f, known_key);
		assert_int_not_equal(run(f, "45 03 %w 00*83", slot).at[0], ATCA_SUCCESS);
	}
	assert_status(f, ATCA_PARSE_ERROR, "45 03 1000 00*83");
	assert_status(f, ATCA_PARSE_ERROR, "45 03 0e00 00*82");
}

static void the_parent_must_be_a_public_key(void **state)
{
	struct atecc_fixture *f = *state;
	struct validation v = prepare(f, 0);
	struct bytes signature = signature_by(15, v.message.at);

	set_key_config(f, 15, 0x001c);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 03 0e00 %b %b", &signature, &v.other_data);
}

/* ValidateExternal, 508A (p.88-89): a certificate that holds the key where X509format says. */

static void send_certificate(struct atecc_fixture *f, unsigned int blocks, unsigned int key_block)
{
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	for (unsigned int i = 0; i < blocks; i++) {
		if (i == key_block)
			assert_status(f, ATCA_SUCCESS, "47 03 0e00");
		else
			assert_status(f, ATCA_SUCCESS, "47 01 4000 c7*64");
	}
	assert_length(f, 32, "47 02 0300 c8c9ca");
}

static struct bytes certificate_signature(unsigned int blocks, unsigned int key_block)
{
	struct host_key key = fixture_key(14);
	struct bytes whole = { .len = 0 };
	struct digest digest;

	for (unsigned int i = 0; i < blocks; i++)
		whole = i == key_block ? wire("%b %64", &whole, key.point) : wire("%b c7*64", &whole);
	digest = host_sha256("%b c8c9ca", &whole);
	return signature_by(15, digest.at);
}

/* UNCERTAIN (ATCA-U-10): how the blocks are counted. */
static void uncertain_the_508a_validates_a_key_by_its_certificate(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = certificate_signature(4, 2);

	set_key_config(f, 14, 0x8032);
	set_config(f, CONFIG_X509_FORMAT, "00004200"); /* 4 blocks, the key is block 2 */
	slot_at(f, 14)[0] = 0xa0;
	send_certificate(f, 4, 2);
	assert_status(f, ATCA_SUCCESS, "45 01 0e00 %b", &signature);
	assert_int_equal(slot_at(f, 14)[0], 0x50);
}

static void uncertain_the_508a_wants_the_key_in_its_place(void **state)
{
	struct atecc_fixture *f = *state;
	struct bytes signature = certificate_signature(4, 1);

	set_key_config(f, 14, 0x8032);
	set_config(f, CONFIG_X509_FORMAT, "00004200");
	slot_at(f, 14)[0] = 0xa0;
	send_certificate(f, 4, 1);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 01 0e00 %b", &signature);
	signature = certificate_signature(5, 2);
	send_certificate(f, 5, 2);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 01 0e00 %b", &signature);
	send_certificate(f, 4, 2);
	assert_status(f, ATCA_MISCOMPARE, "45 01 0e00 %b", &signature);
	signature = certificate_signature(4, 2);
	send_certificate(f, 4, 2);
	run(f, "1b 00 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "45 01 0e00 %b", &signature);
	assert_int_equal(slot_at(f, 14)[0], 0xa0);
	set_config(f, CONFIG_X509_FORMAT, "00000000");
	send_certificate(f, 4, 2);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 01 0e00 %b", &signature);
}

/* UNCERTAIN (ATCA-U-30): not in any 608 book's list of modes. */
static void uncertain_the_608_has_no_validate_external(void **state)
{
	struct atecc_fixture *f = *state;

	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_PARSE_ERROR, "45 01 0e00 00*64");
}

/* UNCERTAIN (ATCA-U-32): PubInfo is no precondition (atecc608.md 8.4). */
static void uncertain_a_key_without_pub_info_can_be_validated(void **state)
{
	struct atecc_fixture *f = *state;
	struct validation v;
	struct bytes signature;

	set_key_config(f, 14, 0x0030);
	v = prepare(f, 0);
	signature = signature_by(15, v.message.at);
	assert_status(f, ATCA_SUCCESS, "45 03 0e00 %b %b", &signature, &v.other_data);
	assert_int_equal(slot_at(f, 14)[0] & 0xf0, 0x50);
}

/* UNCERTAIN (ATCA-U-10) */
static void uncertain_without_the_stored_key_in_the_hash_nothing_is_validated(void **state)
{
	struct atecc_fixture *f = *state;

	set_key_config(f, 14, 0x8032);
	set_config(f, CONFIG_X509_FORMAT, "00004200");
	slot_at(f, 14)[0] = 0xa0;
	host_nonce_fixed(f, known_key);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 01 0e00 11*64"); /* no hash at all */
	send_certificate(f, 4, 9);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 01 0e00 11*64"); /* no key in it */
	assert_status(f, ATCA_SUCCESS, "47 00 0000");
	assert_status(f, ATCA_SUCCESS, "47 01 4000 c7*64");
	assert_status(f, ATCA_SUCCESS, "47 01 4000 c7*64");
	assert_status(f, ATCA_SUCCESS, "47 03 0f00"); /* another slot's */
	assert_status(f, ATCA_SUCCESS, "47 01 4000 c7*64");
	assert_length(f, 32, "47 02 0000");
	assert_status(f, ATCA_EXECUTION_ERROR, "45 01 0e00 11*64");
	set_key_config(f, 15, 0x001c); /* no parent */
	send_certificate(f, 4, 2);
	assert_status(f, ATCA_EXECUTION_ERROR, "45 01 0e00 11*64");
	assert_int_equal(slot_at(f, 14)[0], 0xa0);
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, a_published_signature_verifies_with_its_key),
	ON(locked_608a, a_published_signature_verifies_with_its_key),
	ON(locked_508a, a_published_signature_verifies_with_its_key),
	ON(locked_608a, a_signature_wrong_at_any_bit_is_01),
	ON(locked_608a, a_point_off_the_curve_is_0f),
	ON(locked_608a, the_message_may_lie_in_msg_dig_buf_for_one_command),
	ON(locked_608a, without_a_message_in_tempkey_it_is_0f),
	ON(locked_608a, an_external_keys_type_is_p256),
	ON(locked_608a, modes_of_the_608),
	ON(locked_508a, modes_of_the_508a),
	ON(locked_608a, a_stored_key_verifies),
	ON(config_locked_608a, a_stored_key_verifies),
	ON(locked_508a, a_stored_key_verifies),
	ON(locked_608a, a_stored_key_verifies_a_message_in_msg_dig_buf),
	ON(locked_608a, a_stored_key_is_a_public_p256_key),
	ON(locked_608a, a_key_that_needs_validation_verifies_only_when_valid),
	ON(locked_508a, a_key_that_needs_validation_verifies_only_when_valid),
	ON(locked_608a, a_stored_key_that_verifies_is_authorised),
	ON(locked_508a, a_stored_key_that_verifies_is_authorised),
	ON(locked_608a, req_random_wants_the_message_to_be_a_random_tempkey),
	ON(locked_608a, a_verified_signature_is_answered_with_a_mac),
	ON(locked_608a, a_mac_needs_the_system_nonce_and_the_io_key),
	ON(locked_608a, a_wrong_signature_gets_01_and_no_mac),
	ON(locked_608a, a_key_is_validated_and_invalidated_by_its_parent),
	ON(locked_508a, a_key_is_validated_and_invalidated_by_its_parent),
	ON(locked_608a, an_internal_sign_of_the_parent_validates),
	ON(config_locked_608a, neither_lock_keeps_a_key_from_being_validated),
	ON(locked_608a, neither_lock_keeps_a_key_from_being_validated),
	ON(locked_608a, a_wrong_signature_validates_nothing),
	ON(locked_608a, a_signature_to_invalidate_does_not_validate),
	ON(locked_608a, tempkey_must_be_the_gen_key_digest_of_that_slot),
	ON(locked_608a, a_key_with_an_x509_format_is_not_validated_so),
	ON(locked_508a, a_key_with_an_x509_format_is_not_validated_so),
	ON(locked_608a, only_slots_8_to_15_are_validated),
	ON(locked_608a, the_parent_must_be_a_public_key),
};

static const struct CMUnitTest uncertain[] = {
	ON(locked_508a, uncertain_without_the_stored_key_in_the_hash_nothing_is_validated),
	ON(locked_508a, uncertain_the_508a_validates_a_key_by_its_certificate),
	ON(locked_508a, uncertain_the_508a_wants_the_key_in_its_place),
	ON(locked_608a, uncertain_the_608_has_no_validate_external),
	ON(locked_608a, uncertain_a_key_without_pub_info_can_be_validated),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL) + cmocka_run_group_tests(uncertain, NULL, NULL);
}
