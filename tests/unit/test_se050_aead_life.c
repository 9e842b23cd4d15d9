/* tests/unit/test_se050_aead_life.c: vectors of the part's own, tags, lengths, and what ends a running AEAD (7.2, hosts). */
#include "cmocka_all.h"

#include <string.h>

#include "se050_apdu.h"

#define USER_KEY "404142434445464748494a4b4c4d4e4f"

enum {
	AES = 0x03,
	KEY = 0x7da00010,
	USER = 0x7da00002,
	AEAD = 0x11,
	ENCRYPT = 0x42,
	DECRYPT = 0x43,
	UPDATE = 0x0c,
	FINAL = 0x0d,
	ENCRYPT_AT_ONCE = 0x37,
	DECRYPT_AT_ONCE = 0x38,
	OBJECT = 0x0f01,
	OTHER_OBJECT = 0x0f02,
	CONTEXT_AEAD = 4,
	GCM = 0xb0,
	GCM_OWN_IV = 0xf3,
	CCM = 0xf4,
	RULES = 0x03340000, /* ENC, DEC, READ, WRITE, DELETE */
	RULE_ENC = 0x02000000,
	RULE_DEC = 0x01000000,
	FORBID_EXTERNAL_IV = 0x20,
	TAG = 16,
};

static const uint8_t key_bytes[16] = { 0x40, 0x41, 0x42, 0x43 };
static const uint8_t other_bytes[16] = { 0x50, 0x51, 0x52, 0x53 };
static const uint8_t iv_bytes[60] = { 0xf0, 0xf1, 0xf2, 0xf3 };
static const uint8_t in[32] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static const uint8_t aad[4] = { 9, 8, 7, 6 };

static int set_up(void **state)
{
	struct se050_fixture *f = se_new("se050e");

	se_select(f);
	*state = f;
	return 0;
}

