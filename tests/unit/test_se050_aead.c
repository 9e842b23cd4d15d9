/* tests/unit/test_se050_aead.c: GCM and CCM of the SE05x at once and in steps (7.2, hosts; se050-evidence.md 3.2). */
#include "cmocka_all.h"

#include <string.h>

#include "bus_snapshot.h"
#include "crypto.h"
#include "se050_apdu.h"
#include "vector_check.h"

enum {
	AES = 0x03,
	KEY = 0x7da00010,
	AEAD = 0x11,
	AEAD_SP800 = 0x12,
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
};

static const uint8_t key_bytes[16] = { 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x58, 0x59, 0x5a, 0x5b,
	0x5c, 0x5d, 0x5e, 0x5f };
static const uint8_t iv_bytes[60] = { 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb,
	0xfc, 0xfd, 0xfe, 0xff };

/* A message and what becomes of it. */
struct message {
	uint8_t mode;
	const char *name; /* as OpenSSL calls it */
	size_t iv_len;
	size_t aad_len;
	size_t len;
	size_t tag_len;
	uint8_t aad[64];
	uint8_t plain[80];
	uint8_t cipher[80];
	uint8_t tag[16];
};

static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);

	se_select(f);
	*state = f;
	return 0;
}

static int set_up(void **state)
{
	return set_up_part(state, "se050e");
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

static struct se_command at_once(uint8_t p2, uint8_t mode, struct rbuf iv, struct rbuf aad, struct rbuf in)
{
	struct se_command command = se_command_of(0x03, AEAD, p2);

	se_put_number(&command, 0x41, 4, KEY);
	se_put_number(&command, 0x42, 1, mode);
	if (rbuf_left(&in) > 0)
		se_put(&command, 0x43, in.at, rbuf_left(&in));
	if (rbuf_left(&aad) > 0)
		se_put(&command, 0x44, aad.at, rbuf_left(&aad));
	se_put(&command, 0x45, iv.at, rbuf_left(&iv));
	return command;
}

static struct se_answer encrypt(
	struct se050_fixture *f, uint8_t mode, struct rbuf iv, struct rbuf aad, struct rbuf in)
{
	struct se_command command = at_once(ENCRYPT_AT_ONCE, mode, iv, aad, in);

	return se_run(f, &command);
}

static struct se_answer decrypt(struct se050_fixture *f, uint8_t mode, struct rbuf iv, struct rbuf aad,
	struct rbuf in, struct rbuf tag)
{
	struct se_command command = at_once(DECRYPT_AT_ONCE, mode, iv, aad, in);

	se_put(&command, 0x46, tag.at, rbuf_left(&tag));
	return se_run(f, &command);
}

static struct rbuf bytes_in(const struct vector_value *value)
{
	return rbuf_from(value->at, value->len);
}

/* No more than the TLVs that are due. */
static void assert_sealed(
	const struct se_answer *answer, const uint8_t *cipher, size_t len, const uint8_t *tag, size_t tag_len)
{
	assert_status(*answer, 0x9000);
	assert_value_is(answer, 0x42, tag, tag_len);
	if (len > 0)
		assert_value_is(answer, 0x41, cipher, len);
	else
		assert_null(se_value(answer, 0x41).at);
	assert_null(se_value(answer, 0x43).at);
}

static void assert_opened(const struct se_answer *answer, const uint8_t *plain, size_t len)
{
	assert_sealed(answer, plain, len, (const uint8_t *)"\x01", 1);
}

static void assert_refuted(const struct se_answer *answer)
{
	assert_sealed(answer, NULL, 0, (const uint8_t *)"\x02", 1);
}

static void check_record(struct se050_fixture *f, uint8_t mode, const struct vector_value *iv,
	const struct vector_value *aad, const struct vector_value *plain, const struct vector_value *cipher,
	struct vector_value *tag)
{
	struct se_answer answer = encrypt(f, mode, bytes_in(iv), bytes_in(aad), bytes_in(plain));

	assert_sealed(&answer, cipher->at, cipher->len, tag->at, 16);
	answer = decrypt(f, mode, bytes_in(iv), bytes_in(aad), bytes_in(cipher), bytes_in(tag));
	assert_opened(&answer, plain->at, plain->len);
	tag->at[15] ^= 1;
	answer = decrypt(f, mode, bytes_in(iv), bytes_in(aad), bytes_in(cipher), bytes_in(tag));
	assert_refuted(&answer);
}

/* Those of the initial vectors that the part takes. */
static size_t walk_gcm_file(
	struct se050_fixture *f, const char *name, const char *plain_name, const char *cipher_name)
{
	static struct vector_value key, iv, aad, plain, cipher, tag;
	struct vector_file file;
	size_t n = 0;

	load_vectors(&file, name);
	for (size_t i = 0; i < file.n; i++) {
		const struct vector_record *record = &file.records[i];

		bytes_of(record, "IV", &iv);
		if (iv.len < 12 || iv.len > 60)
			continue;
		bytes_of(record, "Key", &key);
		bytes_of(record, "AAD", &aad);
		bytes_of(record, plain_name, &plain);
		bytes_of(record, cipher_name, &cipher);
		bytes_of(record, "Tag", &tag);
		se_write_key(f, AES, KEY, key.at, key.len);
		check_record(f, GCM, &iv, &aad, &plain, &cipher, &tag);
		se_delete(f, KEY);
		n++;
	}
	vector_file_free(&file);
	return n;
}

static size_t walk_ccm_file(struct se050_fixture *f, const char *name)
{
	static struct vector_value key, nonce, aad, plain, cipher, tag;
	struct vector_file file;
	size_t n = 0;

	load_vectors(&file, name);
	for (size_t i = 0; i < file.n; i++) {
		const struct vector_record *record = &file.records[i];

		if (vector_text(record, "Key"))
			bytes_of(record, "Key", &key); /* it holds for the records behind it */
		if (!vector_text(record, "Nonce"))
			continue;
		bytes_of(record, "Nonce", &nonce);
		if (nonce.len < 12)
			continue;
		bytes_of(record, "Adata", &aad);
		bytes_of(record, "Payload", &plain);
		bytes_of(record, "CT", &cipher);
		tag.len = cipher.len - plain.len;
		cipher.len = plain.len;
		memcpy(tag.at, cipher.at + cipher.len, tag.len);
		se_write_key(f, AES, KEY, key.at, key.len);
		check_record(f, CCM, &nonce, &aad, &plain, &cipher, &tag);
		se_delete(f, KEY);
		n++;
	}
	vector_file_free(&file);
	return n;
}

static void published_vectors(void **state)
{
	assert_int_equal(walk_gcm_file(*state, "nist/gcm/gcmEncryptExtIV128.rsp", "PT", "CT"), 100);
	assert_int_equal(walk_gcm_file(*state, "nist/gcm/gcmEncryptExtIV256.rsp", "PT", "CT"), 50);
	assert_int_equal(walk_gcm_file(*state, "nist/gcm/gcm-spec_128.txt", "Plaintext", "Ciphertext"), 5);
	assert_int_equal(walk_ccm_file(*state, "nist/aes/CCM_VNT128.rsp"), 10);
	assert_int_equal(walk_ccm_file(*state, "nist/aes/CCM_VNT256.rsp"), 10);
}

/* SP 800-38C, example 3, and RFC 3610, packet vector 1: CCM with short tags, in steps. */
static void examples_of_ccm(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "800103001c 41047da00010 4310 404142434445464748494a4b4c4d4e4f 44020008", "9000");
	assert_apdu(f, "800110000a 41020f01 420104 4301f4", "9000");
	assert_apdu(f,
		"8003114224 41047da00010 42020f01 450c 101112131415161718191a1b 46020014 47020018 48020008",
		"9000");
	assert_apdu(f, "8003110c1a 42020f01 4414 000102030405060708090a0b0c0d0e0f10111213", "9000");
	assert_apdu(f, "8003110c1e 42020f01 4318 202122232425262728292a2b2c2d2e2f3031323334353637",
		"41820010 e3b201a9f5b71a7a9b1ceaeccd97e70b 9000");
	assert_apdu(f, "8003110d04 42020f01", "41820008 6176aad9a4428aa5 42820008 484392fbc1b09951 9000");
	assert_apdu(f, "800103001c 41047da00010 4310 c0c1c2c3c4c5c6c7c8c9cacbcccdcecf 44020008", "9000");
	assert_apdu(f,
		"8003114225 41047da00010 42020f01 450d 00000003020100a0a1a2a3a4a5 46020008 47020017 48020008",
		"9000");
	assert_apdu(f, "8003110c0e 42020f01 4408 0001020304050607", "9000");
	assert_apdu(f, "8003110c1d 42020f01 4317 08090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
		"41820010 588c979a61c663d2f066d0c2c0f98980 9000");
	assert_apdu(f, "8003110d04 42020f01", "41820007 6d5f6b61dac384 42820008 17e8d12cfdf926e0 9000");
}