static int set_up_with_key(void **state)
{
	set_up(state);
	se_write_key(*state, AES, KEY, key_bytes, sizeof(key_bytes));
	return 0;
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static struct se_command once_of(
	uint8_t p2, uint8_t mode, const void *iv, size_t iv_len, const uint8_t *bytes, size_t len)
{
	struct se_command command = se_command_of(0x03, AEAD, p2);

	se_put_number(&command, 0x41, 4, KEY);
	se_put_number(&command, 0x42, 1, mode);
	se_put(&command, 0x43, bytes, len);
	se_put(&command, 0x44, aad, sizeof(aad));
	se_put(&command, 0x45, iv, iv_len);
	return command;
}

static struct se_answer seal(struct se050_fixture *f, uint8_t mode, const void *iv, size_t iv_len)
{
	struct se_command command = once_of(ENCRYPT_AT_ONCE, mode, iv, iv_len, in, sizeof(in));

	return se_run(f, &command);
}

static struct se_answer unseal(struct se050_fixture *f, uint8_t mode, const void *iv, size_t iv_len,
	const uint8_t *cipher, const uint8_t *tag, size_t tag_len)
{
	struct se_command command = once_of(DECRYPT_AT_ONCE, mode, iv, iv_len, cipher, sizeof(in));

	se_put(&command, 0x46, tag, tag_len);
	return se_run(f, &command);
}

static void host(
	uint8_t mode, const uint8_t *iv, size_t iv_len, uint8_t *cipher, uint8_t *tag, size_t tag_len)
{
	host_aead(mode == CCM ? "AES-128-CCM" : "AES-128-GCM", key_bytes, iv, iv_len, aad, sizeof(aad), in,
		cipher, sizeof(in), tag, tag_len);
}

static struct se_command init_of(uint16_t object, uint8_t p2, const void *iv, size_t iv_len)
{
	struct se_command command = se_command_of(0x03, AEAD, p2);

	se_put_number(&command, 0x41, 4, KEY);
	se_put_number(&command, 0x42, 2, object);
	se_put(&command, 0x45, iv, iv_len);
	return command;
}

static void announce(struct se_command *command, uint16_t aad_len, uint16_t len, uint16_t tag_len)
{
	se_put_number(command, 0x46, 2, aad_len);
	se_put_number(command, 0x47, 2, len);
	se_put_number(command, 0x48, 2, tag_len);
}

static struct se_answer init(
	struct se050_fixture *f, uint16_t object, uint8_t p2, const void *iv, size_t iv_len)
{
	struct se_command command = init_of(object, p2, iv, iv_len);

	return se_run(f, &command);
}

static struct se_answer init_ccm(
	struct se050_fixture *f, uint8_t p2, const void *iv, size_t iv_len, size_t tag_len)
{
	struct se_command command = init_of(OBJECT, p2, iv, iv_len);

	announce(&command, sizeof(aad), sizeof(in), (uint16_t)tag_len);
	return se_run(f, &command);
}

static struct se_answer update(
	struct se050_fixture *f, uint16_t object, uint8_t tag, const uint8_t *bytes, size_t len)
{
	struct se_command command = se_command_of(0x03, AEAD, UPDATE);

	se_put_number(&command, 0x42, 2, object);
	se_put(&command, tag, bytes, len);
	return se_run(f, &command);
}

static struct se_answer finish(struct se050_fixture *f, uint16_t object, const uint8_t *tag, size_t len)
{
	struct se_command command = se_command_of(0x03, AEAD, FINAL);

	se_put_number(&command, 0x42, 2, object);
	if (tag)
		se_put(&command, 0x46, tag, len);
	return se_run(f, &command);
}

static void take_iv(const struct se_answer *answer, uint8_t *iv, size_t len)
{
	struct rbuf own = se_value(answer, 0x43);

	assert_status(*answer, 0x9000);
	assert_int_equal(rbuf_left(&own), len);
	rbuf_copy(&own, iv, len);
}

/* Hosts of 7.2 send two bytes of length, for GCM under B0 and F3, and for CCM. What was made opens again. */
static void vectors_of_the_parts_own(void **state)
{
	static const struct {
		uint8_t mode, len;
	} shapes[] = { { GCM, 12 }, { GCM, 60 }, { GCM_OWN_IV, 12 }, { GCM_OWN_IV, 33 }, { CCM, 12 },
		{ CCM, 13 } };
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		const uint8_t wish[2] = { 0, shapes[i].len };
		uint8_t iv[60], next[60], cipher[32], tag[TAG];
		struct se_answer answer = seal(f, shapes[i].mode, wish, 2);

		take_iv(&answer, iv, shapes[i].len);
		host(shapes[i].mode, iv, shapes[i].len, cipher, tag, TAG);
		assert_value_is(&answer, 0x41, cipher, 32);
		assert_value_is(&answer, 0x42, tag, TAG);
		answer = unseal(f, shapes[i].mode, iv, shapes[i].len, cipher, tag, TAG);
		assert_status(answer, 0x9000);
		assert_value_is(&answer, 0x41, in, 32);
		answer = seal(f, shapes[i].mode, wish, 2);
		take_iv(&answer, next, shapes[i].len);
		assert_memory_not_equal(iv, next, shapes[i].len);
	}
}

static void vectors_of_the_parts_own_in_steps(void **state)
{
	static const uint8_t modes[] = { GCM, GCM_OWN_IV, CCM };
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(modes); i++) {
		uint8_t iv[12], cipher[32], tag[TAG];
		struct se_answer answer;

		se_create_crypto(f, OBJECT, CONTEXT_AEAD, modes[i]);
		answer = modes[i] == CCM ? init_ccm(f, ENCRYPT, "\x00\x0c", 2, TAG)
					 : init(f, OBJECT, ENCRYPT, "\x00\x0c", 2);
		take_iv(&answer, iv, 12);
		host(modes[i], iv, 12, cipher, tag, TAG);
		answer = update(f, OBJECT, 0x44, aad, sizeof(aad));
		assert_status(answer, 0x9000);
		answer = update(f, OBJECT, 0x43, in, 32);
		assert_value_is(&answer, 0x41, cipher, 32);
		answer = finish(f, OBJECT, NULL, 0);
		assert_value_is(&answer, 0x42, tag, TAG);
		/* It is not used twice. */
		answer = update(f, OBJECT, 0x43, in, 32);
		assert_status(answer, 0x6985);
		answer = finish(f, OBJECT, NULL, 0);
		assert_status(answer, 0x6985);
		assert_apdu(f, "80041028 04 41020f01", "9000");
	}
}

/* "Valid until deselect, AEADInit, AEADFinal or AEADOneShot is called" (hosts). */
static void what_makes_such_a_vector_invalid(void **state)
{
	struct se050_fixture *f = *state;
	struct se_answer answer;

	se_create_crypto(f, OBJECT, CONTEXT_AEAD, GCM);
	se_create_crypto(f, OTHER_OBJECT, CONTEXT_AEAD, GCM);
	init(f, OBJECT, ENCRYPT, "\x00\x0c", 2);
	answer = update(f, OBJECT, 0x44, aad, 4);
	assert_status(answer, 0x9000);
	seal(f, GCM, iv_bytes, 12);
	answer = update(f, OBJECT, 0x44, aad, 4);
	assert_status(answer, 0x6985);

	init(f, OBJECT, ENCRYPT, "\x00\x0c", 2);
	init(f, OTHER_OBJECT, ENCRYPT, iv_bytes, 12);
	answer = update(f, OBJECT, 0x44, aad, 4);
	assert_status(answer, 0x6985);

	init(f, OTHER_OBJECT, ENCRYPT, iv_bytes, 12);
	init(f, OBJECT, ENCRYPT, "\x00\x0c", 2);
	/* A vector from outside stays, whoever begins what. */
	answer = finish(f, OTHER_OBJECT, NULL, 0);
	assert_status(answer, 0x9000);
	answer = update(f, OBJECT, 0x44, aad, 4);
	assert_status(answer, 0x6985);

	init(f, OBJECT, ENCRYPT, "\x00\x0c", 2);
	se_select(f);
	answer = update(f, OBJECT, 0x44, aad, 4);
	assert_status(answer, 0x6985);

	/* What is refused ends nothing. */
	init(f, OBJECT, ENCRYPT, "\x00\x0c", 2);
	answer = seal(f, GCM, iv_bytes, 11);
	assert_status(answer, 0x6985);
	answer = update(f, OBJECT, 0x44, aad, 4);
	assert_status(answer, 0x9000);
}

static void vectors_that_are_none(void **state)
{
	static const struct {
		uint8_t mode;
		const char *iv;
		size_t len;
		uint16_t status;
	} cases[] = {
		{ GCM, "\x00\x0b", 2, 0x6985 },
		{ GCM, "\x00\x3d", 2, 0x6985 },
		{ GCM, "\x0c\x00", 2, 0x6985 },
		{ CCM, "\x00\x0b", 2, 0x6985 },
		{ CCM, "\x00\x0e", 2, 0x6985 },
		{ CCM, "0123456789abcd", 14, 0x6985 },
		{ CCM, "0123456789a", 11, 0x6985 },
		{ GCM, "\x0c", 1, 0x6a80 },
		{ GCM_OWN_IV, "0123456789ab", 12, 0x6985 },
		{ 0xf5, "0123456789ab", 12, 0x6985 },
		{ 0x0d, "0123456789ab", 12, 0x6985 },
	};
	struct se050_fixture *f = *state;
	struct se_answer answer;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		answer = seal(f, cases[i].mode, cases[i].iv, cases[i].len);
		assert_status(answer, cases[i].status);
	}
	/* A length means nothing to who decrypts. */
	answer = unseal(f, GCM, "\x00\x0c", 2, in, in, TAG);
	assert_status(answer, 0x6a80);
	/* The vector comes back too, if there is room for it. */
	{
		static const uint8_t much[1000];
		struct se_command command = once_of(ENCRYPT_AT_ONCE, GCM, "\x00\x3c", 2, much, 990);

		answer = se_run(f, &command);
		assert_status(answer, 0x6985);
		command = once_of(ENCRYPT_AT_ONCE, GCM, "\x00\x0c", 2, much, 990);
		answer = se_run(f, &command);
		assert_status(answer, 0x9000);
	}
}