/* What the host makes of a message of such lengths. */
static struct message message(uint8_t mode, size_t iv_len, size_t aad_len, size_t len, size_t tag_len)
{
	struct message m = { .mode = mode,
		.name = mode == CCM ? "AES-128-CCM" : "AES-128-GCM",
		.iv_len = iv_len,
		.aad_len = aad_len,
		.len = len,
		.tag_len = tag_len };

	for (size_t i = 0; i < sizeof(m.aad); i++)
		m.aad[i] = (uint8_t)(i * 3);
	for (size_t i = 0; i < sizeof(m.plain); i++)
		m.plain[i] = (uint8_t)(i * 7 + 1);
	host_aead(
		m.name, key_bytes, iv_bytes, iv_len, m.aad, aad_len, m.plain, m.cipher, len, m.tag, tag_len);
	return m;
}

static struct se_command init_of(uint16_t object, uint8_t p2, const uint8_t *iv, size_t iv_len)
{
	struct se_command command = se_command_of(0x03, AEAD, p2);

	se_put_number(&command, 0x41, 4, KEY);
	se_put_number(&command, 0x42, 2, object);
	se_put(&command, 0x45, iv, iv_len);
	return command;
}

static void announce(struct se_command *command, size_t aad_len, size_t len, size_t tag_len)
{
	se_put_number(command, 0x46, 2, (uint32_t)aad_len);
	se_put_number(command, 0x47, 2, (uint32_t)len);
	se_put_number(command, 0x48, 2, (uint32_t)tag_len);
}