/* In FIPS mode, by the features, by the key's policy: encryption with a vector from outside, nothing else. */
static void assert_external_iv(struct se050_fixture *f, uint16_t gcm, uint16_t ccm)
{
	uint8_t cipher[32], tag[TAG];
	struct se_answer answer = seal(f, GCM, iv_bytes, 12);

	assert_status(answer, gcm);
	answer = seal(f, CCM, iv_bytes, 12);
	assert_status(answer, ccm);
	answer = seal(f, GCM, "\x00\x0c", 2);
	assert_status(answer, 0x9000);
	answer = seal(f, CCM, "\x00\x0c", 2);
	assert_status(answer, 0x9000);
	host(GCM, iv_bytes, 12, cipher, tag, TAG);
	answer = unseal(f, GCM, iv_bytes, 12, cipher, tag, TAG);
	assert_status(answer, 0x9000);
	assert_value_is(&answer, 0x41, in, 32);
	se_create_crypto(f, OBJECT, CONTEXT_AEAD, GCM);
	answer = init(f, OBJECT, ENCRYPT, iv_bytes, 12);
	assert_status(answer, gcm);
	answer = init(f, OBJECT, ENCRYPT, "\x00\x0c", 2);
	assert_status(answer, 0x9000);
}

static void a_part_in_fips_mode(void **state)
{
	struct se050_fixture *f = *state;

	f->chip->nv.identity.fips = 1;
	assert_external_iv(f, 0x6985, 0x6985);
}

static void a_key_that_forbids_vectors_from_outside(void **state)
{
	struct se050_fixture *f = *state;

	se_write_key_policy(f, AES, KEY, key_bytes, 16, RULES | FORBID_EXTERNAL_IV);
	assert_external_iv(f, 0x6986, 0x6986);
}

/* Bits of the extended features that hosts name: byte 7, 40 and 80. */
static void features_that_forbid(void **state)
{
	struct se050_fixture *f = *state;
	struct se_answer answer;

	f->chip->nv.identity.extended_features[7] = 0x40;
	assert_external_iv(f, 0x6985, 0x9000);
	f->chip->nv.identity.extended_features[7] = 0x80;
	answer = seal(f, GCM, "\x00\x0c", 2);
	assert_status(answer, 0x6985);
	answer = unseal(f, GCM, iv_bytes, 12, in, in, TAG);
	assert_status(answer, 0x6985);
	answer = init(f, OBJECT, DECRYPT, iv_bytes, 12);
	assert_status(answer, 0x6985);
	answer = seal(f, CCM, iv_bytes, 12);
	assert_status(answer, 0x9000);
}

static void write_key_with_tags_from(struct se050_fixture *f, uint16_t least)
{
	struct se_command command = se_command_of(0x01, AES, 0);
	struct se_answer answer;

	se_put_number(&command, 0x41, 4, KEY);
	se_put(&command, 0x43, key_bytes, 16);
	se_put_number(&command, 0x44, 2, least);
	answer = se_run(f, &command);
	assert_status(answer, 0x9000);
}