static struct se_answer init(struct se050_fixture *f, const struct message *m, uint8_t p2)
{
	struct se_command command = init_of(OBJECT, p2, iv_bytes, m->iv_len);

	if (m->mode == CCM)
		announce(&command, m->aad_len, m->len, m->tag_len);
	return se_run(f, &command);
}

static struct se_command update_of(uint16_t object, uint8_t tag, const uint8_t *in, size_t len)
{
	struct se_command command = se_command_of(0x03, AEAD, UPDATE);

	se_put_number(&command, 0x42, 2, object);
	se_put(&command, tag, in, len);
	return command;
}

static struct se_answer update(struct se050_fixture *f, uint8_t tag, const uint8_t *in, size_t len)
{
	struct se_command command = update_of(OBJECT, tag, in, len);

	return se_run(f, &command);
}

static struct se_answer finish(struct se050_fixture *f, const uint8_t *tag, size_t len)
{
	struct se_command command = se_command_of(0x03, AEAD, FINAL);

	se_put_number(&command, 0x42, 2, OBJECT);
	if (tag)
		se_put(&command, 0x46, tag, len);
	return se_run(f, &command);
}

/* A command, then something else, then back to before it: the command once more says the same. */
static struct se_answer twice(
	struct se050_fixture *f, const struct message *m, const struct se_command *command)
{
	struct bus *bus = &f->board->bus;
	struct bus_snapshot *before = bus_snapshot_take(bus);
	uint8_t number = f->number;
	struct se_answer first = se_run(f, command), second;

	init(f, m, ENCRYPT);
	update(f, 0x44, iv_bytes, 1);
	crypto_drop_cache(f->board->crypto);
	bus_snapshot_restore(bus, before);
	bus_snapshot_free(before);
	f->number = number;
	second = se_run(f, command);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.bytes, second.bytes, first.len + 2);
	return second;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* GCM answers every byte, CCM whole blocks (hosts). Returns how many are out. */
static size_t data_in_steps(struct se050_fixture *f, const struct message *m, const uint8_t *in,
	const uint8_t *wanted, size_t size)
{
	size_t done = 0;

	for (size_t at = 0; at < m->len; at += size) {
		size_t n = least(size, m->len - at), then = at + n;
		struct se_command command = update_of(OBJECT, 0x43, in + at, n);
		struct se_answer answer = twice(f, m, &command);

		if (m->mode == CCM)
			then = then / 16 * 16;
		assert_status(answer, 0x9000);
		if (then > done)
			assert_value_is(&answer, 0x41, wanted + done, then - done);
		else
			assert_int_equal(answer.len, 0);
		done = then;
	}
	return done;
}

static void aad_in_steps(struct se050_fixture *f, const struct message *m, size_t size)
{
	for (size_t at = 0; at < m->aad_len; at += size) {
		struct se_command command =
			update_of(OBJECT, 0x44, m->aad + at, least(size, m->aad_len - at));
		struct se_answer answer = twice(f, m, &command);

		assert_status(answer, 0x9000);
		assert_int_equal(answer.len, 0);
	}
}

/* Two messages after one AEADInit, sealed and opened. */
static void seal_and_open(struct se050_fixture *f, const struct message *m, size_t size)
{
	struct se_command last = se_command_of(0x03, AEAD, FINAL);
	struct se_answer answer = init(f, m, ENCRYPT);
	size_t done;

	assert_status(answer, 0x9000);
	assert_int_equal(answer.len, 0);
	se_put_number(&last, 0x42, 2, OBJECT);
	for (int n = 0; n < 2; n++) {
		aad_in_steps(f, m, size);
		done = data_in_steps(f, m, m->plain, m->cipher, size);
		answer = twice(f, m, &last);
		assert_sealed(&answer, m->cipher + done, m->len - done, m->tag, m->tag_len);
	}
	answer = init(f, m, DECRYPT);
	assert_status(answer, 0x9000);
	se_put(&last, 0x46, m->tag, m->tag_len);
	for (int n = 0; n < 2; n++) {
		aad_in_steps(f, m, size);
		done = data_in_steps(f, m, m->cipher, m->plain, size);
		answer = twice(f, m, &last);
		assert_opened(&answer, m->plain + done, m->len - done);
	}
}

static void in_steps_of_any_size_with_a_snapshot_between(void **state)
{
	static const size_t sizes[] = { 1, 5, 16, 33, 64 };
	static const struct {
		uint8_t mode;
		size_t iv_len, aad_len, len, tag_len;
	} shapes[] = {
		{ GCM, 12, 20, 48, 16 },
		{ GCM, 16, 16, 37, 16 },
		{ GCM, 60, 0, 5, 16 },
		{ GCM, 12, 33, 0, 16 },
		{ CCM, 12, 20, 48, 16 },
		{ CCM, 13, 14, 37, 16 },
		{ CCM, 13, 0, 5, 16 },
		{ CCM, 12, 33, 0, 16 },
	};
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct message m = message(shapes[i].mode, shapes[i].iv_len, shapes[i].aad_len, shapes[i].len,
			shapes[i].tag_len);

		se_create_crypto(f, OBJECT, CONTEXT_AEAD, m.mode);
		for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++)
			seal_and_open(f, &m, sizes[k]);
		assert_apdu(f, "80041028 04 41020f01", "9000");
	}
}

/* P1 11 and 12 are the same command (hosts). */
static void both_values_of_p1(void **state)
{
	struct se050_fixture *f = *state;
	struct message m = message(GCM, 12, 3, 5, 16);
	struct se_command command = at_once(
		ENCRYPT_AT_ONCE, GCM, rbuf_from(iv_bytes, 12), rbuf_from(m.aad, 3), rbuf_from(m.plain, 5));
	struct se_answer answer;

	command.header[2] = AEAD_SP800;
	answer = se_run(f, &command);
	assert_sealed(&answer, m.cipher, 5, m.tag, 16);
	se_create_crypto(f, OBJECT, CONTEXT_AEAD, GCM);
	command = init_of(OBJECT, ENCRYPT, iv_bytes, 12);
	command.header[2] = AEAD_SP800;
	answer = se_run(f, &command);
	assert_status(answer, 0x9000);
	command = update_of(OBJECT, 0x44, m.aad, 3);
	command.header[2] = AEAD_SP800;
	answer = se_run(f, &command);
	assert_status(answer, 0x9000);
	command = update_of(OBJECT, 0x43, m.plain, 5);
	command.header[2] = AEAD_SP800;
	answer = se_run(f, &command);
	assert_value_is(&answer, 0x41, m.cipher, 5);
	command = se_command_of(0x03, AEAD_SP800, FINAL);
	se_put_number(&command, 0x42, 2, OBJECT);
	answer = se_run(f, &command);
	assert_sealed(&answer, NULL, 0, m.tag, 16);
}

/* A wrong tag after any number of steps: 02, no data, and the next message begins. */
static void a_wrong_tag_gives_no_data(void **state)
{
	struct se050_fixture *f = *state;

	for (int i = 0; i < 2; i++) {
		struct message m = message(i ? CCM : GCM, 12, 4, 21, 16);
		uint8_t wrong[16];
		struct se_answer answer;

		memcpy(wrong, m.tag, sizeof(wrong));
		wrong[0] ^= 0x80;
		se_create_crypto(f, OBJECT, CONTEXT_AEAD, m.mode);
		init(f, &m, DECRYPT);
		update(f, 0x44, m.aad, 4);
		update(f, 0x43, m.cipher, 21);
		answer = finish(f, wrong, 16);
		assert_refuted(&answer);
		update(f, 0x44, m.aad, 4);
		update(f, 0x43, m.cipher, 21);
		answer = finish(f, m.tag, 16);
		assert_status(answer, 0x9000);
		assert_value_is(&answer, 0x42, "\x01", 1);
		assert_apdu(f, "80041028 04 41020f01", "9000");
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(published_vectors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(examples_of_ccm, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			in_steps_of_any_size_with_a_snapshot_between, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(both_values_of_p1, set_up_with_key, tear_down),
		cmocka_unit_test_setup_teardown(a_wrong_tag_gives_no_data, set_up_with_key, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