/* WriteAESKey says how short a tag may be; without a word it is 128 bit (hosts). */
static void tags_that_are_cut_short(void **state)
{
	static const uint16_t limits[] = { 0, 4, 12, 16 };
	struct se050_fixture *f = *state;
	uint8_t cipher[32], tag[TAG], ccm_cipher[32], ccm_tag[TAG];

	host(GCM, iv_bytes, 12, cipher, tag, TAG);
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		size_t from = limits[i] ? limits[i] : TAG;

		if (limits[i])
			write_key_with_tags_from(f, limits[i]);
		else
			se_write_key(f, AES, KEY, key_bytes, 16);
		se_create_crypto(f, OBJECT, CONTEXT_AEAD, GCM);
		for (size_t len = 4; len <= TAG; len++) {
			uint16_t wanted = len < from ? 0x6985 : 0x9000;
			struct se_answer answer = unseal(f, GCM, iv_bytes, 12, cipher, tag, len);

			assert_status(answer, wanted);
			if (wanted == 0x9000)
				assert_value_is(&answer, 0x41, in, 32);
			init(f, OBJECT, DECRYPT, iv_bytes, 12);
			update(f, OBJECT, 0x44, aad, 4);
			update(f, OBJECT, 0x43, cipher, 32);
			answer = finish(f, OBJECT, tag, len);
			assert_status(answer, wanted);
			if (wanted == 0x9000)
				assert_value_is(&answer, 0x42, "\x01", 1);
			/* Those of CCM have even lengths. */
			if (len % 2 == 0)
				host(CCM, iv_bytes, 12, ccm_cipher, ccm_tag, len);
			answer = unseal(f, CCM, iv_bytes, 12, ccm_cipher, ccm_tag, len);
			assert_status(answer, len % 2 ? 0x6985 : wanted);
			if (wanted == 0x9000 && len % 2 == 0)
				assert_value_is(&answer, 0x41, in, 32);
		}
		assert_apdu(f, "80041028 04 41020f01", "9000");
		se_delete(f, KEY);
	}
}

/* CCM's tag is as long as AEADInit says. */
static void tags_of_ccm_in_steps(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t cipher[32], tag[TAG];
	struct se_answer answer;

	write_key_with_tags_from(f, 6);
	se_create_crypto(f, OBJECT, CONTEXT_AEAD, CCM);
	for (size_t len = 0; len <= 18; len++) {
		bool fits = len >= 6 && len <= 16 && len % 2 == 0;

		answer = init_ccm(f, ENCRYPT, iv_bytes, 13, len);
		assert_status(answer, fits ? 0x9000 : 0x6985);
		if (!fits)
			continue;
		host(CCM, iv_bytes, 13, cipher, tag, len);
		update(f, OBJECT, 0x44, aad, 4);
		answer = update(f, OBJECT, 0x43, in, 32);
		assert_value_is(&answer, 0x41, cipher, 32);
		answer = finish(f, OBJECT, NULL, 0);
		assert_value_is(&answer, 0x42, tag, len);
		init_ccm(f, DECRYPT, iv_bytes, 13, len);
		update(f, OBJECT, 0x44, aad, 4);
		answer = update(f, OBJECT, 0x43, cipher, 32);
		assert_value_is(&answer, 0x41, in, 32);
		if (len < 16) {
			answer = finish(f, OBJECT, tag, len + 1);
			assert_status(answer, 0x6985);
		}
		answer = finish(f, OBJECT, tag, len);
		assert_value_is(&answer, 0x42, "\x01", 1);
	}
}

static void tags_where_none_belongs(void **state)
{
	struct se050_fixture *f = *state;
	struct se_command command = once_of(ENCRYPT_AT_ONCE, GCM, iv_bytes, 12, in, 32);
	struct se_answer answer;

	se_put(&command, 0x46, in, TAG);
	answer = se_run(f, &command);
	assert_status(answer, 0x6a80);
	se_create_crypto(f, OBJECT, CONTEXT_AEAD, GCM);
	init(f, OBJECT, ENCRYPT, iv_bytes, 12);
	answer = finish(f, OBJECT, in, TAG);
	assert_status(answer, 0x6985);
	answer = finish(f, OBJECT, NULL, 0);
	assert_status(answer, 0x9000);
}

/* CCM is told every length before; nobody else is told any. */
static void what_was_announced_must_come(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t cipher[32], tag[TAG];
	struct se_command command;
	struct se_answer answer;

	host(CCM, iv_bytes, 12, cipher, tag, TAG);
	se_create_crypto(f, OBJECT, CONTEXT_AEAD, CCM);
	answer = init_ccm(f, ENCRYPT, iv_bytes, 12, TAG);
	assert_status(answer, 0x9000);
	/* Data before the associated ones, also as pieces of a block; too many associated ones. */
	update(f, OBJECT, 0x44, aad, 3);
	answer = update(f, OBJECT, 0x43, in, 5);
	assert_status(answer, 0x6985);
	answer = update(f, OBJECT, 0x44, aad + 2, 2);
	assert_status(answer, 0x6985);
	answer = update(f, OBJECT, 0x44, aad + 3, 1);
	assert_status(answer, 0x9000);
	answer = update(f, OBJECT, 0x43, in, 31);
	assert_value_is(&answer, 0x41, cipher, 16);
	answer = update(f, OBJECT, 0x44, aad, 1);
	assert_status(answer, 0x6985);
	answer = finish(f, OBJECT, NULL, 0);
	assert_status(answer, 0x6985);
	/* One byte too many, of which the block has room. */
	answer = update(f, OBJECT, 0x43, in, 2);
	assert_status(answer, 0x6985);
	/* All that was refused has changed nothing. */
	answer = update(f, OBJECT, 0x43, in + 31, 1);
	assert_value_is(&answer, 0x41, cipher + 16, 16);
	answer = update(f, OBJECT, 0x43, in, 1);
	assert_status(answer, 0x6985);
	answer = finish(f, OBJECT, NULL, 0);
	assert_value_is(&answer, 0x42, tag, TAG);

	command = init_of(OBJECT, ENCRYPT, iv_bytes, 12);
	answer = se_run(f, &command);
	assert_status(answer, 0x6a80);
	se_create_crypto(f, OTHER_OBJECT, CONTEXT_AEAD, GCM);
	command = init_of(OTHER_OBJECT, ENCRYPT, iv_bytes, 12);
	announce(&command, 4, 32, TAG);
	answer = se_run(f, &command);
	assert_status(answer, 0x6a80);
}

/* GCM hashes data behind the associated ones. */
static void order_of_gcm(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t cipher[32], tag[TAG];
	struct se_answer answer;

	host(GCM, iv_bytes, 12, cipher, tag, TAG);
	se_create_crypto(f, OBJECT, CONTEXT_AEAD, GCM);
	init(f, OBJECT, ENCRYPT, iv_bytes, 12);
	/* Nothing is no data: hosts leave an empty TLV out. */
	assert_apdu(f, "8003110c 04 42020f01", "41820000 9000");
	answer = update(f, OBJECT, 0x44, aad, 4);
	assert_status(answer, 0x9000);
	answer = update(f, OBJECT, 0x43, in, 20);
	assert_value_is(&answer, 0x41, cipher, 20);
	answer = update(f, OBJECT, 0x44, aad, 4);
	assert_status(answer, 0x6985);
	answer = update(f, OBJECT, 0x43, in + 20, 12);
	assert_value_is(&answer, 0x41, cipher + 20, 12);
	answer = finish(f, OBJECT, NULL, 0);
	assert_value_is(&answer, 0x42, tag, TAG);
}

static void denied_by_the_policy(void **state)
{
	static const struct {
		uint32_t rules;
		uint16_t seal, open;
	} cases[] = { { RULES, 0x9000, 0x9000 }, { RULES & ~RULE_ENC, 0x6986, 0x9000 },
		{ RULES & ~RULE_DEC, 0x9000, 0x6986 } };
	struct se050_fixture *f = *state;

	se_create_crypto(f, OBJECT, CONTEXT_AEAD, GCM);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct se_answer answer;

		se_write_key_policy(f, AES, KEY, key_bytes, 16, cases[i].rules);
		answer = seal(f, GCM, iv_bytes, 12);
		assert_status(answer, cases[i].seal);
		answer = init(f, OBJECT, ENCRYPT, iv_bytes, 12);
		assert_status(answer, cases[i].seal);
		answer = unseal(f, GCM, iv_bytes, 12, in, in, TAG);
		assert_status(answer, cases[i].open);
		answer = init(f, OBJECT, DECRYPT, iv_bytes, 12);
		assert_status(answer, cases[i].open);
		se_delete(f, KEY);
	}
}

static void assert_ended(struct se050_fixture *f, uint16_t status)
{
	struct se_answer answer = update(f, OBJECT, 0x43, in, 4);

	assert_status(answer, status);
	answer = update(f, OBJECT, 0x44, aad, 4);
	assert_status(answer, status);
	answer = finish(f, OBJECT, NULL, 0);
	assert_status(answer, status);
}

static void what_ends_it(void **state)
{
	static const uint8_t modes[] = { GCM, CCM };
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(modes); i++) {
		se_create_crypto(f, OBJECT, CONTEXT_AEAD, modes[i]);
		for (int end = 0; end < 6; end++) {
			struct se_answer answer;

			se_write_key_policy(f, AES, KEY, key_bytes, 16, RULES);
			answer = modes[i] == CCM ? init_ccm(f, ENCRYPT, iv_bytes, 12, TAG)
						 : init(f, OBJECT, ENCRYPT, iv_bytes, 12);
			assert_status(answer, 0x9000);
			answer = update(f, OBJECT, 0x44, aad, 2);
			assert_status(answer, 0x9000);
			if (end == 0)
				se_select(f);
			if (end == 1)
				se_power_cycle(f);
			if (end > 1)
				se_delete(f, KEY);
			if (end == 3)
				se_write_key_policy(f, AES, KEY, other_bytes, 16, RULES);
			if (end == 4)
				se_write_key_policy(f, AES, KEY, key_bytes, 16, RULES & ~RULE_DEC);
			if (end == 5)
				se_write_key_policy(f, AES, KEY, key_bytes, 16, RULES & ~RULE_ENC);
			assert_ended(f, end == 5 ? 0x6986 : 0x6985);
			if (end != 2)
				se_delete(f, KEY);
		}
		assert_apdu(f, "80041028 04 41020f01", "9000");
	}
}

static void the_end_of_the_session_ends_it(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "8041030018 41047da00002 4310" USER_KEY, "9000");
	se_session_aes(f, &s, USER, USER_KEY, 0x33);
	assert_in(f, &s, "800110000a 41020f02 420104 4301b0", "9000");
	assert_in(f, &s, "8003114218 41047da00010 42020f02 450c000102030405060708090a0b", "9000");
	assert_in(f, &s, "8003110c08 42020f02 44020102", "9000");
	assert_in(f, &s, "8004001c", "9000");
	se_session_aes(f, &s, USER, USER_KEY, 0x33);
	assert_in(f, &s, "8003110c08 42020f02 44020102", "6985");
}

static void ram_is_finite(void **state)
{
	struct se050_fixture *f = *state;
	struct se_answer answer = { .status = 0x9000 };
	uint16_t id = 0x1000;

	while (answer.status == 0x9000) {
		assert_in_range(id, 0x1000, 0x10ff);
		se_create_crypto(f, ++id, CONTEXT_AEAD, GCM);
		answer = init(f, id, ENCRYPT, iv_bytes, 12);
	}
	assert_status(answer, 0x6a84);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(vectors_of_the_parts_own, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(
			vectors_of_the_parts_own_in_steps, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(what_makes_such_a_vector_invalid, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(vectors_that_are_none, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(a_part_in_fips_mode, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(a_key_that_forbids_vectors_from_outside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(features_that_forbid, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(tags_that_are_cut_short, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tags_of_ccm_in_steps, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tags_where_none_belongs, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(what_was_announced_must_come, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(order_of_gcm, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(denied_by_the_policy, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_ends_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_end_of_the_session_ends_it, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(ram_is_finite, set_up_with_key, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
